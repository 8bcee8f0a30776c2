//! Notes on the objects that are out of order: besides the text, they are what reordering takes
//! memory for.
//!
//! They are words of 32 bits. An object has three, and behind them those of its members in the
//! order of their names. It is named by where the latter begin, so that 0 names none. Members are
//! read from the last to the first.

use alloc::vec::Vec;

use super::output::{push, reserve};
use crate::error::ErrorKind;

/// A part of the text.
#[derive(Clone, Copy)]
pub(super) struct Part {
    pub(super) start: u32,
    pub(super) end: u32,
    /// The last object in it, or 0.
    pub(super) last: u32,
}

/// An object that is out of order.
pub(super) struct Object<'n> {
    /// The words of its members, or of those that are left.
    pub(super) members: &'n [u32],
    pub(super) end: u32,
    /// The last object in front of it, or 0.
    pub(super) previous: u32,
}

/// The words of an object itself.
const HEAD: usize = 3;
/// The most words of a member.
const MEMBER_MAX: usize = 3;

/// Set in a word that names the last object in a member. 30 bits are left for the name: no 11 bytes
/// of the 2^29 that there are at most take more than 18 words, unused ones included.
const HOLDS: u32 = 1 << 31;
/// Set in such a word if the member's start and end have a word each.
const WIDE: u32 = 1 << 30;
/// Otherwise they share one: these bits of it are the length, the others say how far in front of
/// the object's end the member begins.
const LEN_BITS: u32 = 15;
const LEN_MAX: u32 = (1 << LEN_BITS) - 1;
const BEFORE_MAX: u32 = (1 << (31 - LEN_BITS)) - 1;

/// Words in pieces of one size, so that none is copied for others to come, and little room is
/// unused. Those of an object lie in one piece, which is larger if they have to.
#[derive(Default)]
pub(super) struct ReorderLog {
    full: Vec<Vec<u32>>,
    piece: Vec<u32>,
    last: u32,
}

impl ReorderLog {
    const PIECE: usize = 1024;

    /// The last object, or 0.
    #[inline]
    pub(super) fn last(&self) -> u32 {
        self.last
    }

    /// Notes an object that ends at `end`, and its members.
    #[inline]
    pub(super) fn add(
        &mut self,
        end: u32,
        previous: u32,
        members: impl ExactSizeIterator<Item = Part>,
    ) -> Result<(), ErrorKind> {
        let most = HEAD + MEMBER_MAX * members.len();
        if self.piece.len() + most > self.piece.capacity().min(Self::PIECE) {
            self.grow(most)?;
        }
        let start = self.piece.len() + HEAD;
        self.piece.extend([0, end, previous]);
        for part in members {
            let (before, len) = (end - part.start, part.end - part.start);
            if before > BEFORE_MAX || len > LEN_MAX {
                let last = part.last | HOLDS | WIDE;
                self.piece.extend([part.start, part.end, last]);
                continue;
            }
            self.piece.push(before << LEN_BITS | len);
            if part.last != 0 {
                self.piece.push(part.last | HOLDS);
            }
        }
        self.piece[start - HEAD] = count(self.piece.len() - start);
        self.last = count(self.full.len() * Self::PIECE + start);
        Ok(())
    }

    /// Makes room for so many words in one piece.
    #[cold]
    fn grow(&mut self, most: usize) -> Result<(), ErrorKind> {
        const FEW: usize = 128;
        if self.piece.is_empty() || self.piece.len() + most <= Self::PIECE {
            return reserve(&mut self.piece, most.max(FEW));
        }
        let mut next = Vec::new();
        reserve(&mut next, most.max(Self::PIECE))?;
        push(&mut self.full, core::mem::replace(&mut self.piece, next))
    }

    /// The object of this name; `None` for 0.
    #[inline]
    pub(super) fn object(&self, name: u32) -> Option<Object<'_>> {
        let head = (name as usize).checked_sub(HEAD)?;
        let piece = self.full.get(head / Self::PIECE).unwrap_or(&self.piece);
        match piece.get(head % Self::PIECE..)? {
            [len, end, previous, rest @ ..] => Some(Object {
                members: rest.get(..*len as usize)?,
                end: *end,
                previous: *previous,
            }),
            _ => None,
        }
    }

    /// The last object in a part, from which what is behind the object may have been cut off.
    #[inline]
    pub(super) fn last_in(&self, part: &Part) -> Option<Object<'_>> {
        let object = self.object(part.last)?;
        (object.end > part.start).then_some(object)
    }
}

impl Object<'_> {
    /// Takes the last one of the members that are left.
    #[inline]
    pub(super) fn take(&mut self) -> Option<Part> {
        match *self.members {
            [ref rest @ .., word] if word & HOLDS == 0 => {
                self.members = rest;
                Some(self.narrow(word, 0))
            }
            [ref rest @ .., word, last] if last & WIDE == 0 => {
                self.members = rest;
                Some(self.narrow(word, last & !HOLDS))
            }
            [ref rest @ .., start, end, last] => {
                self.members = rest;
                let last = last & !(HOLDS | WIDE);
                Some(Part { start, end, last })
            }
            _ => None,
        }
    }

    fn narrow(&self, word: u32, last: u32) -> Part {
        let start = self.end - (word >> LEN_BITS);
        let end = start + (word & LEN_MAX);
        Part { start, end, last }
    }
}

/// A number of words, or of bytes of the text.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the size cap keeps both in 32 bits"
)]
pub(super) fn count(items: usize) -> u32 {
    items as u32
}
