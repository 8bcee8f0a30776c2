//! Replay protection for several processes: a store that they share.

mod error;
#[cfg(feature = "redis")]
mod redis;
mod store;

#[cfg(feature = "redis")]
pub use self::redis::{RedisStore, RedisStoreError};
pub(crate) use self::store::{DEADLINE, SharedStore};
pub use self::{error::ReplayStoreError, store::ReplayStore};
