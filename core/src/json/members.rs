//! Where the members of all open objects begin.

use alloc::vec::Vec;
use core::cmp::Ordering;

use super::{
    name,
    output::{Output, offset},
};
use crate::error::ErrorKind;

/// Those of the innermost object are the last. Of each is kept how far behind the one before it
/// begins, in units of two bytes: one unit, or three where that does not fit.
#[derive(Default)]
pub(super) struct Members {
    units: Vec<u16>,
    /// Where the last one in units begins.
    last: u32,
    /// The last ones of the innermost object, which are not in units yet: most objects end before they
    /// have to be.
    recent: [Name; Self::RECENT],
    count: usize,
}

/// The name of a member.
#[derive(Clone, Copy, Default)]
pub(super) struct Name {
    /// [`name::lead`], if it is needed.
    pub(super) lead: u64,
    /// Where it begins in the output, behind its quote.
    pub(super) start: u32,
    /// Whether it holds escapes.
    pub(super) escaped: bool,
}

/// A member of an open object.
#[derive(Clone, Copy)]
pub(super) struct Member {
    /// Where it begins in the output: at the quote in front of its name.
    pub(super) start: u32,
    /// Whether its name holds escapes.
    pub(super) escaped: bool,
}

/// How many members there are in units, to come back to.
#[derive(Clone, Copy, Default)]
pub(super) struct Mark {
    units: u32,
    last: u32,
}

/// The bit of a unit that says whether the name holds escapes. The others are the step, or all ones if
/// two units in front hold it.
const ESCAPED: u16 = 1;
const FAR: u16 = !ESCAPED;

impl Members {
    /// How many are kept with their names.
    pub(super) const RECENT: usize = 8;

    /// Takes the next member of the innermost object.
    #[inline(always)]
    pub(super) fn push(&mut self, name: Name) -> Result<(), ErrorKind> {
        if self.count >= Self::RECENT {
            self.settle()?;
        }
        self.recent[self.count] = name;
        self.count += 1;
        Ok(())
    }

    /// Whether no member of the innermost object is in units.
    #[inline(always)]
    pub(super) fn are_recent(&self, outer: Mark) -> bool {
        outer.units as usize == self.units.len()
    }

    /// The members of the innermost object, if none is in units.
    #[inline(always)]
    pub(super) fn recent(&self, outer: Mark) -> Option<&[Name]> {
        let recent = self.recent.get(..self.count);
        recent.filter(|_| self.are_recent(outer))
    }

    /// The name of the last member of the innermost object, if it has one.
    #[inline(always)]
    pub(super) fn last(&self, outer: Mark, output: &Output<'_>) -> Option<Name> {
        match self.count.checked_sub(1) {
            Some(last) => self.recent.get(last).copied(),
            None => self.since(outer).next().map(|last| Name::of(last, output)),
        }
    }

    /// Puts all into units.
    #[inline(never)]
    pub(super) fn settle(&mut self) -> Result<(), ErrorKind> {
        for index in 0..self.count {
            let name = self.recent[index];
            self.put(name.start - 1, name.escaped)?;
        }
        self.count = 0;
        Ok(())
    }

    #[inline(always)]
    fn put(&mut self, start: u32, escaped: bool) -> Result<(), ErrorKind> {
        const MOST: usize = 3;
        if self.units.capacity() - self.units.len() < MOST {
            self.grow()?;
        }
        let step = start - self.last;
        let near = u16::try_from(step << 1).ok().filter(|unit| *unit < FAR);
        let unit = near.unwrap_or_else(|| self.push_far(step));
        self.units.push(unit | u16::from(escaped));
        self.last = start;
        Ok(())
    }

