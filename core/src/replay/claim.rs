//! What is claimed of a message, so that it is accepted once.

use core::fmt;

use crate::signing::{ReplayWindow, SignatureHeader, sha256};

/// The size of an id, in bytes.
const SIZE: usize = 16;

/// The name of a message among all that were claimed: 128 bits of the SHA-256 of its MAC and of the
/// endpoint's name. Two messages share an id with a probability of 2^-128, so that a genuine one is
/// never refused for it. It is no secret, and says nothing of the key.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClaimId([u8; SIZE]);

impl ClaimId {
    /// The size of the text of an id, in bytes.
    pub const TEXT_SIZE: usize = 2 * SIZE;

    /// The id of a message to the endpoint with this hash of its name.
    pub(crate) fn new(endpoint: &[u8; SIZE], mac: &[u8; 32]) -> Self {
        let mut bytes = [0; SIZE + 32];
        bytes[..SIZE].copy_from_slice(endpoint);
        bytes[SIZE..].copy_from_slice(mac);
        Self(front(&sha256(&bytes)))
    }

    /// The id of the message with this header, to the endpoint of this name.
    #[must_use]
    pub fn of(endpoint: &str, header: &SignatureHeader) -> Self {
        Self::new(&Self::of_endpoint(endpoint), header.mac())
    }

    /// What stands for the name of an endpoint in its ids.
    pub(crate) fn of_endpoint(name: &str) -> [u8; SIZE] {
        front(&sha256(name.as_bytes()))
    }

    /// The id as bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; SIZE] {
        &self.0
    }

    /// The id as 32 lowercase hexadecimal digits in ASCII, for the keys of a store.
    #[must_use]
    pub fn to_text(&self) -> [u8; Self::TEXT_SIZE] {
        let mut text = [0; Self::TEXT_SIZE];
        // As many digits as there is room for.
        let _ = hex::encode_to_slice(self.0, &mut text);
        text
    }

    /// Two words of the id, for a table.
    #[cfg(target_has_atomic = "64")]
    pub(super) fn words(&self) -> [u64; 2] {
        let word = |at: usize| {
            let mut word = [0; 8];
            word.copy_from_slice(&self.0[at..at + 8]);
            u64::from_le_bytes(word)
        };
        [word(0), word(8)]
    }
}

fn front(hash: &[u8; 32]) -> [u8; SIZE] {
    let mut front = [0; SIZE];
    front.copy_from_slice(&hash[..SIZE]);
    front
}

impl fmt::Debug for ClaimId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.to_text();
        write!(
            f,
            "ClaimId({})",
            core::str::from_utf8(&text).unwrap_or_default()
        )
    }
}

/// What came of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Claim {
    /// Nobody claimed it before: the message is accepted.
    First,
    /// Somebody did: the message is a replay.
    Again,
    /// It cannot be told: there is no room, or the store did not answer in time.
    Unavailable,
}

/// How long a claim must last, in seconds from now: until no verifier can accept the message any
/// more, whose clock may be `skew` seconds off the one that made the claim. It does not depend on the
/// store's own clock.
pub(crate) const fn lifetime(window: ReplayWindow, skew: u64) -> u64 {
    window
        .past
        .saturating_add(window.future)
        .saturating_add(skew)
        .saturating_add(1)
}
