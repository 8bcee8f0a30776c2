#![cfg_attr(feature = "std", doc = include_str!("../README.md"))]
#![cfg_attr(not(feature = "std"), doc = "Inngest signing keys.")]
#![no_std]
#![forbid(unsafe_code)]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

#[cfg(feature = "alloc")]
mod api_auth;
#[cfg(feature = "alloc")]
mod app;
#[cfg(feature = "alloc")]
mod canonical;
#[cfg(feature = "alloc")]
mod config;
#[cfg(feature = "encryption")]
mod encryption;
#[cfg(feature = "alloc")]
mod endpoint;
mod error;
#[cfg(feature = "alloc")]
mod handshake;
mod header;
mod hex;
#[cfg(feature = "alloc")]
mod introspection;
#[cfg(feature = "alloc")]
mod json;
mod key;
mod keyring;
mod mac;
#[cfg(feature = "alloc")]
mod query;
#[cfg(feature = "alloc")]
mod request_headers;
mod sign;
#[cfg(feature = "testing")]
pub mod testing;
mod text;
#[cfg(feature = "alloc")]
mod token;
#[cfg(feature = "alloc")]
mod url;
mod verifier;
mod verify;
mod window;

#[cfg(feature = "alloc")]
pub use api_auth::{ApiAuth, Attempt, Authorization};
#[cfg(feature = "alloc")]
pub use app::App;
#[cfg(feature = "alloc")]
pub use canonical::{Canonical, JSON_DEPTH_MAX, canonicalize, canonicalize_within};
#[cfg(feature = "alloc")]
pub use config::{Config, ConfigOptions, Mode, Problem, ProblemKind, Severity, Source};
#[cfg(feature = "encryption")]
pub use encryption::{Decrypted, EncryptionKey, Encryptor, EncryptorBuilder, Nonce};
#[cfg(feature = "alloc")]
pub use endpoint::{Authenticated, Endpoint, Request, Unverified, Warning};
pub use error::{Error, ErrorKind};
#[cfg(feature = "alloc")]
pub use handshake::{
    Handshake, HeaderField, Outcome, Register, SyncRequest, SyncResponse, SyncState,
};
pub use header::{HeaderText, SignatureHeader};
#[cfg(feature = "alloc")]
pub use introspection::Introspector;
pub use key::{ApiToken, KeyId, SigningKey};
pub use keyring::Keyring;
#[cfg(feature = "alloc")]
pub use request_headers::RequestHeaders;
#[cfg(feature = "alloc")]
pub use url::{BaseUrl, Origin};
pub use verifier::Verifier;
pub use verify::{Form, Verified, VerifyOptions};
pub use window::ReplayWindow;

/// Runs the examples of the repository's README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