    #[cold]
    fn push_far(&mut self, step: u32) -> u16 {
        let [a, b, c, d] = step.to_le_bytes();
        let halves = [u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d])];
        self.units.extend(halves);
        FAR
    }

    /// Grows by an eighth: memory counts for more here than copies do.
    #[cold]
    fn grow(&mut self) -> Result<(), ErrorKind> {
        const FEW: usize = 8;
        let more = FEW.max(self.units.len() / 8);
        let grown = self.units.try_reserve_exact(more);
        grown.map_err(|_| ErrorKind::OutOfMemory)
    }

    /// Begins an object: all members so far belong to others.
    #[inline(always)]
    pub(super) fn begin(&mut self) -> Result<Mark, ErrorKind> {
        if self.count > 0 {
            self.settle()?;
        }
        Ok(Mark {
            units: offset(self.units.len()),
            last: self.last,
        })
    }

    /// Those in units that came behind the mark, from the last to the first.
    #[inline(always)]
    pub(super) fn since(&self, mark: Mark) -> Backwards<'_> {
        Backwards {
            units: self.units.get(mark.units as usize..).unwrap_or_default(),
            last: self.last,
        }
    }

    /// Forgets the members of the innermost object.
    #[inline(always)]
    pub(super) fn end(&mut self, outer: Mark) {
        self.units.truncate(outer.units as usize);
        self.last = outer.last;
        self.count = 0;
    }
}

impl Name {
    #[inline(always)]
    pub(super) fn new(output: &Output<'_>, start: u32, escaped: bool) -> Self {
        Self {
            lead: name::lead(output.from(start), escaped),
            start,
            escaped,
        }
    }

    fn of(member: Member, output: &Output<'_>) -> Self {
        Self::new(output, member.start + 1, member.escaped)
    }

    #[inline(always)]
    pub(super) fn compare(&self, other: &Self, output: &Output<'_>) -> Ordering {
        let leads = self.lead.cmp(&other.lead);
        leads.then_with(|| {
            let [left, right] = [self, other].map(|name| output.from(name.start));
            name::compare(left, right, self.escaped | other.escaped)
        })
    }
}

/// Members from the last to the first.
#[derive(Clone)]
pub(super) struct Backwards<'m> {
    units: &'m [u16],
    last: u32,
}

impl Iterator for Backwards<'_> {
    type Item = Member;

    #[inline(always)]
    fn next(&mut self) -> Option<Member> {
        let (unit, mut rest) = self.units.split_last()?;
        let mut step = u32::from(unit >> 1);
        if unit | ESCAPED == u16::MAX
            && let [front @ .., low, high] = rest
        {
            step = u32::from(*high) << 16 | u32::from(*low);
            rest = front;
        }
        let member = Member {
            start: self.last,
            escaped: unit & ESCAPED == ESCAPED,
        };
        self.units = rest;
        self.last = self.last.wrapping_sub(step);
        Some(member)
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{Members, Name};

    #[test]
    fn members_come_back_from_the_last_to_the_first() {
        let steps = [1, 32_766, 32_767, 32_768, 65_535, 65_536, 1 << 29];
        let mut members = Members::default();
        let mut pushed = Vec::new();
        let mut marks = Vec::new();
        let mut start = 0;
        for (step, index) in steps.iter().zip(0..) {
            start += step;
            let escaped = index % 2 == 1;
            marks.push(members.begin().unwrap_or_default());
            pushed.push((start, escaped));
            let name = Name {
                start: start + 1,
                escaped,
                ..Name::default()
            };
            assert_eq!(members.push(name), Ok(()));
        }
        assert_eq!(members.settle(), Ok(()));
        for count in (0..steps.len()).rev() {
            let back = members.since(marks[count]);
            let back: Vec<_> = back.map(|member| (member.start, member.escaped)).collect();
            assert_eq!(back, [pushed[count]]);
            let all = members.since(marks[0]).map(|member| member.start);
            assert!(all.eq(pushed[..=count].iter().rev().map(|(start, _)| *start)));
            members.end(marks[count]);
        }
        assert!(members.since(marks[0]).next().is_none());
    }
}
