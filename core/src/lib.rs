#![cfg_attr(feature = "std", doc = include_str!("../README.md"))]
#![cfg_attr(not(feature = "std"), doc = "Inngest signing keys.")]
#![no_std]
#![forbid(unsafe_code)]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

#[cfg(feature = "alloc")]
mod canonical;
mod error;
mod header;
mod hex;
mod key;
mod keyring;
mod mac;
mod sign;
#[cfg(feature = "testing")]
pub mod testing;
mod text;
mod verifier;
mod verify;
mod window;

#[cfg(feature = "alloc")]
pub use canonical::{Canonical, JSON_DEPTH_MAX, canonicalize, canonicalize_within};
pub use error::{Error, ErrorKind};
pub use header::{HeaderText, SignatureHeader};
pub use key::{ApiToken, KeyId, SigningKey};
pub use keyring::Keyring;
pub use verifier::Verifier;
pub use verify::{Form, Verified, VerifyOptions};
pub use window::ReplayWindow;

/// Runs the examples of the repository's README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
