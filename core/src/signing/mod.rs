//! Keys, signatures, and their verification. Without an allocator, but for canonical forms.

mod header;
mod key;
mod keyring;
mod mac;
mod sign;
mod streaming;
mod verify;
mod window;

pub use self::{
    header::{HeaderText, SignatureHeader},
    key::{ApiToken, KeyId, SigningKey},
    keyring::Keyring,
    streaming::Verifier,
    verify::{Form, Verified, VerifyOptions},
    window::ReplayWindow,
};
#[cfg(feature = "alloc")]
pub(crate) use self::{
    header::{ReceivedHeader, TimestampText},
    key::prefix_len,
    mac::{equal, sha256},
};
