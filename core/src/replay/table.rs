//! The messages of one slice of time: a hash table without locks, in which nothing is ever deleted.
//!
//! A slot is one word: the generation of the table in the upper 16 bits, and a tag of the message in
//! the lower 48. A slot of another generation is free. So the table is emptied, when its slice of
//! time is over, by counting its generation up, and nothing is written for it.
//!
//! A thread that is late, of a generation that is over, must not write over the next one's slots. It
//! reads a slot, then the state, and changes the slot only if it still holds what was read. A word of
//! the next generation is written behind a look at its state. So whoever reads that word and then the
//! state finds the table turned.
//!
//! Generations wrap around after 65,535 turns, years later. A slot that was not written since then is
//! taken for a message of this slice: it costs its place, and what is in the table stays there.

use alloc::{boxed::Box, vec::Vec};
use core::cmp;
#[cfg(not(loom))]
use core::sync::atomic::{AtomicU64, Ordering};

#[cfg(loom)]
use loom::sync::atomic::{AtomicU64, Ordering};

const GENERATION_BITS: u32 = 16;
const GENERATION_MASK: u64 = (1 << GENERATION_BITS) - 1;
const TAG_BITS: u32 = 48;
const TAG_MASK: u64 = (1 << TAG_BITS) - 1;
/// The first slice that a table cannot name.
const SLICE_END: u64 = 1 << TAG_BITS;

/// What became of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// Nobody claimed it before.
    First,
    /// Somebody did.
    Again,
    /// There is no room, or the table belongs to a later slice already.
    Full,
}

pub(super) struct Table {
    /// The slice of time above the generation, in one word so that both change at once.
    state: AtomicU64,
    /// The generation above the number of its messages. It may lag behind `state`.
    count: AtomicU64,
    slots: Box<[AtomicU64]>,
    capacity: u64,
}

impl Table {
    /// A table of so many slots, of which at most `capacity` are ever taken; `None` if there is no
    /// memory for it.
    pub(super) fn new(slots: usize, capacity: u64) -> Option<Self> {
        let mut all = Vec::new();
        all.try_reserve_exact(slots).ok()?;
        all.extend((0..slots).map(|_| AtomicU64::new(0)));
        Some(Self {
            state: AtomicU64::new(0),
            count: AtomicU64::new(0),
            slots: all.into_boxed_slice(),
            capacity,
        })
    }

    /// Claims a message of this slice. `place` and `tag` are parts of its hash.
    pub(super) fn claim(&self, slice: u64, place: u64, tag: u64) -> Entry {
        // 0 stands for a table that was never used.
        let Some(state) = self.turn_to(slice.saturating_add(1)) else {
            return Entry::Full;
        };
        let generation = state << TAG_BITS;
        self.insert(state, place, generation | (tag & TAG_MASK))
    }

    /// How much of the room for this slice is taken: all of it if the table belongs to a later one.
    pub(super) fn len(&self, slice: u64) -> u64 {
        let state = self.state.load(Ordering::Acquire);
        match (state >> GENERATION_BITS).cmp(&slice.saturating_add(1)) {
            cmp::Ordering::Less => 0,
            cmp::Ordering::Equal => self.counted(state),
            cmp::Ordering::Greater => self.capacity,
        }
    }

    /// The messages that were counted in this state.
    fn counted(&self, state: u64) -> u64 {
        let count = self.count.load(Ordering::Acquire);
        match count >> TAG_BITS == state & GENERATION_MASK {
            true => count & TAG_MASK,
            false => 0,
        }
    }

    /// Gives the table to a slice, if it is not that of a later one, and returns its state.
    fn turn_to(&self, slice: u64) -> Option<u64> {
        let mut state = self.state.load(Ordering::Acquire);
        loop {
            match (state >> GENERATION_BITS).cmp(&slice) {
                cmp::Ordering::Equal => return Some(state),
                cmp::Ordering::Greater => return None,
                cmp::Ordering::Less if slice >= SLICE_END => return None,
                cmp::Ordering::Less => {}
            }
            let generation = match state & GENERATION_MASK {
                // Generation 0 is that of slots that were never written.
                GENERATION_MASK => 1,
                generation => generation + 1,
            };
            let next = slice << GENERATION_BITS | generation;
            let turned =
                self.state
                    .compare_exchange(state, next, Ordering::AcqRel, Ordering::Acquire);
            match turned {
                Ok(_) => return Some(next),
                Err(other) => state = other,
            }
        }
    }

    /// Walks from the message's place to its slot, or to the first that is free.
    fn insert(&self, state: u64, place: u64, word: u64) -> Entry {
        let len = self.slots.len();
        // Scales the hash to the number of slots.
        let product = u128::from(place) * (len as u128);
        let home = usize::try_from(product >> 64).unwrap_or_default();
        let mut has_room = false;
        for slot in self.slots[home..].iter().chain(&self.slots[..home]) {
            let mut found = slot.load(Ordering::Acquire);
            while found >> TAG_BITS != word >> TAG_BITS {
                has_room = has_room || self.reserve(state);
                // The state is read behind the slot.
                if !has_room || self.state.load(Ordering::Acquire) != state {
                    return Entry::Full;
                }
                // If another message takes the slot first, it is looked at again.
                let taken = slot.compare_exchange(found, word, Ordering::AcqRel, Ordering::Acquire);
                match taken {
                    Ok(_) => return Entry::First,
                    Err(other) => found = other,
                }
            }
            if found == word {
                if has_room {
                    self.release(state);
                }
                return Entry::Again;
            }
        }
        Entry::Full
    }

    /// Counts one more message, unless there is no room for it or the table was turned.
    fn reserve(&self, state: u64) -> bool {
        let generation = (state & GENERATION_MASK) << TAG_BITS;
        let mut count = self.count.load(Ordering::Acquire);
        loop {
            let is_current = count >> TAG_BITS == generation >> TAG_BITS;
            if !is_current && self.state.load(Ordering::Acquire) != state {
                return false;
            }
            let before = if is_current { count & TAG_MASK } else { 0 };
            if before >= self.capacity {
                return false;
            }
            let next = generation | (before + 1);
            let counted =
                self.count
                    .compare_exchange_weak(count, next, Ordering::AcqRel, Ordering::Acquire);
            match counted {
                Ok(_) => return true,
                Err(other) => count = other,
            }
        }
    }

    /// Gives back what was counted for a message that turned out to be there.
    fn release(&self, state: u64) {
        let generation = state & GENERATION_MASK;
        let less = |count: u64| (count >> TAG_BITS == generation).then(|| count - 1);
        // An error is a later generation, which counts for itself.
        let _ = self
            .count
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, less);
    }
}
