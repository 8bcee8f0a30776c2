//! Replay protection for several processes: a store that they share.

#[cfg(feature = "redis")]
mod redis;
mod store;

#[cfg(feature = "redis")]
pub use self::redis::{RedisStore, RedisStoreError};
pub use self::store::ReplayStore;
pub(crate) use self::store::{DEADLINE, SharedStore};
