//! One signing key: its text form, its id, and the API token derived from it.

use core::{fmt, str::FromStr};

use zeroize::{Zeroize, Zeroizing};

#[cfg(feature = "alloc")]
use super::mac::equal;
use super::mac::{MacKey, sha256};
use crate::{
    error::{Error, ErrorKind},
    secret_hex,
    text::Text,
};

const BRAND: &[u8] = b"signkey-";
const TEXT_MAX: usize = 512;
const PREFIX_MAX: usize = 64;
const ID_DIGITS: usize = 12;
const EVENT_KEY_MIN: usize = 32;

/// A signing key, ready for use: `signkey-<environment>-<hex>`, or bare `<hex>` on self-hosted
/// servers.
///
/// It keeps the key only as HMAC states and as the hash that the API token holds, not as text,
/// and clears both when dropped. `Debug` shows the id alone, and keys cannot be compared.
/// Immutable, hence safe to share between threads.
pub struct SigningKey {
    mac: MacKey,
    hash: Zeroizing<[u8; 32]>,
    id: KeyId,
    prefix: Text<PREFIX_MAX>,
}

impl SigningKey {
    /// The longest key text, in bytes after trimming.
    pub const TEXT_MAX: usize = TEXT_MAX;

    /// Reads a key from its text, with ASCII white space around it removed.
    ///
    /// What is left must be an optional prefix `signkey-[A-Za-z0-9_]+-` of at most 64 bytes and an
    /// even, non-zero number of hexadecimal digits, 512 bytes together at most.
    ///
    /// # Errors
    ///
    /// `empty_key`, `key_too_long`, `malformed_key_prefix`, `event_key`, `non_hex_key` (with the
    /// position of the character) or `odd_key_length`, checked in this order.
    pub fn parse(text: impl AsRef<[u8]>) -> Result<Self, Error> {
        let text = text.as_ref().trim_ascii();
        if text.is_empty() {
            return Err(ErrorKind::EmptyKey.into());
        }
        if text.len() > TEXT_MAX {
            return Err(ErrorKind::KeyTooLong.into());
        }
        let prefix_len = prefix_len(text)?;
        let (prefix, digits) = text.split_at(prefix_len);
        if prefix.is_empty() && looks_like_event_key(text) {
            return Err(ErrorKind::EventKey.into());
        }
        check_digits(digits, prefix_len)?;

        let mut decoded = Zeroizing::new([0; TEXT_MAX / 2]);
        let decoded = &mut decoded[..digits.len() / 2];
        if !secret_hex::decode(digits, decoded) {
            return Err(ErrorKind::Internal.into());
        }
        let hash = Zeroizing::new(sha256(decoded));
        let mut key = Self {
            mac: MacKey::new(digits),
            id: KeyId::of(&hash),
            hash,
            prefix: Text::EMPTY,
        };
        key.prefix.push(prefix);
        Ok(key)
    }

    /// What may be shown of this key: the first 12 hexadecimal digits of its hash.
    #[must_use]
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// The token that authenticates calls to the platform's API: the prefix, then the SHA-256 of
    /// the decoded digits in hexadecimal. It goes behind `Bearer ` in `Authorization`.
    #[must_use]
    pub fn api_token(&self) -> ApiToken {
        let mut token = Text::EMPTY;
        token.push(self.prefix.as_bytes());
        token.push_secret_hex(&*self.hash);
        ApiToken(token)
    }

    /// Whether a text is the hash of this key, with or without a prefix, in place of a key.
    #[cfg(feature = "alloc")]
    pub(crate) fn is_hashed_as(&self, text: &[u8]) -> bool {
        let text = text.trim_ascii();
        let prefix_len = prefix_len(text).unwrap_or_default();
        let mut hash = Zeroizing::new([0; 32]);
        secret_hex::decode(&text[prefix_len..], &mut *hash) && equal(&*hash, &*self.hash)
    }

    pub(crate) fn mac(&self) -> &MacKey {
        &self.mac
    }

