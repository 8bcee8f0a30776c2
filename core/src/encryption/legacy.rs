//! What versions 0.x of `@inngest/middleware-encryption` wrote: the base64 of `Salted__`, a salt
//! and AES-256-CBC (FIPS 197, NIST SP 800-38A) with padding of PKCS #7, key and initialization
//! vector from OpenSSL's `EVP_BytesToKey` with one round of MD5.
//!
//! Nothing authenticates it: a change that leaves padding and JSON valid is not noticed.

use aes::{
    Aes256,
    cipher::{BlockModeDecrypt, KeyIvInit, block_padding::Pkcs7},
};
use alloc::{string::String, vec::Vec};
use md5::{Digest, Md5};
use zeroize::{Zeroize, Zeroizing};

use super::base64;
use crate::{
    error::{Error, ErrorKind},
    json::Value,
};

const MAGIC: &[u8; 8] = b"Salted__";
const HEADER_SIZE: usize = 16;
const BLOCK_SIZE: usize = 16;
const KEY_SIZE: usize = 32;

/// The text of a key. Cleared when dropped.
pub(super) struct Passphrase(Zeroizing<String>);

impl Passphrase {
    pub(super) fn new(text: &str) -> Result<Self, ErrorKind> {
        let mut copy = Zeroizing::new(String::new());
        copy.try_reserve_exact(text.len())
            .map_err(|_| ErrorKind::OutOfMemory)?;
        copy.push_str(text);
        Ok(Self(copy))
    }

    /// Key and initialization vector, one behind the other.
    fn derive(&self, salt: &[u8]) -> Zeroizing<[u8; KEY_SIZE + BLOCK_SIZE]> {
        let mut derived = Zeroizing::new([0; KEY_SIZE + BLOCK_SIZE]);
        let mut block = [0; 16];
        let mut previous: &[u8] = &[];
        for part in derived.chunks_exact_mut(block.len()) {
            let digest = Md5::new()
                .chain_update(previous)
                .chain_update(self.0.as_bytes())
                .chain_update(salt);
            block = digest.finalize().into();
            part.copy_from_slice(&block);
            previous = part;
        }
        block.zeroize();
        derived
    }
}

/// Appends the first JSON document that one of the passphrases makes of the text.
pub(super) fn open<'k>(
    text: &str,
    passphrases: impl Iterator<Item = &'k Passphrase>,
    out: &mut Vec<u8>,
) -> Result<(), Error> {
    let start = out.len();
    for passphrase in passphrases {
        out.truncate(start);
        let header: [u8; HEADER_SIZE] = base64::decode(text, out)?;
        let salt = header.strip_prefix(MAGIC);
        let salt = salt.ok_or(ErrorKind::MalformedEnvelope)?;
        let ciphertext = &mut out[start..];
        if ciphertext.is_empty() || !ciphertext.len().is_multiple_of(BLOCK_SIZE) {
            return Err(ErrorKind::MalformedEnvelope.into());
        }
        let derived = passphrase.derive(salt);
        let (key, vector) = derived.split_at(KEY_SIZE);
        let cipher = cbc::Decryptor::<Aes256>::new_from_slices(key, vector);
        let cipher = cipher.map_err(|_| ErrorKind::Internal)?;
        // Decrypting destroys the ciphertext, so each key begins with the text again.
        let Ok(plaintext) = cipher.decrypt_padded::<Pkcs7>(ciphertext) else {
            continue;
        };
        if Value::document(plaintext).is_ok() {
            let end = start + plaintext.len();
            out.truncate(end);
            return Ok(());
        }
    }
    Err(ErrorKind::DecryptionFailed.into())
}
