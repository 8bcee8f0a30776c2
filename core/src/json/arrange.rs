//! Brings the members of objects into order. Each byte is moved once, however deep it lies.
//!
//! The text is written from its end to its beginning: objects were noted in the order in which
//! they end, so the last one in a part is an outermost one. Each knows the last one in front of it.

use alloc::vec::Vec;
use core::ops::Range;

use super::{
    order::Reordered,
    output::{Text, push, reserve},
    reorder_log::{Object, Part, count},
};
use crate::error::ErrorKind;

/// An object whose members are being written.
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

impl Reordered {
    /// Rearranges the text.
    pub(super) fn apply(self, text: Text<'_>) -> Result<Text<'_>, ErrorKind> {
        drop(self.sorted);
        let log = self.log;
        let mut part = Part {
            start: 0,
            end: count(text.len()),
            last: log.last(),
        };
        if part.last == 0 {
            return Ok(text);
        }
        let mut backwards = Backwards::new(&text)?;
        let mut open: Vec<Open<'_>> = Vec::new();
        loop {
            match log.last_in(&part) {
                Some(object) => {
                    // The braces belong to what is around the members.
                    backwards.copy(object.end - 1..part.end);
                    push(&mut open, Open::new(object))?;
                }
                None => backwards.copy(part.start..part.end),
            }
            let Some(innermost) = open.last_mut() else {
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
                open.pop();
                part.start = open.last().map_or(0, |outer| outer.member);
            }
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
        reserve(&mut written, text.len())?;
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
