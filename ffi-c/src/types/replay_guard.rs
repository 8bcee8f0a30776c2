//! The memory of a process for what it has accepted.

use signkey::{EndpointOptions, Error, ReplayWindow};

/// Remembers each message that was accepted until its window is over, so that none is accepted twice.
/// Share one between all endpoints of a process. Its memory is allocated at once, 13 bytes a message;
/// where it has no room left, it refuses rather than forgets. It knows of this process alone, and begins
/// empty.
///
/// It changes within, and without locks: any number of threads may use it at once.
pub struct CReplayGuard(Guard);

#[cfg(target_has_atomic = "64")]
use signkey::ReplayGuard as Guard;

/// Machines without atomic operations on 64 bits have none; a store works there.
#[cfg(not(target_has_atomic = "64"))]
enum Guard {}

#[cfg(target_has_atomic = "64")]
impl CReplayGuard {
    pub(crate) fn new(entries: u64, window: ReplayWindow) -> Result<Self, Error> {
        let entries = usize::try_from(entries).unwrap_or(usize::MAX);
        Guard::new(entries, window).map(Self)
    }

    pub(crate) fn fullness(&self, now: u64) -> f64 {
        self.0.fullness(now)
    }

    /// Has an endpoint use it.
    pub(crate) fn protect(&self, options: &mut EndpointOptions) {
        options.replay_guard = Some(self.0.clone());
    }
}

#[cfg(not(target_has_atomic = "64"))]
impl CReplayGuard {
    pub(crate) fn new(_: u64, _: ReplayWindow) -> Result<Self, Error> {
        Err(signkey::ErrorKind::InvalidArgument.into())
    }

    pub(crate) fn fullness(&self, _: u64) -> f64 {
        match self.0 {}
    }

    pub(crate) fn protect(&self, _: &mut EndpointOptions) {
        match self.0 {}
    }
}
