//! The answer of a decryption.

use alloc::{borrow::Cow, vec::Vec};
use core::fmt;

/// JSON in plain text, and whether any of it was encrypted. `Debug` does not show the text.
#[must_use]
pub struct Decrypted<'a> {
    json: Cow<'a, [u8]>,
    was_encrypted: bool,
}

impl<'a> Decrypted<'a> {
    /// What was deciphered.
    pub(super) fn deciphered(json: Vec<u8>) -> Self {
        Self {
            json: Cow::Owned(json),
            was_encrypted: true,
        }
    }

    /// What was plaintext all along.
    pub(super) fn plain(json: &'a [u8]) -> Self {
        Self {
            json: Cow::Borrowed(json),
            was_encrypted: false,
        }
    }

    /// The JSON text.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.json
    }

    /// The JSON text, borrowed from the input if nothing in it was encrypted.
    #[must_use]
    pub fn into_bytes(self) -> Cow<'a, [u8]> {
        self.json
    }

    /// Whether the text, or a part of it, was encrypted and authentic. Otherwise it is the input
    /// as it was, and nothing is known about where it comes from.
    #[must_use]
    pub fn was_encrypted(&self) -> bool {
        self.was_encrypted
    }
}

impl fmt::Debug for Decrypted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decrypted")
            .field("len", &self.json.len())
            .field("was_encrypted", &self.was_encrypted)
            .finish()
    }
}
