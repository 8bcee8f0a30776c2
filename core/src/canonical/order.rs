//! Members in the order of their names.
//!
//! Objects that come out of order are only noted during the scan; [`super::arrange`] moves the
//! text.

use alloc::vec::Vec;
use core::{cmp::Ordering, ops::Range};

use super::{
    name,
    output::{Span, push, reserve},
};
use crate::error::ErrorKind;

/// A member of an open object, as a part of the output.
#[derive(Clone, Copy)]
pub(super) struct Member {
    /// [`name::lead`].
    lead: u64,
    /// The name, without its quotes.
    name: Span,
    /// How many objects were out of order before it began.
    objects: u32,
    /// Whether the name holds escapes.
    escaped: bool,
}

impl Member {
    /// A member with this name, behind so many objects that are out of order. `bytes` begin with
    /// the name.
    #[inline(always)]
    pub(super) fn new(name: Span, escaped: bool, bytes: &[u8], objects: usize) -> Self {
        Self {
            lead: name::lead(bytes, (name.end - name.start) as usize, escaped),
            name,
            objects: count(objects),
            escaped,
        }
    }

    /// Compares the names. `bytes` looks a span of the output up.
    #[inline(always)]
    pub(super) fn compare<'b>(&self, other: &Self, bytes: impl Fn(Span) -> &'b [u8]) -> Ordering {
        self.lead.cmp(&other.lead).then_with(|| {
            let escaped = self.escaped || other.escaped;
            name::compare(bytes(self.name), bytes(other.name), escaped)
        })
    }
}

/// A part of the text, and which of the objects out of order lie in it.
#[derive(Clone)]
pub(super) struct Part {
    pub(super) text: Range<u32>,
    pub(super) objects: Range<u32>,
}

/// An object that is out of order.
pub(super) struct Object {
    pub(super) span: Span,
    /// The first of the objects in it that are out of order; they are followed by this one.
    pub(super) first: u32,
    /// Where its members lie in [`Reordered::members`], those that come first in front.
    pub(super) members: Range<u32>,
}

/// The objects of a document whose members are out of order.
#[derive(Default)]
pub(super) struct Reordered {
    /// In the order in which they end.
    pub(super) objects: Vec<Object>,
    pub(super) members: Vec<Part>,
    /// The members of one object while they are sorted: the leads of their names, and where they
    /// lie in the object.
    sorted: Vec<(u64, u32)>,
}

impl Reordered {
    /// Notes an object with these members. `false` if two of them have the same name.
    pub(super) fn add<'b>(
        &mut self,
        span: Span,
        members: &[Member],
        bytes: impl Fn(Span) -> &'b [u8] + Copy,
    ) -> Result<bool, ErrorKind> {
        let Some(first) = members.first() else {
            return Ok(true);
        };
        self.sorted.clear();
        reserve_if_full(&mut self.sorted, members.len())?;
        let keys = members.iter().map(|member| member.lead).zip(0..);
        self.sorted.extend(keys);
        let compare = |left: &(u64, u32), right: &(u64, u32)| {
            left.0
                .cmp(&right.0)
                .then_with(|| members[left.1 as usize].compare(&members[right.1 as usize], bytes))
        };
        self.sorted.sort_unstable_by(compare);
        let mut pairs = self.sorted.windows(2);
        if pairs.any(|pair| compare(&pair[0], &pair[1]).is_eq()) {
            return Ok(false);
        }
        let start = count(self.members.len());
        let objects = count(self.objects.len());
        reserve_if_full(&mut self.members, members.len())?;
        self.members.extend(self.sorted.iter().map(|(_, index)| {
            // A member ends where the comma before the next one is, or the object's brace.
            let index = *index as usize;
            let (end, objects) = match members.get(index + 1) {
                Some(next) => (next.name.start - 2, next.objects),
                None => (span.end - 1, objects),
            };
            let member = &members[index];
            Part {
                text: member.name.start - 1..end,
                objects: member.objects..objects,
            }
        }));
        let object = Object {
            span,
            first: first.objects,
            members: start..count(self.members.len()),
        };
        push(&mut self.objects, object)?;
        Ok(true)
    }
}

#[inline]
fn reserve_if_full<T>(items: &mut Vec<T>, more: usize) -> Result<(), ErrorKind> {
    const FEW: usize = 32;
    if items.capacity() - items.len() < more {
        reserve(items, more.max(FEW))?;
    }
    Ok(())
}

/// A number of members, objects or bytes.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the size cap keeps the bytes in 32 bits, and there are fewer of the others"
)]
pub(super) fn count(items: usize) -> u32 {
    items as u32
}
