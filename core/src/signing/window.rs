//! How far a signature's timestamp may lie from the verifier's clock.

use crate::error::{Error, ErrorKind};

/// The tolerated distance of a timestamp from the clock, in seconds; the borders belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplayWindow {
    /// How old a signature may be, in seconds.
    pub past: u64,
    /// How far ahead of the verifier's clock a signature may be, in seconds.
    pub future: u64,
}

impl ReplayWindow {
    /// The window of the protocol: five minutes on both sides.
    pub const DEFAULT: Self = Self {
        past: 300,
        future: 300,
    };

    /// Checks a timestamp against the clock, both in seconds since 1970-01-01 00:00 UTC.
    ///
    /// # Errors
    ///
    /// `expired` or `not_yet_valid`, with the skew in seconds.
    pub const fn check(self, timestamp: u64, now: u64) -> Result<(), Error> {
        let skew = now.abs_diff(timestamp);
        if now >= timestamp {
            if skew > self.past {
                return Err(Error::new(ErrorKind::Expired, skew));
            }
        } else if skew > self.future {
            return Err(Error::new(ErrorKind::NotYetValid, skew));
        }
        Ok(())
    }
}

impl Default for ReplayWindow {
    fn default() -> Self {
        Self::DEFAULT
    }
}
