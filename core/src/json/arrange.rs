//! Brings the members of objects into order. Each byte is moved once, however deep it lies.
//!
//! The text is written from its end to its beginning: objects were noted in the order in which
//! they end, so the last one in a part is an outermost one. Each knows the last one in front of it.

use alloc::vec::Vec;
use core::ops::Range;

use super::{
    limits::JSON_DEPTH_MAX,
    member_words::Part,
    order::Reordered,
    output::{Text, offset},
    reorder_log::{Object, ReorderLog},
};
use crate::error::ErrorKind;

/// An object whose members are being written.
#[derive(Clone, Copy, Default)]
struct Open<'n> {
    object: Object<'n>,
    /// Where the member begins that is being written.
    member: u32,
    /// Where the foremost one of the members begins that were taken so far.
    foremost: u32,
}

impl<'n> Open<'n> {
    #[inline]
    fn new(object: Object<'n>) -> Self {
        Self {
            member: object.end,
            foremost: object.end,
            object,
        }
    }

    /// Takes the last one of the members that are left.
    #[inline]
    fn take(&mut self) -> Option<Part> {
        let member = self.object.take()?;
        self.member = member.start;
        self.foremost = self.foremost.min(member.start);
        Some(member)
    }
}

impl Reordered<'_> {
    /// Rearranges the text.
    pub(super) fn apply(self, text: Text<'_>) -> Result<Text<'_>, ErrorKind> {
        const FEW: usize = 16;
        let (log, depth) = self.finish();
        let part = Part {
            start: 0,
            end: offset(text.len()),
            last: log.last(),
        };
        match depth {
            0 => Ok(text),
            1..=FEW => arrange(&log, part, &text, &mut [Open::default(); FEW]),
            _ => arrange_deep(&log, part, &text),
        }
    }
}

/// On the stack, as this is too much memory beside the shortest text that is so deep.
#[cold]
#[inline(never)]
fn arrange_deep<'a>(log: &ReorderLog<'_>, part: Part, text: &[u8]) -> Result<Text<'a>, ErrorKind> {
    arrange(log, part, text, &mut [Open::default(); JSON_DEPTH_MAX])
}

/// Writes the text anew. `open` has room for the objects in which others lie.
#[inline(never)]
fn arrange<'a, 'n>(
    log: &'n ReorderLog<'_>,
    mut part: Part,
    text: &[u8],
    open: &mut [Open<'n>],
) -> Result<Text<'a>, ErrorKind> {
    let mut backwards = Backwards::new(text)?;
    let mut depth = 0;
    loop {
        match log.last_in(&part) {
            Some(object) => {
                // The braces belong to what is around the members.
                backwards.copy(object.end - 1..part.end);
                *open.get_mut(depth).ok_or(ErrorKind::Internal)? = Open::new(object);
                depth += 1;
            }
            None => backwards.copy(part.start..part.end),
        }
        let Some(innermost) = depth.checked_sub(1).and_then(|top| open.get_mut(top)) else {
            return Ok(Text::Owned(backwards.written));
        };
        let others = innermost.foremost < innermost.object.end;
        if let Some(member) = innermost.take() {
            if others {
                backwards.comma();
            }
            part = member;
        } else {
            // What is in front of the members.
            part.end = innermost.foremost;
            part.last = innermost.object.previous;
            depth -= 1;
            part.start = match depth.checked_sub(1) {
                Some(outer) => open[outer].member,
                None => 0,
            };
        }
    }
}

/// Copies parts of a text, the last one first.
struct Backwards<'t> {
    text: &'t [u8],
    written: Vec<u8>,
    /// The number of bytes that are still to be written, in front of all others.
    left: usize,
}

impl<'t> Backwards<'t> {
    fn new(text: &'t [u8]) -> Result<Self, ErrorKind> {
        let mut written = Vec::new();
        let room = written.try_reserve_exact(text.len());
        room.map_err(|_| ErrorKind::OutOfMemory)?;
        written.resize(text.len(), 0);
        Ok(Self {
            text,
            written,
            left: text.len(),
        })
    }

    fn comma(&mut self) {
        self.left -= 1;
        self.written[self.left] = b',';
    }

    #[inline]
    fn copy(&mut self, part: Range<u32>) {
        const SHORT: usize = 32;
        let (start, end) = (part.start as usize, part.end as usize);
        let free = &mut self.written[..self.left];
        self.left -= end - start;
        // Most parts are short: copying a fixed size beats copying by length. What is too much
        // lies in front, where it is written over.
        if end - start <= SHORT
            && let Some(from) = self.text[..end].last_chunk::<SHORT>()
            && let Some(to) = free.last_chunk_mut()
        {
            *to = *from;
        } else {
            free[self.left..].copy_from_slice(&self.text[start..end]);
        }
    }
}
