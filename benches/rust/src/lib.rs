//! What the benchmarks share: the corpus that all languages read, and the race.

mod corpus;
mod race;

pub use corpus::{KEY, KINDS, Message, SIZES, bare_hmac, messages};
pub use race::{Contender, Outcome, Race, left_out, now, print_row};
