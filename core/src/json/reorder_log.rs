//! Notes on the objects that are out of order: besides the text, they are what reordering takes
//! memory for.
//!
//! They are words of 32 bits. An object has two or three, and behind them those of its members in the
//! order of their names. It is named by where the latter begin, so that 0 names none. Members are
//! read from the last to the first.

use alloc::vec::Vec;

use super::{
    member_words::{self, Part},
    output::offset,
};
use crate::error::ErrorKind;

/// An object that is out of order.
#[derive(Clone, Copy, Default)]
pub(super) struct Object<'n> {
    name: u32,
    /// The words of its members, or of those that are left.
    members: &'n [u32],
    pub(super) end: u32,
    /// The last object in front of it, or 0.
    pub(super) previous: u32,
}

/// The most words of an object itself: the name of the previous object, where this one ends, and how
/// many words its members have. The first is left out if the last can say how far in front it is.
const HEAD_MAX: usize = 3;
/// Set in the last if it does not.
const FAR: u32 = 1 << 31;
/// Otherwise these bits of it are the number of words.
const COUNT_BITS: u32 = 12;
const COUNT_MAX: u32 = (1 << COUNT_BITS) - 1;
const BACK_MAX: u32 = (1 << (31 - COUNT_BITS)) - 1;

/// The first words: on the stack of whoever scans, because so many are too much memory beside a short
/// text. `None` until there are any.
pub(super) type First = Option<[u32; FIRST]>;
const FIRST: usize = 512;

/// Words in pieces, so that none is copied for others to come. Those of an object lie in one piece.
pub(super) struct ReorderLog<'s> {
    first: &'s mut First,
    others: Vec<Vec<u32>>,
    /// How many words of the last piece are in use.
    len: usize,
    last: u32,
    last_end: u32,
}

impl<'s> ReorderLog<'s> {
    /// The most words of a piece in which several objects lie.
    const PIECE: usize = 1024;

    pub(super) fn new(first: &'s mut First) -> Self {
        Self {
            first,
            others: Vec::new(),
            len: 0,
            last: 0,
            last_end: 0,
        }
    }

    /// The last object, or 0.
    #[inline]
    pub(super) fn last(&self) -> u32 {
        self.last
    }

    /// Where the last object ends, or 0.
    #[inline]
    pub(super) fn last_end(&self) -> u32 {
        self.last_end
    }

    /// Notes an object that ends at `end`, and its members, which have so many words at most.
    #[inline]
    pub(super) fn add(
        &mut self,
        end: u32,
        previous: u32,
        members: impl Iterator<Item = Part>,
        most: usize,
    ) -> Result<(), ErrorKind> {
        let (start, free) = self.room(HEAD_MAX + most)?;
        let back = match previous {
            0 => 0,
            previous => start + 2 - previous,
        };
        let is_far = back > BACK_MAX || most > COUNT_MAX as usize;
        let (head, free) = free
            .split_at_mut_checked(2 + usize::from(is_far))
            .ok_or(ErrorKind::Internal)?;
        let room = free.len();
        let mut free = free.iter_mut();
        let name = start + offset(head.len());
        for part in members {
            member_words::write(&mut free, end, name, part)?;
        }
        let count = room - free.len();
        match head {
            [slot, info] => {
                *slot = end;
                *info = back << COUNT_BITS | offset(count);
            }
            [first, slot, info] => {
                *first = previous;
                *slot = end;
                *info = FAR | offset(count);
            }
            _ => return Err(ErrorKind::Internal),
        }
        self.last = name;
        self.last_end = end;
        self.len += 2 + usize::from(is_far) + count;
        Ok(())
    }

    /// Room for so many words, and the name that the first of them would have.
    #[inline]
    fn room(&mut self, words: usize) -> Result<(u32, &mut [u32]), ErrorKind> {
        if self.len + words > self.piece(self.others.len()).len() {
            self.begin_piece(words)?;
        }
        let start = offset(self.others.len() * Self::PIECE + self.len);
        let piece = match (self.others.last_mut(), &mut *self.first) {
            (Some(piece), _) => piece.get_mut(self.len..),
            (None, Some(first)) => first.get_mut(self.len..),
            (None, None) => None,
        };
        Ok((start, piece.ok_or(ErrorKind::Internal)?))
    }

    /// Begins a piece for so many words and more. No piece grows: those in it would be copied.
    #[cold]
    fn begin_piece(&mut self, words: usize) -> Result<(), ErrorKind> {
        const FEW: usize = FIRST / 8;
        if self.first.is_none() {
            let first = self.first.insert([0; FIRST]);
            if words <= first.len() {
                return Ok(());
            }
        }
        // Little of all is unused.
        let all = self
            .others
            .iter()
            .fold(FIRST, |all, piece| all + piece.len());
        let len = (all / 16).clamp(FEW, Self::PIECE).max(words);
        let mut piece = Vec::new();
        let room = piece.try_reserve_exact(len);
        room.map_err(|_| ErrorKind::OutOfMemory)?;
        piece.resize(len, 0);
        let one = self.others.try_reserve(1);
        one.map_err(|_| ErrorKind::OutOfMemory)?;
        self.others.push(piece);
        self.len = 0;
        Ok(())
    }

    #[inline]
    fn piece(&self, index: usize) -> &[u32] {
        let piece = match (index.checked_sub(1), &*self.first) {
            (Some(index), _) => self.others.get(index).map(Vec::as_slice),
            (None, Some(first)) => Some(first.as_slice()),
            (None, None) => None,
        };
        piece.unwrap_or_default()
    }

    /// The object of this name; `None` for 0.
    #[inline]
    pub(super) fn object(&self, name: u32) -> Option<Object<'_>> {
        if name == 0 {
            return None;
        }
        let at = name as usize;
        let (head, members) = self
            .piece(at / Self::PIECE)
            .split_at_checked(at % Self::PIECE)?;
        let [front @ .., end, info] = head else {
            return None;
        };
        let (count, previous) = match (info & FAR, info >> COUNT_BITS) {
            (0, 0) => (info & COUNT_MAX, 0),
            (0, back) => (info & COUNT_MAX, name - back),
            _ => (info & !FAR, *front.last()?),
        };
        Some(Object {
            name,
            members: members.get(..count as usize)?,
            end: *end,
            previous,
        })
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
        let (rest, part) = member_words::read(self.members, self.end, self.name)?;
        self.members = rest;
        Some(part)
    }
}
