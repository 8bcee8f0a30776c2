//! What one process has accepted, in bounded memory.

use alloc::{boxed::Box, sync::Arc};
use core::fmt;

use super::{
    claim::{Claim, ClaimId},
    table::{Entry, Table},
};
use crate::{
    error::{Error, ErrorKind},
    signing::ReplayWindow,
};

/// A window is as long as so many slices of time.
const SLICES: u64 = 16;
/// At most 17 slices are in a window at once, and the one behind may still be read by a thread that
/// is late.
const TABLES: usize = 18;
/// Of ten slots, seven are taken at most: so a search looks at six slots on average.
const SLOTS: (u64, u64) = (10, 7);

/// Remembers each message that was accepted until its window is over, so that none is accepted
/// twice. Share one between all endpoints of a process: cheap to clone, safe to share between
/// threads, and without locks.
///
/// Memory is bounded, and allocated at once: 13 bytes a message. When a slice of time has no room
/// left, messages of that slice are refused rather than forgotten. Only verified messages enter, and
/// the responses to them, so nobody without a key can fill it.
///
/// A message is wrongly taken for a replay with a probability under 2^-45, at full load: its search
/// compares five slots on average, by 48 bits each. A replay is never accepted while its window is
/// open, whatever the threads and the clock do.
///
/// It knows of this process alone, and begins empty. Workers, isolates and instances each accept a
/// message once, and so does a process after its restart; a store that they share
/// ([`Step::Claim`](crate::Step::Claim)) knows better. It needs atomic operations on 64 bits, and does
/// not exist for targets without them.
#[derive(Clone)]
pub struct ReplayGuard(Arc<Inner>);

struct Inner {
    window: ReplayWindow,
    /// The length of a slice, in seconds.
    slice: u64,
    tables: Box<[Table]>,
    /// The room of a table, in messages.
    capacity: u64,
}

impl ReplayGuard {
    /// A guard with room for so many messages in a window, past and future together, and no endpoint
    /// that uses it may have a wider one. Each sixteenth of the window's time has a sixteenth of the
    /// room. So for 100 messages a second at the default of 601 seconds, signed responses counted as
    /// well, 61,000 are enough; leave room for bursts.
    ///
    /// # Errors
    ///
    /// `invalid_argument` for no entry, or more than can be addressed; `out_of_memory`.
    pub fn new(entries: usize, window: ReplayWindow) -> Result<Self, Error> {
        let capacity = (entries as u64).div_ceil(SLICES);
        let slots = capacity.checked_mul(SLOTS.0).map(|it| it.div_ceil(SLOTS.1));
        let slots = slots
            .and_then(|slots| usize::try_from(slots).ok())
            .filter(|slots| (1..usize::MAX / (8 * TABLES)).contains(slots))
            .ok_or(ErrorKind::InvalidArgument)?;
        let tables: Option<Box<_>> = (0..TABLES).map(|_| Table::new(slots, capacity)).collect();
        let length = window.past.saturating_add(window.future).saturating_add(1);
        Ok(Self(Arc::new(Inner {
            window,
            slice: length.div_ceil(SLICES),
            tables: tables.ok_or(ErrorKind::OutOfMemory)?,
            capacity,
        })))
    }

    /// The widest window of an endpoint that uses this guard.
    #[must_use]
    pub fn window(&self) -> ReplayWindow {
        self.0.window
    }

    /// Claims a message that was verified, and that was signed at this time, in seconds since
    /// 1970-01-01 00:00 UTC. An [`Endpoint`](crate::Endpoint) does it by itself. A timestamp that is far
    /// ahead takes its room from all that are before it: claim nothing that no window accepts.
    #[must_use]
    pub fn claim(&self, id: &ClaimId, timestamp: u64) -> Claim {
        let [place, tag] = id.words();
        let (slice, table) = self.table(timestamp);
        match table.claim(slice, place, tag) {
            Entry::First => Claim::First,
            Entry::Again => Claim::Again,
            Entry::Full => Claim::Unavailable,
        }
    }

    /// How full the fullest slice of the window around `now` is: 0.0 is empty, and at 1.0 messages of
    /// that slice are refused. `now` is the clock in seconds since 1970-01-01 00:00 UTC.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a share")]
    pub fn fullness(&self, now: u64) -> f64 {
        let window = self.0.window;
        let first = now.saturating_sub(window.past) / self.0.slice;
        let last = now.saturating_add(window.future) / self.0.slice;
        let lens = (first..=last).map(|slice| {
            let (slice, table) = self.table(slice.saturating_mul(self.0.slice));
            table.len(slice)
        });
        lens.max().unwrap_or_default() as f64 / self.0.capacity as f64
    }

    fn table(&self, timestamp: u64) -> (u64, &Table) {
        let slice = timestamp / self.0.slice;
        let index = usize::try_from(slice % TABLES as u64).unwrap_or_default();
        (slice, &self.0.tables[index])
    }
}

impl fmt::Debug for ReplayGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReplayGuard")
            .field("window", &self.0.window)
            .field("entries", &(self.0.capacity * SLICES))
            .finish_non_exhaustive()
    }
}
