//! Verification: first the MAC, then the time.

use core::fmt;

use super::{
    header::{ReceivedHeader, SignatureHeader},
    key::KeyId,
    keyring::Keyring,
    window::ReplayWindow,
};
use crate::error::{Error, ErrorKind};
#[cfg(feature = "alloc")]
use crate::{
    json::{Compact, compact_within},
    signing::key::SigningKey,
};

/// The form of the body under which a signature matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Form {
    /// The bytes as received.
    Raw,
    /// The canonical form (RFC 8785) of the JSON received. Requests only.
    Canonical,
    /// The bytes less one trailing line feed. Responses only.
    Trimmed,
}

impl Form {
    /// The name that all languages share: `raw`, `canonical` or `trimmed`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Raw => "raw",
            Self::Canonical => "canonical",
            Self::Trimmed => "trimmed",
        }
    }
}

/// Proof that a message is authentic and timely. Only verification makes one.
#[derive(Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct Verified {
    key_index: usize,
    key_id: KeyId,
    form: Form,
    timestamp: u64,
    now: u64,
}

impl Verified {
    /// The index in the keyring of the key that matched; 0 is the primary.
    #[must_use]
    pub fn key_index(&self) -> usize {
        self.key_index
    }

    /// The id of the key that matched.
    #[must_use]
    pub fn key_id(&self) -> KeyId {
        self.key_id
    }

    /// The form of the body under which the signature matched.
    #[must_use]
    pub fn form(&self) -> Form {
        self.form
    }

    /// When the message was signed, in seconds since 1970-01-01 00:00 UTC.
    #[must_use]
    pub fn timestamp(&self) -> u64 {
        self.timestamp
    }

    /// The age of the signature in seconds; negative if it was ahead of the verifier's clock.
    #[must_use]
    pub fn age_seconds(&self) -> i64 {
        let skew = self.now.abs_diff(self.timestamp);
        let skew = i64::try_from(skew).unwrap_or(i64::MAX);
        if self.now >= self.timestamp {
            skew
        } else {
            -skew
        }
    }
}

impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified")
            .field("key_index", &self.key_index)
            .field("key_id", &self.key_id)
            .field("form", &self.form)
            .field("timestamp", &self.timestamp)
            .field("age_seconds", &self.age_seconds())
            .finish()
    }
}

/// What a caller may set for a verification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct VerifyOptions {
    /// The tolerated distance from the clock; five minutes on both sides by default.
    pub window: ReplayWindow,
    /// The largest body, in bytes, whose canonical form is tried; 4 MiB by default. A larger one can
    /// still match as received.
    pub max_json_size: usize,
}

impl VerifyOptions {
    /// The defaults of the protocol.
    pub const DEFAULT: Self = Self {
        window: ReplayWindow::DEFAULT,
        max_json_size: 4 << 20,
    };

    /// These options with another window.
    #[must_use]
    pub const fn with_window(mut self, window: ReplayWindow) -> Self {
        self.window = window;
        self
    }

    /// These options with another size limit, in bytes.
    #[must_use]
    pub const fn with_max_json_size(mut self, bytes: usize) -> Self {
        self.max_json_size = bytes;
        self
    }
}

impl Default for VerifyOptions {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl Keyring {
    /// Verifies a request: the body as received, and if no key matches that, its canonical form.
    ///
    /// `header` is the value of `X-Inngest-Signature`, `None` if there is none; `now` is the clock
    /// in seconds since 1970-01-01 00:00 UTC.
    ///
    /// # Errors
    ///
    /// `missing_signature`, `malformed_signature`, `signature_mismatch`, `expired` or
    /// `not_yet_valid`, checked in this order: the last two mean that the signature is authentic.
    #[cfg(feature = "alloc")]
    pub fn verify_request(
        &self,
        body: &[u8],
        header: Option<&[u8]>,
        now: u64,
        options: &VerifyOptions,
    ) -> Result<Verified, Error> {
        self.verify_received(body, &parse_header(header)?, now, options)
    }

    /// As [`Keyring::verify_request`], with a header that was read before.
    #[cfg(feature = "alloc")]
    pub(crate) fn verify_received(
        &self,
        body: &[u8],
        received: &ReceivedHeader<'_>,
        now: u64,
        options: &VerifyOptions,
    ) -> Result<Verified, Error> {
        let found = self.find_key(body, received).map(|key| (key, Form::Raw));
        let found = found.or_else(|| {
            let form = lossless_form(body, options)?;
            // The body itself was tried above.
            if form.whole() == Some(body) {
                return None;
            }
            let key = self.find_key_of_form(&form, received)?;
            Some((key, Form::Canonical))
        });
        conclude(found, &received.header, now, options.window)
    }

