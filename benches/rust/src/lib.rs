//! What the benchmarks share: the corpus that all languages read, and the race.

mod corpus;
pub mod memory;
mod race;
#[cfg(feature = "replay")]
pub mod store;

pub use corpus::{KEY, KINDS, Message, SIZES, bare_hmac, messages};
pub use race::{Contender, Outcome, Race, left_out, now, print_row};
