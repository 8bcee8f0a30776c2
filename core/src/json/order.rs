//! Members in the order of their names.
//!
//! Objects that come out of order are only noted during the scan; [`super::arrange`] moves the
//! text.

use alloc::vec::Vec;
use core::cmp::Ordering;

use super::{
    name,
    output::{Span, reserve},
    reorder_log::{Part, ReorderLog},
};
use crate::error::ErrorKind;

/// A member of an open object, as a part of the output.
#[derive(Clone, Copy)]
pub(super) struct Member {
    /// [`name::lead`].
    lead: u64,
    /// Twice the length of the name, and one more if it holds escapes.
    name: u32,
    /// It begins with the quote in front of the name. The rest is known when the object ends.
    part: Part,
}

impl Member {
    /// A member with this name, which stands between quotes. `bytes` begin with the name.
    #[inline(always)]
    pub(super) fn new(name: Span, escaped: bool, bytes: &[u8]) -> Self {
        let start = name.start - 1;
        let len = name.end - name.start;
        Self {
            lead: name::lead(bytes, len as usize, escaped),
            name: len << 1 | u32::from(escaped),
            part: Part {
                start,
                end: start,
                last: 0,
            },
        }
    }

    /// Compares the names. `bytes` looks a span of the output up.
    #[inline(always)]
    pub(super) fn compare<'b>(&self, other: &Self, bytes: impl Fn(Span) -> &'b [u8]) -> Ordering {
        self.lead.cmp(&other.lead).then_with(|| {
            let escaped = (self.name | other.name) & 1 == 1;
            name::compare(bytes(self.name()), bytes(other.name()), escaped)
        })
    }

    /// The name, without its quotes.
    fn name(&self) -> Span {
        let start = self.part.start + 1;
        Span {
            start,
            end: start + (self.name >> 1),
        }
    }
}

/// The objects of a document whose members are out of order.
#[derive(Default)]
pub(super) struct Reordered {
    /// In the order in which they end.
    pub(super) log: ReorderLog,
    /// The members of one object while they are sorted: the leads of their names, and where they
    /// lie in the object.
    pub(super) sorted: Vec<(u64, u32)>,
}

impl Reordered {
    /// Notes an object that has just ended. `false` if two of its members have the same name.
    pub(super) fn add<'b>(
        &mut self,
        span: Span,
        members: &mut [Member],
        bytes: impl Fn(Span) -> &'b [u8] + Copy,
    ) -> Result<bool, ErrorKind> {
        let previous = self.delimit(members, span.end);
        if let Some(order) = ranked(members) {
            let order = order[..members.len()].iter();
            let parts = order.map(|index| members[usize::from(*index)].part);
            self.log.add(span.end, previous, parts)?;
            return Ok(true);
        }
        if !self.sort(members, bytes)? {
            return Ok(false);
        }
        let order = self.sorted.iter();
        let parts = order.map(|(_, index)| members[*index as usize].part);
        self.log.add(span.end, previous, parts)?;
        Ok(true)
    }

    /// Sorts members. `false` if two of them have the same name.
    #[inline(never)]
    fn sort<'b>(
        &mut self,
        members: &[Member],
        bytes: impl Fn(Span) -> &'b [u8] + Copy,
    ) -> Result<bool, ErrorKind> {
        self.sorted.clear();
        if self.sorted.capacity() < members.len() {
            reserve(&mut self.sorted, members.len())?;
        }
        self.sorted
            .extend(members.iter().map(|member| member.lead).zip(0..));
        let member = |(_, index): &(u64, u32)| &members[*index as usize];
        let compare = |left: &(u64, u32), right: &(u64, u32)| {
            let compared = left.0.cmp(&right.0);
            compared.then_with(|| member(left).compare(member(right), bytes))
        };
        self.sorted.sort_unstable_by(compare);
        let mut pairs = self.sorted.windows(2);
        Ok(!pairs.any(|pair| compare(&pair[0], &pair[1]).is_eq()))
    }

    /// Finds where the members of an object end, and the last objects in them. Returns the last
    /// object in front of them all. Each object is passed once, on account of the one around it.
    fn delimit(&self, members: &mut [Member], object_end: u32) -> u32 {
        let mut end = object_end - 1;
        let mut last = self.log.last();
        let mut object = self.log.object(last);
        for Member { part, .. } in members.iter_mut().rev() {
            part.end = end;
            // Between it and the one before is a comma.
            end = part.start - 1;
            let last_in_part = last;
            while let Some(inner) = &object
                && inner.end > part.start
            {
                part.last = last_in_part;
                last = inner.previous;
                object = self.log.object(last);
            }
        }
        last
    }
}

/// The most members that are ranked.
const RANKED: usize = 8;

/// The order of a few members, if the leads of their names are all different. How one compares to
/// another is not to be predicted, so each is compared with all, and no comparison is a branch.
#[inline]
fn ranked(members: &[Member]) -> Option<[u8; RANKED]> {
    if members.len() > RANKED {
        return None;
    }
    let mut order = [0; RANKED];
    let mut ranks = 0_u8;
    for (member, index) in members.iter().zip(0..) {
        let before = members
            .iter()
            .map(|other| usize::from(other.lead < member.lead));
        let rank = before.sum::<usize>() % RANKED;
        order[rank] = index;
        ranks |= 1 << rank;
    }
    // Two of the same rank leave another one out.
    (ranks.count_ones() as usize == members.len()).then_some(order)
}
