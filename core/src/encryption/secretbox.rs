//! XSalsa20-Poly1305, `crypto_secretbox` in libsodium's terms, and BLAKE2b-256 (RFC 7693).
//!
//! The only file that uses `crypto_secretbox` and `blake2`. The key is cleared when dropped, and so
//! are the states of hash and stream cipher. Two kinds of copies stay on the stack until it is
//! written over: of a key that was moved, and of the one-time key of Poly1305.

use blake2::{Blake2b, Digest, digest::consts::U32};
use crypto_secretbox::{
    XSalsa20Poly1305,
    aead::{AeadInPlace, KeyInit},
};
use zeroize::Zeroizing;

use super::nonce::Nonce;
use crate::error::ErrorKind;

/// The size of a key, in bytes.
pub(super) const KEY_SIZE: usize = 32;
/// The size of a tag, in bytes.
pub(super) const TAG_SIZE: usize = 16;

/// A key of the cipher.
pub(super) struct SecretKey(XSalsa20Poly1305);

impl SecretKey {
    pub(super) fn new(key: &[u8; KEY_SIZE]) -> Self {
        Self(XSalsa20Poly1305::new(key.into()))
    }

    /// The key for which a text stands: its BLAKE2b-256 hash.
    pub(super) fn derive(text: &[u8]) -> Self {
        let key: Zeroizing<[u8; KEY_SIZE]> = Zeroizing::new(Blake2b::<U32>::digest(text).into());
        Self::new(&key)
    }

    /// Encrypts a message where it stands and returns its tag.
    pub(super) fn seal(
        &self,
        nonce: &[u8; Nonce::SIZE],
        message: &mut [u8],
    ) -> Result<[u8; TAG_SIZE], ErrorKind> {
        match self.0.encrypt_in_place_detached(nonce.into(), b"", message) {
            Ok(tag) => Ok(tag.into()),
            Err(_) => Err(ErrorKind::Internal),
        }
    }

    /// Decrypts a message where it stands, if the tag is right; else leaves it as it is.
    pub(super) fn open(
        &self,
        nonce: &[u8; Nonce::SIZE],
        tag: &[u8; TAG_SIZE],
        message: &mut [u8],
    ) -> bool {
        let (nonce, tag) = (nonce.into(), tag.into());
        self.0
            .decrypt_in_place_detached(nonce, b"", message, tag)
            .is_ok()
    }
}
