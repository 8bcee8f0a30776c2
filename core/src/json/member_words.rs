//! The members of an object that is out of order, as words of 32 bits.

use core::slice::IterMut;

use crate::error::ErrorKind;

/// A part of the text.
#[derive(Clone, Copy, Default)]
pub(super) struct Part {
    pub(super) start: u32,
    pub(super) end: u32,
    /// The name of the last object in it that is out of order, or 0.
    pub(super) last: u32,
}

/// The most words of a member.
const MOST: usize = 3;
/// A short one that holds no object has one: how far in front of the end of its object it begins, and in
/// these bits its length.
const LEN_BITS: u32 = 15;
const LEN_MAX: u32 = (1 << LEN_BITS) - 1;
const BEFORE_MAX: u32 = (1 << (31 - LEN_BITS)) - 1;
/// Set in the last word of all others. A short one has the name of the last object in it there.
const MORE: u32 = 1 << 31;
/// If that object is near, one word does: where the member begins and how far behind it its object
/// ends, both told from the end of the object, and how far in front the name is.
const NEAR: u32 = 1 << 29;
const NEAR_BEFORE_BITS: u32 = 13;
const NEAR_BEHIND_BITS: u32 = 10;
const NEAR_BACK_BITS: u32 = 6;
/// A long one has its length in the last word, and in front of it where it begins.
const LONG: u32 = 1 << 30;
/// If it holds an object, the name of the last one is in front of both.
const HOLDS: u32 = 1 << 29;

/// The most words that so many members have.
pub(super) const fn most(members: usize) -> usize {
    MOST * members
}

/// Whether all members of an object of this size are short.
pub(super) const fn are_short(object: u32) -> bool {
    object <= LEN_MAX
}

/// The most words that a member has of an object that ends at `end`.
pub(super) fn most_of(end: u32, part: &Part) -> usize {
    1 + usize::from(!is_short(end, part)) + usize::from(part.last != 0)
}

fn is_short(end: u32, part: &Part) -> bool {
    end - part.start <= BEFORE_MAX && part.end - part.start <= LEN_MAX
}

/// Writes a member of the object of this name that ends at `end`.
#[inline(always)]
pub(super) fn write(
    free: &mut IterMut<'_, u32>,
    end: u32,
    name: u32,
    part: Part,
) -> Result<(), ErrorKind> {
    match is_short(end, &part) && part.last == 0 {
        true => push(free, short(end, &part)),
        false => write_other(free, end, name, part),
    }
}

#[inline(never)]
fn write_other(
    free: &mut IterMut<'_, u32>,
    end: u32,
    name: u32,
    part: Part,
) -> Result<(), ErrorKind> {
    if is_short(end, &part) {
        if let Some(word) = near(end, name, &part) {
            return push(free, word);
        }
        push(free, short(end, &part))?;
        return push(free, MORE | part.last);
    }
    let mut len = MORE | LONG | (part.end - part.start);
    if part.last != 0 {
        push(free, part.last)?;
        len |= HOLDS;
    }
    push(free, part.start)?;
    push(free, len)
}

#[inline(always)]
fn push(free: &mut IterMut<'_, u32>, word: u32) -> Result<(), ErrorKind> {
    *free.next().ok_or(ErrorKind::Internal)? = word;
    Ok(())
}

#[inline(always)]
fn short(end: u32, part: &Part) -> u32 {
    (end - part.start) << LEN_BITS | (part.end - part.start)
}

fn near(end: u32, name: u32, part: &Part) -> Option<u32> {
    let fields = [end - part.start, end - part.end, name - part.last];
    let [before, behind, back] = fields;
    let is_near = before >> NEAR_BEFORE_BITS == 0
        && behind >> NEAR_BEHIND_BITS == 0
        && back >> NEAR_BACK_BITS == 0;
    let word = (before << NEAR_BEHIND_BITS | behind) << NEAR_BACK_BITS | back;
    is_near.then_some(MORE | NEAR | word)
}

