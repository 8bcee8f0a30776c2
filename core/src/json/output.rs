//! The text written so far: borrowed from the input for as long as the input is canonical.
//!
//! Spans of the text are named by offsets into it, which stay the same when a part that was
//! borrowed is copied.

use alloc::vec::Vec;

use crate::error::ErrorKind;

/// A half-open range of the written text.
#[derive(Clone, Copy)]
pub(super) struct Span {
    pub(super) start: u32,
    pub(super) end: u32,
}

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
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the size cap keeps offsets in 32 bits"
    )]
    pub(super) fn offset(&self, at: usize) -> u32 {
        (self.copied.len() + at - self.from) as u32
    }

    /// Replaces `input[at..end]` by these bytes.
    #[inline]
    pub(super) fn replace(&mut self, at: usize, end: usize, bytes: &[u8]) -> Result<(), ErrorKind> {
        self.copy_up_to(at)?;
        self.make_room(bytes.len())?;
        self.copied.extend_from_slice(bytes);
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

    /// What was written from a token on, which lies in the input from `at` up to `end`, in one
    /// piece with what comes behind it.
    #[inline]
    pub(super) fn since(&mut self, start: u32, at: usize, end: usize) -> Result<&[u8], ErrorKind> {
        if self.from <= at {
            return Ok(&self.input[at..]);
        }
        self.copy_up_to(end)?;
        Ok(&self.copied[start as usize..])
    }

    /// The bytes of a span, which must lie in one piece.
    #[inline]
    pub(super) fn bytes(&self, span: Span) -> &[u8] {
        let (start, end) = (span.start as usize, span.end as usize);
        let copied = self.copied.len();
        if start < copied {
            &self.copied[start..end]
        } else {
            &self.input[start - copied + self.from..end - copied + self.from]
        }
    }

    /// Ends the text at `end` of the input: the text, and whether it is borrowed.
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
            _ => self.copy_long(at)?,
        }
        self.from = at;
        Ok(())
    }

    #[inline(never)]
    fn copy_long(&mut self, at: usize) -> Result<(), ErrorKind> {
        let span = &self.input[self.from..at];
        self.make_room(span.len())?;
        self.copied.extend_from_slice(span);
        Ok(())
    }

    #[inline(always)]
    fn room(&self) -> usize {
        self.copied.capacity() - self.copied.len()
    }

    #[inline]
    fn make_room(&mut self, more: usize) -> Result<(), ErrorKind> {
        match self.room() < more {
            true => self.grow(more),
            false => Ok(()),
        }
    }

    /// Makes room for this much and the rest: at first for the rest as it is, later for what it
    /// comes to if it grows as the text did so far. As that is a guess, it has limits.
    #[cold]
    fn grow(&mut self, more: usize) -> Result<(), ErrorKind> {
        let written = self.copied.len();
        let mut rest = self.input.len() - self.from;
        if written > 0 {
            let grown = rest as u64 * written as u64 / self.from as u64;
            let with_margin = usize::try_from(grown + grown / 16).unwrap_or(usize::MAX);
            rest = with_margin.clamp(written / 8, written);
        }
        let room = self.copied.try_reserve_exact(rest + more);
        room.map_err(|_| ErrorKind::OutOfMemory)
    }
}

/// The whole text.
pub(super) type Text<'a> = alloc::borrow::Cow<'a, [u8]>;

/// Makes room, or says that there is none, where `Vec` alone would abort.
#[cold]
pub(crate) fn reserve<T>(items: &mut Vec<T>, more: usize) -> Result<(), ErrorKind> {
    items.try_reserve(more).map_err(|_| ErrorKind::OutOfMemory)
}

/// Appends one item, or says that there is no room for it.
#[inline]
pub(crate) fn push<T>(items: &mut Vec<T>, item: T) -> Result<(), ErrorKind> {
    const FEW: usize = 16;
    if items.len() == items.capacity() {
        reserve(items, FEW)?;
    }
    items.push(item);
    Ok(())
}
