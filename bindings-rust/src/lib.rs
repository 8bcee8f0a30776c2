#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

#[cfg(feature = "reqwest")]
mod client;
#[cfg(any(feature = "tower", feature = "reqwest"))]
mod clock;
#[cfg(feature = "tower")]
mod replay;
#[cfg(feature = "tower")]
mod tower;

#[cfg(feature = "reqwest")]
pub use client::ApiClient;
#[cfg(feature = "redis")]
pub use replay::{RedisStore, RedisStoreError};
#[cfg(feature = "tower")]
pub use replay::{ReplayStore, ReplayStoreError};
#[cfg(feature = "tower")]
pub use tower::{Body, BoxError, Signkey, SignkeyLayer, refusal_response, sync_response};

/// Runs the examples of the guide.
#[cfg(doctest)]
#[doc = include_str!("../../docs/replay.md")]
struct ReplayGuide;
