//! The keys and options of encryption.

use alloc::{string::String, vec::Vec};
use core::fmt;

use super::{
    envelope::{Envelope, Strategy},
    key::EncryptionKey,
    secretbox::SecretKey,
};
use crate::{
    error::{Error, ErrorKind},
    json::{Value, unescape::unescape},
};

/// Encrypts what goes to the platform and decrypts what comes back.
///
/// The primary key encrypts; it and all fallbacks decrypt. To rotate keys: deploy the new key as
/// a fallback everywhere, then as primary with the old one as fallback, and drop the old one when
/// nothing is left that it encrypted.
///
/// All methods are pure functions over JSON in UTF-8: no clock, no state. They check its grammar
/// (RFC 8259, at most [`crate::JSON_DEPTH_MAX`] open containers) and keep what they do not
/// replace, byte for byte. Immutable, hence safe to share between threads; `Debug` is redacted.
///
/// What the format does not give: the length of a value shows. An envelope does not say where it
/// belongs, so whoever stores envelopes can exchange those of the same keys for one another, or
/// bring an old one back. Names of events and steps, and fields that are not encrypted, stay
/// readable.
///
/// ```
/// # fn main() -> Result<(), signkey::Error> {
/// use signkey::{EncryptionKey, Encryptor, Nonce};
///
/// let encryptor = Encryptor::builder()
///     .primary(EncryptionKey::from_text("zV2Z9kXn0a6mWkqgLr3s7w")?)
///     .fallback(EncryptionKey::from_text("Q0pGqk0cB8tYxLr1d5h2vA")?)
///     .build()?;
///
/// # let nonce = Nonce::from_bytes([7; 24]);
/// # #[cfg(feature = "getrandom")]
/// let nonce = Nonce::random()?;
/// let output = encryptor.encrypt_value(br#"{"total":99.5}"#, nonce)?;
/// let opened = encryptor.decrypt_value(&output)?;
/// assert_eq!(opened.as_bytes(), br#"{"total":99.5}"#);
/// # Ok(())
/// # }
/// ```
pub struct Encryptor {
    options: EncryptorBuilder,
}

/// Keys and options on their way to an [`Encryptor`].
#[derive(Debug)]
#[must_use]
pub struct EncryptorBuilder {
    primary: Option<EncryptionKey>,
    fallbacks: Vec<EncryptionKey>,
    decrypt_only: bool,
    require_encrypted: bool,
    #[cfg(feature = "legacy-aes")]
    legacy_aes: bool,
    event_field: String,
}

impl EncryptorBuilder {
    /// The key that encrypts. It also decrypts, before all fallbacks.
    pub fn primary(mut self, key: EncryptionKey) -> Self {
        self.primary = Some(key);
        self
    }

    /// Adds a key that only decrypts, behind those so far. There may be any number.
    pub fn fallback(mut self, key: EncryptionKey) -> Self {
        self.fallbacks.push(key);
        self
    }

    /// Whether to encrypt nothing, and leave what is to be encrypted as it is. For rolling
    /// encryption out and back: every reader has to know the keys before the first writer uses
    /// them. Only then may the primary key be missing. Off by default.
    pub fn decrypt_only(mut self, decrypt_only: bool) -> Self {
        self.decrypt_only = decrypt_only;
        self
    }

    /// Whether plaintext is an error (`encryption_required`) where something encrypted is due: a
    /// value, and the encrypted field of event data. Off by default, as long as old runs hold
    /// plaintext.
    pub fn require_encrypted(mut self, require_encrypted: bool) -> Self {
        self.require_encrypted = require_encrypted;
        self
    }

    /// The field of event data that is encrypted, `encrypted` by default. All encrypted fields
    /// are decrypted, whatever their names.
    pub fn event_field(mut self, name: impl Into<String>) -> Self {
        self.event_field = name.into();
        self
    }

    /// Whether to decrypt what versions 0.x of `@inngest/middleware-encryption` wrote. Off by
    /// default, and to be switched off again as soon as nothing of it is left.
    ///
    /// That format (AES-256-CBC under a key from one round of MD5) is **not authenticated**: who
    /// can write to the stored data can change what it decrypts to, and tell by the answers
    /// whether a change was valid. Nothing is ever encrypted with it. Raw keys do not apply to it.
    #[cfg(feature = "legacy-aes")]
    pub fn legacy_aes(mut self, legacy_aes: bool) -> Self {
        self.legacy_aes = legacy_aes;
        self
    }

