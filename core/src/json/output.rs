//! The text written so far: borrowed from the input for as long as the input is canonical.
//!
//! It is never longer than the input: what replaces a token is as long at most, because numbers of
//! which the canonical form is longer are in [short notation](super::short_notation). Places in the
//! text are named by offsets into it, which stay the same when a part that was borrowed is copied.

use alloc::{borrow::Cow, vec::Vec};

use crate::error::ErrorKind;

/// `copied`, then `input[from..]` up to wherever the scan stands.
pub(super) struct Output<'a> {
    input: &'a [u8],
    copied: Vec<u8>,
    from: usize,
}

impl<'a> Output<'a> {
    /// Begins at this offset of the input.
    pub(super) fn new(input: &'a [u8], from: usize) -> Self {
        Self {
            input,
            copied: Vec::new(),
            from,
        }
    }

    /// The offset in the text of what stands at `at` in the input and was not replaced.
    #[inline]
    pub(super) fn offset(&self, at: usize) -> u32 {
        offset(self.copied.len() + at - self.from)
    }

    /// Replaces `input[at..end]` by these bytes, which are no more.
    #[inline]
    pub(super) fn replace(&mut self, at: usize, end: usize, bytes: &[u8]) -> Result<(), ErrorKind> {
        self.copy_up_to(at)?;
        self.append(bytes)?;
        self.from = end;
        Ok(())
    }

    /// Leaves `input[at..end]` out.
    #[inline]
    pub(super) fn skip(&mut self, at: usize, end: usize) -> Result<(), ErrorKind> {
        self.copy_up_to(at)?;
        self.from = end;
        Ok(())
    }

    /// Sees to it that a token which lies in the input from `at` up to `end` is in one piece in the
    /// text, whatever is replaced later.
    #[inline]
    pub(super) fn keep_together(&mut self, at: usize, end: usize) -> Result<(), ErrorKind> {
        match self.from <= at {
            true => Ok(()),
            false => self.copy_up_to(end),
        }
    }

    /// The text from an offset on, up to the end of the piece.
    #[inline]
    pub(super) fn from(&self, start: u32) -> &[u8] {
        let start = start as usize;
        match start.checked_sub(self.copied.len()) {
            None => &self.copied[start..],
            Some(behind) => &self.input[self.from + behind..],
        }
    }

    /// Ends the text at `end` of the input.
    pub(super) fn finish(mut self, end: usize) -> Result<Text<'a>, ErrorKind> {
        if self.copied.is_empty() {
            return Ok(Text::Borrowed(&self.input[self.from..end]));
        }
        self.copy_up_to(end)?;
        Ok(Text::Owned(self.copied))
    }

    #[inline(always)]
    fn copy_up_to(&mut self, at: usize) -> Result<(), ErrorKind> {
        const SHORT: usize = 32;
        let len = at - self.from;
        // Most spans are short: copying a fixed size and cutting it off beats copying by length.
        match self.input[self.from..].first_chunk::<SHORT>() {
            Some(chunk) if len <= SHORT && self.room() >= SHORT => {
                let end = self.copied.len() + len;
                self.copied.extend_from_slice(chunk);
                self.copied.truncate(end);
            }
            _ => self.append(&self.input[self.from..at])?,
        }
        self.from = at;
        Ok(())
    }

    #[inline(never)]
    fn append(&mut self, bytes: &[u8]) -> Result<(), ErrorKind> {
        if self.room() < bytes.len() {
            self.allocate()?;
        }
        self.copied.extend_from_slice(bytes);
        Ok(())
    }

    #[inline(always)]
    fn room(&self) -> usize {
        self.copied.capacity() - self.copied.len()
    }

    /// Makes room for the whole text, once.
    #[cold]
    fn allocate(&mut self) -> Result<(), ErrorKind> {
        let room = self.copied.try_reserve_exact(self.input.len() - self.from);
        room.map_err(|_| ErrorKind::OutOfMemory)
    }
}

/// An offset into the text, or a number of things of which there are no more than bytes of it.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the size cap keeps offsets in 32 bits"
)]
pub(super) const fn offset(bytes: usize) -> u32 {
    bytes as u32
}

/// The whole text.
pub(super) type Text<'a> = Cow<'a, [u8]>;

/// Makes room, or says that there is none, where `Vec` alone would abort.
#[cfg(feature = "encryption")]
#[cold]
pub(crate) fn reserve<T>(items: &mut Vec<T>, more: usize) -> Result<(), ErrorKind> {
    items.try_reserve(more).map_err(|_| ErrorKind::OutOfMemory)
}

/// Appends one item, or says that there is no room for it.
#[cfg(feature = "encryption")]
#[inline]
pub(crate) fn push<T>(items: &mut Vec<T>, item: T) -> Result<(), ErrorKind> {
    const FEW: usize = 16;
    if items.len() == items.capacity() {
        reserve(items, FEW)?;
    }
    items.push(item);
    Ok(())
}
