//! The keys that a verifier accepts, in order.

use core::fmt;

use super::key::SigningKey;
use crate::error::{Error, ErrorKind};

/// One primary key and up to 7 fallbacks, tried in order.
///
/// During a rotation the old and the new key stand beside each other, so that no request is
/// refused. Never empty. Immutable, hence safe to share between threads.
pub struct Keyring {
    primary: SigningKey,
    fallbacks: [Option<SigningKey>; Self::MAX - 1],
}

impl Keyring {
    /// The most keys that a keyring holds.
    pub const MAX: usize = 8;

    /// A keyring of one key.
    #[must_use]
    pub fn new(primary: SigningKey) -> Self {
        Self {
            primary,
            fallbacks: [const { None }; Self::MAX - 1],
        }
    }

    /// Adds a fallback behind the keys so far.
    ///
    /// # Errors
    ///
    /// `too_many_keys` if the keyring holds 8 keys already.
    pub fn with_fallback(mut self, key: SigningKey) -> Result<Self, Error> {
        let free = self.fallbacks.iter_mut().find(|slot| slot.is_none());
        *free.ok_or(ErrorKind::TooManyKeys)? = Some(key);
        Ok(self)
    }

    /// Reads keys as they come from the environment: absent and blank texts are dropped, then the
    /// first is the primary.
    ///
    /// # Errors
    ///
    /// `missing_signing_key` if nothing is left, `too_many_keys` if more than 8 are, and the
    /// errors of [`SigningKey::parse`].
    pub fn from_texts<T: AsRef<[u8]>>(
        texts: impl IntoIterator<Item = Option<T>>,
    ) -> Result<Self, Error> {
        let mut keyring: Option<Self> = None;
        for text in texts.into_iter().flatten() {
            let text = text.as_ref();
            if text.trim_ascii().is_empty() {
                continue;
            }
            let is_full = keyring.as_ref().is_some_and(Self::is_full);
            if is_full {
                return Err(ErrorKind::TooManyKeys.into());
            }
            let key = SigningKey::parse(text)?;
            keyring = Some(match keyring {
                None => Self::new(key),
                Some(keyring) => keyring.with_fallback(key)?,
            });
        }
        keyring.ok_or(ErrorKind::MissingSigningKey.into())
    }

    /// The key with which to sign.
    #[must_use]
    pub fn primary(&self) -> &SigningKey {
        &self.primary
    }

    /// The key at this index; 0 is the primary.
    #[must_use]
    pub fn key(&self, index: usize) -> Option<&SigningKey> {
        self.keys().nth(index)
    }

    /// The keys in order, the primary first.
    pub fn keys(&self) -> impl Iterator<Item = &SigningKey> {
        core::iter::once(&self.primary).chain(self.fallbacks.iter().flatten())
    }

    fn is_full(&self) -> bool {
        self.fallbacks.iter().all(Option::is_some)
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.keys()).finish()
    }
}