    /// The encryptor with these keys and options.
    ///
    /// # Errors
    ///
    /// `missing_encryption_key` without a primary key, unless it only decrypts; then without any.
    pub fn build(mut self) -> Result<Encryptor, Error> {
        let enough = if self.decrypt_only {
            self.keys().next().is_some()
        } else {
            self.primary.is_some()
        };
        if !enough {
            return Err(ErrorKind::MissingEncryptionKey.into());
        }
        self.forget_passphrases();
        Ok(Encryptor { options: self })
    }

    /// The keys that decrypt, in the order in which they are tried.
    fn keys(&self) -> impl Iterator<Item = &EncryptionKey> {
        self.primary.iter().chain(&self.fallbacks)
    }

    /// Clears the texts of keys where nothing needs them.
    fn forget_passphrases(&mut self) {
        #[cfg(feature = "legacy-aes")]
        if !self.legacy_aes {
            let keys = self.primary.iter_mut().chain(&mut self.fallbacks);
            keys.for_each(|key| key.passphrase = None);
        }
    }
}

impl Encryptor {
    /// The event field that is encrypted if no other is named.
    pub const DEFAULT_EVENT_FIELD: &str = "encrypted";

    /// Begins with no keys and the default options.
    pub fn builder() -> EncryptorBuilder {
        EncryptorBuilder {
            primary: None,
            fallbacks: Vec::new(),
            decrypt_only: false,
            require_encrypted: false,
            #[cfg(feature = "legacy-aes")]
            legacy_aes: false,
            event_field: Self::DEFAULT_EVENT_FIELD.into(),
        }
    }

    /// The field of event data that is encrypted.
    #[must_use]
    pub fn event_field(&self) -> &str {
        &self.options.event_field
    }

    /// Whether it leaves what is to be encrypted as it is.
    #[must_use]
    pub fn is_decrypt_only(&self) -> bool {
        self.options.decrypt_only
    }

    pub(super) fn requires_encrypted(&self) -> bool {
        self.options.require_encrypted
    }

    /// The key to encrypt with, unless it only decrypts.
    pub(super) fn encrypting_key(&self) -> Option<&SecretKey> {
        let primary = self.options.primary.as_ref();
        let primary = primary.filter(|_| !self.options.decrypt_only)?;
        Some(&primary.secret)
    }

    /// Appends the plaintext of an envelope, which is a JSON document.
    pub(super) fn open(&self, envelope: &Envelope<'_>, out: &mut Vec<u8>) -> Result<(), Error> {
        let data = unescape(envelope.data)?.ok_or(ErrorKind::MalformedEnvelope)?;
        let start = out.len();
        match envelope.strategy {
            Strategy::SecretBox => {
                let keys = self.options.keys().map(|key| &key.secret);
                Envelope::open(&data, keys, out)?;
            }
            Strategy::Unnamed => self.open_legacy(&data, out)?,
        }
        match Value::document(&out[start..]) {
            Ok(_) => Ok(()),
            Err(_) => Err(ErrorKind::MalformedPlaintext.into()),
        }
    }

    #[cfg(not(feature = "legacy-aes"))]
    #[expect(clippy::unused_self, reason = "it has no keys for this format")]
    fn open_legacy(&self, _: &str, _: &mut Vec<u8>) -> Result<(), Error> {
        Err(ErrorKind::UnknownEncryptionStrategy.into())
    }

    #[cfg(feature = "legacy-aes")]
    fn open_legacy(&self, data: &str, out: &mut Vec<u8>) -> Result<(), Error> {
        if !self.options.legacy_aes {
            return Err(ErrorKind::UnknownEncryptionStrategy.into());
        }
        let keys = self.options.keys();
        let passphrases = keys.filter_map(|key| key.passphrase.as_ref());
        super::legacy::open(data, passphrases, out)
    }
}

impl fmt::Debug for Encryptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.options.fmt(f)
    }
}