/// Reads the last one of the members whose words these are, and says what is left of them.
#[inline(always)]
pub(super) fn read(words: &[u32], end: u32, name: u32) -> Option<(&[u32], Part)> {
    match *words {
        [ref rest @ .., word] if word & MORE == 0 => Some((rest, of_short(word, end, 0))),
        _ => read_other(words, end, name),
    }
}

#[inline(never)]
fn read_other(words: &[u32], end: u32, name: u32) -> Option<(&[u32], Part)> {
    Some(match *words {
        [ref rest @ .., word] if word & (LONG | NEAR) == NEAR => (rest, of_near(word, end, name)),
        [ref rest @ .., word, last] if last & LONG == 0 => {
            (rest, of_short(word, end, last & !MORE))
        }
        [ref rest @ .., last, start, len] if len & HOLDS != 0 => (rest, of_long(start, len, last)),
        [ref rest @ .., start, len] => (rest, of_long(start, len, 0)),
        _ => return None,
    })
}

#[inline(always)]
fn of_short(word: u32, object_end: u32, last: u32) -> Part {
    let start = object_end - (word >> LEN_BITS);
    let end = start + (word & LEN_MAX);
    Part { start, end, last }
}

fn of_near(word: u32, end: u32, name: u32) -> Part {
    let word = word & !(MORE | NEAR);
    let behind = word >> NEAR_BACK_BITS & ((1 << NEAR_BEHIND_BITS) - 1);
    Part {
        start: end - (word >> NEAR_BACK_BITS >> NEAR_BEHIND_BITS),
        end: end - behind,
        last: name - (word & ((1 << NEAR_BACK_BITS) - 1)),
    }
}

fn of_long(start: u32, len: u32, last: u32) -> Part {
    let end = start + (len & !(MORE | LONG | HOLDS));
    Part { start, end, last }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    #[test]
    fn members_come_back_as_they_were() {
        let (end, name) = (1 << 28, 1 << 20);
        let lens = [4, 2000, 32_767, 32_768, 65_535, 65_536, 1 << 27];
        let behinds = [1, 1023, 1024, 8000, 65_000, 1 << 27];
        let lasts = [0, name - 1, name - 63, name - 64, 3, name - 70_000];
        let mut parts = Vec::new();
        for (len, behind) in lens
            .iter()
            .flat_map(|len| behinds.map(|behind| (*len, behind)))
        {
            parts.extend(lasts.map(|last| Part {
                start: end - behind - len,
                end: end - behind,
                last,
            }));
        }
        let mut words = [0; 1000];
        let mut free = words.iter_mut();
        let mut exact = 0;
        for part in &parts {
            let left = free.len();
            assert_eq!(write(&mut free, end, name, *part), Ok(()));
            let written = left - free.len();
            assert!(written <= most_of(end, part) && written <= most(1));
            exact += usize::from(written == most_of(end, part));
        }
        assert!(exact > parts.len() / 2);
        let count = 1000 - free.len();
        let mut rest = &words[..count];
        for part in parts.iter().rev() {
            let expected = Some((part.start, part.end, part.last));
            let read = read(rest, end, name);
            let found = read.map(|(_, found)| (found.start, found.end, found.last));
            assert_eq!(found, expected);
            rest = read.map_or(&[], |(left, _)| left);
        }
        assert!(rest.is_empty() && read(rest, end, name).is_none());
    }

    #[test]
    fn there_is_no_more_room_than_was_asked_for() {
        let part = Part {
            start: 1,
            end: 1 << 20,
            last: 7,
        };
        for room in 0..3 {
            let mut words = [0; 3];
            let mut free = words[..room].iter_mut();
            let written = write(&mut free, 2 << 20, 9, part);
            assert_eq!(written, Err(ErrorKind::Internal));
        }
        assert!(are_short(LEN_MAX) && !are_short(LEN_MAX + 1));
    }
}
