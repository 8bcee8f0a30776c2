//! Members in the order of their names.
//!
//! Objects that come out of order are only noted during the scan; [`super::arrange`] moves the
//! text.

use super::{
    member_words::{self, Part},
    members::{Backwards, Members, Name},
    name,
    output::Output,
    reorder_log::{First, ReorderLog},
    sort::Sorter,
};
use crate::error::ErrorKind;

/// The objects of a document whose members are out of order.
pub(super) struct Reordered<'s> {
    log: ReorderLog<'s>,
    /// How many containers are open at most where one of them ends, itself included.
    depth: usize,
    sorter: Sorter,
}

/// An object that has just ended.
#[derive(Clone, Copy)]
pub(super) struct Ended<'s> {
    /// Where it ends in the output.
    pub(super) end: u32,
    /// How many containers it lies in, and itself.
    pub(super) depth: usize,
    pub(super) output: &'s Output<'s>,
}

impl<'s> Reordered<'s> {
    pub(super) fn new(first: &'s mut First) -> Self {
        Self {
            log: ReorderLog::new(first),
            depth: 0,
            sorter: Sorter::default(),
        }
    }

    /// Notes an object that holds no other one, with the names of its members, if they are easy to
    /// sort. `false` if they are not.
    #[inline]
    pub(super) fn add_recent(
        &mut self,
        object: Ended<'_>,
        names: &[Name],
    ) -> Result<bool, ErrorKind> {
        let mut leads = [0; RANKED];
        for (lead, name) in leads.iter_mut().zip(names) {
            *lead = name.lead;
        }
        let Some(order) = leads.get(..names.len()).and_then(ranked) else {
            return Ok(false);
        };
        let sorted = order[..names.len()].iter().map(|index| {
            let index = usize::from(*index);
            let next = names.get(index + 1);
            Part {
                start: names[index].start - 1,
                // In front of the comma and the quote, or of the brace.
                end: next.map_or(object.end - 1, |next| next.start - 2),
                last: 0,
            }
        });
        self.depth = self.depth.max(object.depth);
        let most = member_words::most(names.len());
        self.log.add(object.end, self.log.last(), sorted, most)?;
        Ok(true)
    }

    /// Notes an object. `false` if two of its members have the same name.
    pub(super) fn add(
        &mut self,
        object: Ended<'_>,
        members: Backwards<'_>,
    ) -> Result<bool, ErrorKind> {
        let mut delimited = Delimited::new(members.clone(), object.end, &self.log);
        let mut parts = [Part::default(); RANKED];
        let mut leads = [0; RANKED];
        let mut count = 0;
        for (part, escaped) in &mut delimited {
            let slot = parts.get_mut(count).zip(leads.get_mut(count));
            let Some((slot, lead)) = slot else {
                return self.add_sorted(object, members);
            };
            *slot = part;
            *lead = name::lead(object.output.from(part.start + 1), escaped);
            count += 1;
        }
        let Some(order) = ranked(&leads[..count]) else {
            return self.add_sorted(object, members);
        };
        let previous = delimited.last;
        let order = order[..count].iter();
        let sorted = order.map(|index| parts[usize::from(*index) % RANKED]);
        self.depth = self.depth.max(object.depth);
        self.log
            .add(object.end, previous, sorted, member_words::most(count))?;
        Ok(true)
    }

    /// As [`Reordered::add`], for any number of members and for names that begin alike.
    #[inline(never)]
    fn add_sorted(&mut self, object: Ended<'_>, members: Backwards<'_>) -> Result<bool, ErrorKind> {
        let mut delimited = Delimited::new(members.clone(), object.end, &self.log);
        let holders = delimited.clone().filter(|(part, _)| part.last != 0);
        let holders = match self.log.last() {
            0 => 0,
            _ => holders.count(),
        };
        self.sorter
            .survey(members, object.end, holders, object.output)?;
        let start = self.sorter.fill(&mut delimited, object.output);
        let previous = delimited.last;
        if !self.sorter.sort(object.output) {
            return Ok(false);
        }
        let count = self.sorter.words(object.end, object.end - start);
        self.depth = self.depth.max(object.depth);
        self.log
            .add(object.end, previous, self.sorter.parts(), count)?;
        Ok(true)
    }

    /// The notes that were taken, and how deep objects lie in one another at most; 0 if there are
    /// none.
    pub(super) fn finish(self) -> (ReorderLog<'s>, usize) {
        (self.log, self.depth)
    }
}

/// The members of an object as parts of the output, from the last to the first, and whether their
/// names hold escapes. Each object in them is passed on account of the one around it alone.
#[derive(Clone)]
struct Delimited<'o> {
    members: Backwards<'o>,
    log: &'o ReorderLog<'o>,
    /// Where the next member ends.
    end: u32,
    /// The last object in front of the members that were passed, or 0, and where it ends.
    last: u32,
    last_end: u32,
}

impl<'o> Delimited<'o> {
    #[inline]
    fn new(members: Backwards<'o>, object_end: u32, log: &'o ReorderLog<'_>) -> Self {
        Self {
            members,
            log,
            end: object_end - 1,
            last: log.last(),
            last_end: log.last_end(),
        }
    }

    /// Passes the last object.
    fn pass(&mut self) {
        let object = self.log.object(self.last);
        self.last = object.map_or(0, |object| object.previous);
        let previous = self.log.object(self.last);
        self.last_end = previous.map_or(0, |previous| previous.end);
    }
}

impl Iterator for Delimited<'_> {
    type Item = (Part, bool);

    #[inline(always)]
    fn next(&mut self) -> Option<(Part, bool)> {
        let member = self.members.next()?;
        let mut part = Part {
            start: member.start,
            end: self.end,
            last: 0,
        };
        // Between it and the one before is a comma.
        self.end = member.start - 1;
        if self.last_end > part.start {
            part.last = self.last;
            while self.last_end > part.start {
                self.pass();
            }
        }
        Some((part, member.escaped))
    }
}

/// The most members that are ranked.
const RANKED: usize = Members::RECENT;

/// The order of a few members, if the leads of their names are all different. How one compares to
/// another is not to be predicted, so each is compared with all, and no comparison is a branch.
#[inline]
fn ranked(leads: &[u64]) -> Option<[u8; RANKED]> {
    let mut order = [0; RANKED];
    let mut ranks = 0_u8;
    for (lead, index) in leads.iter().zip(0..) {
        let before = leads.iter().map(|other| usize::from(other < lead));
        let rank = before.sum::<usize>() % RANKED;
        order[rank] = index;
        ranks |= 1 << rank;
    }
    // Two of the same rank leave another one out.
    (ranks.count_ones() as usize == leads.len()).then_some(order)
}
