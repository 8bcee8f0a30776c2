//! Replay protection beyond the window (SPEC.md, section 13): each message once.
//!
//! A [`ReplayGuard`] remembers what one process has accepted. Where several processes serve one
//! endpoint, a store that they share answers [`Step::Claim`](crate::Step::Claim) in its place.

mod claim;
#[cfg(target_has_atomic = "64")]
mod guard;
#[cfg(all(test, loom))]
mod loom_tests;
#[cfg(target_has_atomic = "64")]
mod table;

pub(crate) use self::claim::lifetime;
pub use self::claim::{Claim, ClaimId};
#[cfg(target_has_atomic = "64")]
pub use self::guard::ReplayGuard;