    /// Verifies the canonical form of a JSON document that has lost the bytes it was sent as, for
    /// frameworks that hand over parsed bodies only. The raw form is not tried.
    ///
    /// # Errors
    ///
    /// As [`Keyring::verify_request`].
    #[cfg(feature = "alloc")]
    pub fn verify_canonical(
        &self,
        json: &[u8],
        header: Option<&[u8]>,
        now: u64,
        options: &VerifyOptions,
    ) -> Result<Verified, Error> {
        let received = parse_header(header)?;
        let found = lossless_form(json, options)
            .and_then(|form| self.find_key_of_form(&form, &received))
            .map(|key| (key, Form::Canonical));
        conclude(found, &received.header, now, options.window)
    }

    /// Verifies a message in the form it was received, and in no other.
    ///
    /// # Errors
    ///
    /// As [`Keyring::verify_request`].
    pub fn verify_raw(
        &self,
        body: &[u8],
        header: Option<&[u8]>,
        now: u64,
        window: ReplayWindow,
    ) -> Result<Verified, Error> {
        let received = parse_header(header)?;
        let found = self.find_key(body, &received).map(|key| (key, Form::Raw));
        conclude(found, &received.header, now, window)
    }

    /// Verifies a response: the body as received, or less one trailing line feed. It is never
    /// canonicalized.
    ///
    /// # Errors
    ///
    /// As [`Keyring::verify_request`].
    pub fn verify_response(
        &self,
        body: &[u8],
        header: Option<&[u8]>,
        now: u64,
        window: ReplayWindow,
    ) -> Result<Verified, Error> {
        self.verify_received_response(body, &parse_header(header)?, now, window)
    }

    /// As [`Keyring::verify_response`], with a header that was read before.
    pub(crate) fn verify_received_response(
        &self,
        body: &[u8],
        received: &ReceivedHeader<'_>,
        now: u64,
        window: ReplayWindow,
    ) -> Result<Verified, Error> {
        let found = self.find_key(body, received).map(|key| (key, Form::Raw));
        let found = found.or_else(|| {
            let trimmed = body.strip_suffix(b"\n")?;
            let key = self.find_key(trimmed, received)?;
            Some((key, Form::Trimmed))
        });
        conclude(found, &received.header, now, window)
    }

    /// The first key under which the bytes have the header's MAC.
    fn find_key(&self, bytes: &[u8], received: &ReceivedHeader<'_>) -> Option<(usize, KeyId)> {
        let parts = [bytes, received.digits];
        self.keys()
            .enumerate()
            .find(|(_, key)| key.mac().matches(parts, received.header.mac()))
            .map(|(index, key)| (index, key.id()))
    }

    /// As [`Keyring::find_key`], for a canonical form.
    #[cfg(feature = "alloc")]
    fn find_key_of_form(
        &self,
        form: &Compact<'_>,
        received: &ReceivedHeader<'_>,
    ) -> Option<(usize, KeyId)> {
        if let Some(bytes) = form.whole() {
            return self.find_key(bytes, received);
        }
        let matches = |key: &SigningKey| {
            let mut state = key.mac().begin();
            form.for_each_part(|part| state.update(part));
            state.update(received.digits);
            state.matches(received.header.mac())
        };
        self.keys()
            .enumerate()
            .find(|(_, key)| matches(key))
            .map(|(index, key)| (index, key.id()))
    }
}

#[cfg(feature = "alloc")]
impl Verified {
    /// The key that matched, out of the keyring that verified the message.
    ///
    /// # Errors
    ///
    /// `invalid_argument` for another keyring.
    pub(crate) fn key<'k>(&self, keyring: &'k Keyring) -> Result<&'k SigningKey, Error> {
        let key = keyring.key(self.key_index);
        let key = key.filter(|key| key.id() == self.key_id);
        key.ok_or(ErrorKind::InvalidArgument.into())
    }
}

impl Verified {
    /// The last step of every verification: the time.
    pub(crate) fn new(
        key_index: usize,
        key_id: KeyId,
        form: Form,
        timestamp: u64,
        now: u64,
        window: ReplayWindow,
    ) -> Result<Self, Error> {
        window.check(timestamp, now)?;
        Ok(Self {
            key_index,
            key_id,
            form,
            timestamp,
            now,
        })
    }
}

/// The verdict on a message once the key and the form are known, or known to be none.
fn conclude(
    found: Option<((usize, KeyId), Form)>,
    header: &SignatureHeader,
    now: u64,
    window: ReplayWindow,
) -> Result<Verified, Error> {
    let ((key_index, key_id), form) = found.ok_or(ErrorKind::SignatureMismatch)?;
    Verified::new(key_index, key_id, form, header.timestamp(), now, window)
}

pub(crate) fn parse_header(header: Option<&[u8]>) -> Result<ReceivedHeader<'_>, Error> {
    ReceivedHeader::parse(header.ok_or(ErrorKind::MissingSignature)?)
}

/// The canonical form, if the document has one that is no other document's.
#[cfg(feature = "alloc")]
fn lossless_form<'a>(json: &'a [u8], options: &VerifyOptions) -> Option<Compact<'a>> {
    let form = compact_within(json, options.max_json_size).ok()?;
    form.is_lossless().then_some(form)
}
