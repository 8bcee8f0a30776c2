//! XSalsa20-Poly1305, `crypto_secretbox` in libsodium's terms (D. J. Bernstein, "Cryptography in
//! `NaCl`", 2009), and BLAKE2b-256 (RFC 7693).
//!
//! The only file that uses `salsa20`, `poly1305` and `blake2`. The key is cleared when dropped, and so
//! are the states of hash, stream cipher and authenticator, and the one-time key. Copies of a key that
//! was moved, and of the subkey that the cipher derives, stay on the stack until it is written over.

use blake2::{Blake2b, Digest, digest::consts::U32};
use poly1305::{Poly1305, universal_hash::KeyInit};
use salsa20::{
    XSalsa20,
    cipher::{KeyIvInit, StreamCipher},
};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::nonce::Nonce;
use crate::error::ErrorKind;

/// The size of a key, in bytes.
pub(super) const KEY_SIZE: usize = 32;
/// The size of a tag, in bytes.
pub(super) const TAG_SIZE: usize = 16;

/// A key of the cipher.
pub(super) struct SecretKey(Zeroizing<[u8; KEY_SIZE]>);

impl SecretKey {
    pub(super) fn new(key: &[u8; KEY_SIZE]) -> Self {
        Self(Zeroizing::new(*key))
    }

    /// The key for which a text stands: its BLAKE2b-256 hash.
    pub(super) fn derive(text: &[u8]) -> Self {
        Self(Zeroizing::new(Blake2b::<U32>::digest(text).into()))
    }

    /// Encrypts a message where it stands and returns its tag.
    pub(super) fn seal(
        &self,
        nonce: &[u8; Nonce::SIZE],
        message: &mut [u8],
    ) -> Result<[u8; TAG_SIZE], ErrorKind> {
        let (mut stream, authenticator) = self.begin(nonce)?;
        let encrypted = stream.try_apply_keystream(message);
        encrypted.map_err(|_| ErrorKind::Internal)?;
        Ok(authenticator.compute_unpadded(message).into())
    }

    /// Decrypts a message where it stands, if the tag is right; else leaves it as it is.
    pub(super) fn open(
        &self,
        nonce: &[u8; Nonce::SIZE],
        tag: &[u8; TAG_SIZE],
        message: &mut [u8],
    ) -> bool {
        let Ok((mut stream, authenticator)) = self.begin(nonce) else {
            return false;
        };
        let expected: [u8; TAG_SIZE] = authenticator.compute_unpadded(message).into();
        let is_authentic = bool::from(expected.ct_eq(tag));
        is_authentic && stream.try_apply_keystream(message).is_ok()
    }

    /// The stream from its 33rd byte on, and the authenticator whose key the bytes before are.
    fn begin(&self, nonce: &[u8; Nonce::SIZE]) -> Result<(XSalsa20, Poly1305), ErrorKind> {
        let mut stream = XSalsa20::new((&*self.0).into(), nonce.into());
        let mut once = Zeroizing::new([0; KEY_SIZE]);
        let first = stream.try_apply_keystream(&mut *once);
        first.map_err(|_| ErrorKind::Internal)?;
        Ok((stream, Poly1305::new((&*once).into())))
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::SecretKey;

    /// D. J. Bernstein, "Cryptography in `NaCl`" (2009), sections 8 to 10: key, nonce, message, and tag
    /// with ciphertext.
    const NACL: [&str; 4] = [
        "1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389",
        "69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37",
        concat!(
            "be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c6129",
            "6cdc3c01233561f41db66cce314adb310e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde",
            "048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f937763848645e0705"
        ),
        concat!(
            "f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186a",
            "c0dfc17c98dce87b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae",
            "90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74",
            "e355a5"
        ),
    ];

    fn bytes(digits: &str) -> Vec<u8> {
        let digit = |byte: &u8| char::from(*byte).to_digit(16).unwrap_or_default();
        let pairs = digits.as_bytes().as_chunks().0.iter();
        pairs
            .map(|[high, low]| u8::try_from(digit(high) << 4 | digit(low)).unwrap_or_default())
            .collect()
    }

    struct Example {
        key: SecretKey,
        nonce: [u8; 24],
        message: Vec<u8>,
        tag: [u8; 16],
        ciphertext: Vec<u8>,
    }

    fn example() -> Example {
        let [key, nonce, message, sealed] = NACL.map(bytes);
        let (tag, ciphertext) = sealed.split_at(16);
        let key: [u8; 32] = key.try_into().unwrap_or([0; 32]);
        Example {
            key: SecretKey::new(&key),
            nonce: nonce.try_into().unwrap_or([0; 24]),
            message,
            tag: tag.try_into().unwrap_or([0; 16]),
            ciphertext: ciphertext.to_vec(),
        }
    }

    #[test]
    fn the_example_of_nacl_is_reproduced() {
        let it = example();
        assert_eq!(it.message.len(), 131);
        let mut text = it.message.clone();
        assert_eq!(it.key.seal(&it.nonce, &mut text), Ok(it.tag));
        assert_eq!(text, it.ciphertext);
        assert!(it.key.open(&it.nonce, &it.tag, &mut text));
        assert_eq!(text, it.message);
    }

    #[test]
    fn no_tag_but_the_right_one_opens() {
        let it = example();
        let flipped = (0..128).map(|bit| {
            let mut other = it.tag;
            other[bit / 8] ^= 1 << (bit % 8);
            other
        });
        for other in flipped.chain([[0; 16], [0xff; 16]]) {
            let mut text = it.ciphertext.clone();
            assert!(!it.key.open(&it.nonce, &other, &mut text));
            assert_eq!(text, it.ciphertext, "what is not authentic stays");
        }
    }

    /// The tag of no bytes is the second half of the one-time key, whatever the first is.
    #[test]
    fn an_empty_message_has_a_tag() {
        let key = SecretKey::derive(b"a secret");
        let tag = key.seal(&[3; 24], &mut []);
        assert!(tag.is_ok_and(|tag| key.open(&[3; 24], &tag, &mut [])));
        assert!(!key.open(&[3; 24], &[0; 16], &mut []));
        assert!(tag.is_ok_and(|tag| !key.open(&[4; 24], &tag, &mut [])));
    }
}