    /// The SHA-256 of the decoded digits, which is the secret of the API token.
    #[cfg(feature = "alloc")]
    pub(crate) fn hash(&self) -> &[u8; 32] {
        &self.hash
    }
}

impl FromStr for SigningKey {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::parse(text)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.id())
    }
}

/// The length of `signkey-<environment>-` at the front of the text, 0 without one.
pub(crate) fn prefix_len(text: &[u8]) -> Result<usize, Error> {
    let Some(rest) = text.strip_prefix(BRAND) else {
        return Ok(0);
    };
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let name_len = rest.iter().take_while(|byte| is_name(byte)).count();
    if name_len == 0 || rest.get(name_len) != Some(&b'-') {
        return Err(ErrorKind::MalformedKeyPrefix.into());
    }
    let len = BRAND.len() + name_len + 1;
    if len > PREFIX_MAX {
        return Err(ErrorKind::KeyTooLong.into());
    }
    Ok(len)
}

fn check_digits(digits: &[u8], prefix_len: usize) -> Result<(), Error> {
    if digits.is_empty() {
        return Err(ErrorKind::EmptyKey.into());
    }
    if let Some(at) = digits
        .iter()
        .position(|byte| secret_hex::digit(*byte).is_none())
    {
        let character = prefix_len + at + 1;
        return Err(Error::new(ErrorKind::NonHexKey, character as u64));
    }
    if digits.len() % 2 == 1 {
        return Err(ErrorKind::OddKeyLength.into());
    }
    Ok(())
}

/// Event keys are long random base64 texts, of which two thirds are not hexadecimal. A signing key
/// with a typing error stays under a quarter.
fn looks_like_event_key(text: &[u8]) -> bool {
    let is_base64 =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'/');
    let padding = text.iter().rev().take_while(|byte| **byte == b'=').count();
    let (digits, _) = text.split_at(text.len() - padding.min(2));
    let not_hex = digits
        .iter()
        .filter(|byte| secret_hex::digit(**byte).is_none());
    // The branches of `is_base64` depend on the characters: they come last, where no signing key comes.
    text.len() >= EVENT_KEY_MIN
        && not_hex.count() * 4 >= digits.len()
        && digits.iter().all(is_base64)
}

/// The printable id of a [`SigningKey`]: 12 lowercase hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct KeyId([u8; ID_DIGITS]);

impl KeyId {
    /// The size of an id, in bytes.
    pub const SIZE: usize = ID_DIGITS;

    /// The id of the key with this hash.
    fn of(hash: &[u8; 32]) -> Self {
        let mut id = [0; ID_DIGITS];
        let (shown, _) = hash.split_at(ID_DIGITS / 2);
        // As many digits as there is room for.
        let _ = hex::encode_to_slice(shown, &mut id);
        Self(id)
    }

    /// The id in a hash as apps show it: an optional prefix, then the first 12 or all 64 digits of the
    /// key's hash. `None` for everything else.
    #[must_use]
    pub fn of_hash(text: impl AsRef<[u8]>) -> Option<Self> {
        let text = text.as_ref();
        let (_, digits) = text.split_at(prefix_len(text).ok()?);
        let is_hash =
            matches!(digits.len(), ID_DIGITS | 64) && digits.iter().all(u8::is_ascii_hexdigit);
        let mut id: [u8; ID_DIGITS] = *digits.first_chunk()?;
        id.make_ascii_lowercase();
        is_hash.then_some(Self(id))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // It is ASCII, so this never falls back.
        core::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

/// The secret that authenticates API calls. Cleared when dropped; `Debug` is redacted.
pub struct ApiToken(Text<{ Self::MAX }>);

impl ApiToken {
    /// The longest token, in bytes.
    pub const MAX: usize = PREFIX_MAX + 64;

    /// The token as text, without `Bearer `. It is a secret.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Debug for ApiToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiToken([redacted])")
    }
}

impl Drop for ApiToken {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
