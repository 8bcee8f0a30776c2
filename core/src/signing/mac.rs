//! HMAC-SHA256 (RFC 2104, FIPS 180-4) and its comparison in constant time.
//!
//! The only file that uses `hmac` and `sha2`. Both clear their states when
//! dropped (their `zeroize` features). Two kinds of copies stay on the stack until it is written
//! over: of the padded key, from `hmac`'s set-up, and of states that were moved.

use hmac::{Hmac, KeyInit, Mac, digest::CtOutput};
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

/// The size of a MAC, in bytes.
pub(crate) const MAC_SIZE: usize = 32;

/// A key of which the two padded blocks are hashed already.
pub(crate) struct MacKey(Hmac<Sha256>);

impl MacKey {
    /// Sets up a key of any length. [`crate::SigningKey`] sees to it that none is empty.
    #[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
    pub(crate) fn new(key: &[u8]) -> Self {
        Self(Hmac::new_from_slice(key).expect("HMAC takes keys of every length"))
    }

    /// Begins a message under this key.
    pub(crate) fn begin(&self) -> MacState {
        MacState(self.0.clone())
    }

    /// Computes the MAC of the parts, one after the other.
    pub(crate) fn mac(&self, parts: [&[u8]; 2]) -> [u8; MAC_SIZE] {
        self.finish_with(parts).into_bytes().into()
    }

    /// Says in constant time whether the parts have this MAC.
    pub(crate) fn matches(&self, parts: [&[u8]; 2], expected: &[u8; MAC_SIZE]) -> bool {
        is_mac(&self.finish_with(parts), expected)
    }

    /// Hashes all at once. Not by way of a [`MacState`]: each state that moves is copied.
    fn finish_with(&self, parts: [&[u8]; 2]) -> CtOutput<Hmac<Sha256>> {
        let mut state = self.0.clone();
        for part in parts {
            state.update(part);
        }
        state.finalize()
    }
}

/// A message on its way through the MAC.
pub(crate) struct MacState(Hmac<Sha256>);

impl MacState {
    /// Appends to the message.
    pub(crate) fn update(&mut self, part: &[u8]) {
        self.0.update(part);
    }

    /// Ends the message and says in constant time whether it has this MAC.
    pub(crate) fn matches(self, expected: &[u8; MAC_SIZE]) -> bool {
        is_mac(&self.0.finalize(), expected)
    }
}

/// Compares in constant time, and unlike `Mac::verify` without a copy of the public side to clear.
fn is_mac(mac: &CtOutput<Hmac<Sha256>>, expected: &[u8; MAC_SIZE]) -> bool {
    equal(mac.as_bytes(), expected)
}

/// Compares bytes in constant time for their length: by the word, because each comparison has a barrier
/// against the compiler.
pub(crate) fn equal(one: &[u8], other: &[u8]) -> bool {
    let [(words, rest), (other_words, other_rest)] = [one, other].map(<[u8]>::as_chunks);
    let pairs = words.iter().zip(other_words);
    let pairs = pairs.map(|pair| [pair.0, pair.1].map(|word| u64::from_ne_bytes(*word)));
    let is_equal = pairs.fold(Choice::from(1), |all, [one, other]| all & one.ct_eq(&other));
    one.len() == other.len() && bool::from(is_equal & rest.ct_eq(other_rest))
}

/// The SHA-256 hash of the bytes.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}
