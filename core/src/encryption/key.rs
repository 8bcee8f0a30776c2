//! One encryption key.

use core::fmt;

#[cfg(feature = "legacy-aes")]
use super::legacy::Passphrase;
use super::secretbox::{KEY_SIZE, SecretKey};
use crate::error::{Error, ErrorKind};

/// A key that encrypts and decrypts. Has nothing to do with a [`crate::SigningKey`].
///
/// Cleared when dropped; `Debug` is redacted, and keys cannot be compared. Immutable, hence safe
/// to share between threads.
pub struct EncryptionKey {
    pub(super) secret: SecretKey,
    /// The text itself, which only the oldest format needs.
    #[cfg(feature = "legacy-aes")]
    pub(super) passphrase: Option<Passphrase>,
}

impl EncryptionKey {
    /// The size of a raw key, in bytes.
    pub const SIZE: usize = KEY_SIZE;

    /// The key for which a text stands: the BLAKE2b-256 hash of its UTF-8, with white space
    /// (Unicode `White_Space`) and byte order marks around it removed.
    ///
    /// The hash is quick to compute, so the text should be random and of at least 128 bits: a
    /// password that a person chose can be guessed from any one encrypted value.
    ///
    /// # Errors
    ///
    /// `empty_encryption_key` if nothing is left of the text.
    pub fn from_text(text: impl AsRef<str>) -> Result<Self, Error> {
        let is_blank = |character: char| character.is_whitespace() || character == '\u{feff}';
        let text = text.as_ref().trim_matches(is_blank);
        if text.is_empty() {
            return Err(ErrorKind::EmptyEncryptionKey.into());
        }
        Ok(Self {
            secret: SecretKey::derive(text.as_bytes()),
            #[cfg(feature = "legacy-aes")]
            passphrase: Some(Passphrase::new(text)?),
        })
    }

    /// A raw key of 32 bytes, as it is.
    ///
    /// # Errors
    ///
    /// `empty_encryption_key` for no bytes, `invalid_encryption_key_length` for any other number
    /// than 32.
    pub fn from_bytes(bytes: impl AsRef<[u8]>) -> Result<Self, Error> {
        let bytes = bytes.as_ref();
        if bytes.is_empty() {
            return Err(ErrorKind::EmptyEncryptionKey.into());
        }
        let Ok(key) = bytes.try_into() else {
            return Err(ErrorKind::InvalidEncryptionKeyLength.into());
        };
        Ok(Self {
            secret: SecretKey::new(key),
            #[cfg(feature = "legacy-aes")]
            passphrase: None,
        })
    }
}

impl fmt::Debug for EncryptionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EncryptionKey([redacted])")
    }
}
