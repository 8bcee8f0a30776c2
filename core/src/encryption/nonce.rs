//! The number that makes each encryption a different one.

use crate::error::{Error, ErrorKind};

/// 24 bytes that may serve for one encryption under a key and never again.
///
/// Two messages under one key and one nonce betray each other, and let anyone forge more. Random
/// nonces of this size do not repeat. An encryption takes its nonce by value, so that it cannot
/// serve twice by accident.
#[derive(Debug)]
pub struct Nonce([u8; Self::SIZE]);

impl Nonce {
    /// The size of a nonce, in bytes.
    pub const SIZE: usize = 24;

    /// A random nonce from the operating system.
    ///
    /// # Errors
    ///
    /// `random_source_failed` if the system has no random bytes to give.
    #[cfg(feature = "getrandom")]
    pub fn random() -> Result<Self, Error> {
        Self::from_source(getrandom::fill)
    }

    /// A random nonce from a source that fills the bytes that it is given, for machines without
    /// an operating system. The source has to be fit for cryptography.
    ///
    /// # Errors
    ///
    /// `random_source_failed` if the source fails, whatever its own error says.
    pub fn from_source<E>(fill: impl FnOnce(&mut [u8]) -> Result<(), E>) -> Result<Self, Error> {
        let mut nonce = [0; Self::SIZE];
        fill(&mut nonce).map_err(|_| ErrorKind::RandomSourceFailed)?;
        Ok(Self(nonce))
    }

    /// A nonce of these bytes. The caller vouches that it never served before.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; Self::SIZE]) -> Self {
        Self(bytes)
    }

    pub(super) fn as_bytes(&self) -> &[u8; Self::SIZE] {
        &self.0
    }
}
