//! End-to-end encryption: what the platform stores, only the owners of the keys can read.
//!
//! Files from the ground up: the cipher, the key, the nonce and base64; the envelope; the
//! [`Encryptor`] that holds keys and options; and what it does to values, event data, errors and
//! the platform's own events.

mod base64;
mod decrypted;
mod encryptor;
mod envelope;
mod event;
mod failure;
mod key;
#[cfg(feature = "legacy-aes")]
mod legacy;
mod lifecycle;
mod nonce;
mod secretbox;
mod splice;
mod value;

pub use decrypted::Decrypted;
pub use encryptor::{Encryptor, EncryptorBuilder};
pub use key::EncryptionKey;
pub use lifecycle::LIFECYCLE_EVENTS;
pub use nonce::Nonce;
