//! Sorts the members of an object that has many, in little memory: twelve bytes a member.

use alloc::vec::Vec;
use core::cmp::Ordering;

use super::{
    member_words::{self, Part},
    members::Backwards,
    name,
    output::{Output, offset},
    swar,
};
use crate::error::ErrorKind;

/// A member on its way into order.
#[derive(Clone, Copy)]
struct Entry {
    /// The first six ranks of its name, and in the lowest 16 bits its length and [`HOLDS`].
    key: [u32; 2],
    /// Where it begins; of an odd one, where in [`Sorter::odd`] that is.
    start: u32,
}

/// The bits of a key that are not of the name.
const LOW: u64 = 0xffff;
/// Set for a member that holds an object which is out of order.
const HOLDS: u32 = 1 << 15;
/// Stands in the other bits for a length that does not fit.
const LONG: u32 = HOLDS - 1;

#[derive(Default)]
pub(super) struct Sorter {
    entries: Vec<Entry>,
    /// Of each member that is long or holds an object: where it begins, the last object in it if there
    /// is one, its length if that is long.
    odd: Vec<u32>,
    holders: usize,
    /// How many bytes all names begin with that are the same.
    common: usize,
    /// Whether any name holds escapes.
    escaped: bool,
}

impl Sorter {
    /// Makes room for the members of an object that ends at `end`, and finds what their names have in
    /// common. So many of them hold objects that are out of order.
    pub(super) fn survey(
        &mut self,
        members: Backwards<'_>,
        end: u32,
        holders: usize,
        output: &Output<'_>,
    ) -> Result<(), ErrorKind> {
        let (mut count, mut long) = (0, 0);
        let mut first = None;
        let mut difference = 0;
        let mut behind = end;
        self.escaped = false;
        for member in members {
            let name = output.from(member.start + 1);
            let word = name::word(name);
            let (_, first_word) = *first.get_or_insert((name, word));
            difference |= word ^ first_word;
            self.escaped |= member.escaped;
            count += 1;
            long += usize::from(is_long(behind - member.start));
            behind = member.start;
        }
        self.common = match first {
            Some((name, _)) if !self.escaped => {
                let common = difference.trailing_zeros() as usize / 8;
                common.min(name::len(name))
            }
            _ => 0,
        };
        empty_with_room(&mut self.entries, count)?;
        self.holders = holders;
        empty_with_room(&mut self.odd, 2 * (holders + long))
    }

    /// Takes the members, for which room was made. Returns where the first one begins.
    pub(super) fn fill(
        &mut self,
        members: &mut (impl Iterator<Item = (Part, bool)> + Clone),
        output: &Output<'_>,
    ) -> u32 {
        while self.common > 0 && self.common.is_multiple_of(8) {
            // They may have more in common than one word.
            let names = members.clone().map(|(part, _)| self.name(part, output));
            let mut words = names.map(name::word);
            let first = words.next().unwrap_or_default();
            let difference = words.fold(0, |difference, word| difference | (word ^ first));
            let quote = swar::first_of(first, b'"').min(difference.trailing_zeros());
            self.common += quote as usize / 8;
            if quote < u64::BITS {
                break;
            }
        }
        let mut start = 0;
        for (part, escaped) in members {
            let lead = name::lead(self.name(part, output), escaped);
            self.push(lead, part);
            start = part.start;
        }
        start
    }

    /// The name of a member behind what is common.
    #[inline(always)]
    fn name<'o>(&self, part: Part, output: &'o Output<'_>) -> &'o [u8] {
        let name = output.from(part.start + 1);
        name.get(self.common..).unwrap_or_default()
    }

    /// Takes a member, for which room was made. The lead is that of its name behind what is common.
    #[inline]
    fn push(&mut self, lead: u64, part: Part) {
        let len = part.end - part.start;
        let mut low = len.min(LONG);
        let mut start = part.start;
        if part.last != 0 || is_long(len) {
            start = offset(self.odd.len());
            self.odd.push(part.start);
            if part.last != 0 {
                low |= HOLDS;
                self.odd.push(part.last);
            }
            if is_long(len) {
                self.odd.push(len);
            }
        }
        let key = lead & !LOW | u64::from(low);
        let key = [key >> 32, key & u64::from(u32::MAX)];
        let key = key.map(|half| u32::try_from(half).unwrap_or_default());
        self.entries.push(Entry { key, start });
    }

    /// Sorts the members by their names in the output. `false` if two are the same.
    #[inline(never)]
    pub(super) fn sort(&mut self, output: &Output<'_>) -> bool {
        let mut entries = core::mem::take(&mut self.entries);
        let name = |entry: &Entry| self.name(entry.part(&self.odd), output);
        let compare = |left: &Entry, right: &Entry| -> Ordering {
            let leads = left.lead().cmp(&right.lead());
            leads.then_with(|| name::compare(name(left), name(right), self.escaped))
        };
        entries.sort_unstable_by(compare);
        let unique = entries.windows(2).all(|pair| {
            let [left, right] = [&pair[0], &pair[1]];
            left.lead() != right.lead() || compare(left, right).is_ne()
        });
        self.entries = entries;
        unique
    }

    /// How many words the members have in the log, of an object that ends at `end` and has this size.
    pub(super) fn words(&self, end: u32, size: u32) -> usize {
        match member_words::are_short(size) {
            true => self.entries.len() + self.holders,
            false => self
                .parts()
                .map(|part| member_words::most_of(end, &part))
                .sum(),
        }
    }

    /// The members in their order.
    pub(super) fn parts(&self) -> impl ExactSizeIterator<Item = Part> {
        self.entries.iter().map(|entry| entry.part(&self.odd))
    }
}

impl Entry {
    #[inline(always)]
    fn lead(&self) -> u64 {
        let [high, low] = self.key.map(u64::from);
        (high << 32 | low) & !LOW
    }

    #[inline(always)]
    fn part(&self, odd: &[u32]) -> Part {
        let (holds, len) = (self.key[1] & HOLDS != 0, self.key[1] & LONG);
        let behind = odd.get(self.start as usize..);
        let (start, last, len) = match behind.filter(|_| holds || is_long(len)) {
            Some([start, last, len, ..]) if holds && is_long(self.key[1] & LONG) => {
                (*start, *last, *len)
            }
            Some([start, last, ..]) if holds => (*start, *last, len),
            Some([start, len, ..]) => (*start, 0, *len),
            _ => (self.start, 0, len),
        };
        Part {
            start,
            end: start + len,
            last,
        }
    }
}

fn is_long(len: u32) -> bool {
    len >= LONG
}

/// Empties a vector that shall hold so many items. One that is too small is freed before its
/// successor is allocated.
fn empty_with_room<T>(items: &mut Vec<T>, count: usize) -> Result<(), ErrorKind> {
    items.clear();
    if items.capacity() < count {
        *items = Vec::new();
        let room = items.try_reserve_exact(count);
        room.map_err(|_| ErrorKind::OutOfMemory)?;
    }
    Ok(())
}
