//! Keys, signatures, and their verification. Without an allocator, but for canonical forms.

mod character;
mod fault;
mod header;
mod key;
mod keyring;
mod mac;
mod sign;
mod streaming;
mod verify;
mod window;

pub use self::{
    fault::KeyFault,
    header::{HeaderText, SignatureHeader},
    key::{ApiToken, KeyId, SigningKey},
    keyring::Keyring,
    streaming::Verifier,
    verify::{Form, Verified, VerifyOptions},
    window::ReplayWindow,
};
#[cfg(feature = "alloc")]
pub(crate) use self::{
    fault::is_quoted,
    header::{ReceivedHeader, TimestampText},
    key::prefix_len,
    mac::{MacKey, equal, sha256},
};
