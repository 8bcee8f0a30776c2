//! The value of `X-Inngest-Signature`: `t=<seconds>&s=<64 lowercase hexadecimal digits>`.

use core::fmt;

use super::mac::MAC_SIZE;
use crate::{
    error::{Error, ErrorKind},
    secret_hex,
    text::Text,
};

const TIMESTAMP_DIGITS: usize = 19;
const MAC_DIGITS: usize = 2 * MAC_SIZE;

/// The decimal digits of a timestamp, as they are signed.
pub(crate) type TimestampText = Text<TIMESTAMP_DIGITS>;

/// A signature header: when the message was signed, and its MAC.
///
/// Signature headers cannot be compared with `==`, which would not be constant-time.
#[derive(Clone, Copy)]
pub struct SignatureHeader {
    timestamp: u64,
    mac: [u8; MAC_SIZE],
}

impl SignatureHeader {
    /// The name of the HTTP header.
    pub const NAME: &'static str = "X-Inngest-Signature";

    /// The longest value, in bytes.
    pub const MAX: usize = 2 + TIMESTAMP_DIGITS + 3 + MAC_DIGITS;

    /// The latest timestamp that the form can hold, in seconds.
    pub const TIMESTAMP_MAX: u64 = 9_999_999_999_999_999_999;

    /// Reads the one form that is accepted: `t=`, 1 to 19 digits without a leading zero, `&s=`, and
    /// 64 lowercase hexadecimal digits.
    ///
    /// # Errors
    ///
    /// `malformed_signature` for everything else.
    pub fn parse(value: &[u8]) -> Result<Self, Error> {
        Ok(ReceivedHeader::parse(value)?.header)
    }

    /// A header of a MAC that was computed over this timestamp.
    pub(crate) fn new(timestamp: u64, mac: [u8; MAC_SIZE]) -> Self {
        Self { timestamp, mac }
    }

    /// When the message was signed: seconds since 1970-01-01 00:00 UTC.
    #[must_use]
    pub fn timestamp(&self) -> u64 {
        self.timestamp
    }

    /// The HMAC-SHA256, 32 bytes.
    #[must_use]
    pub fn mac(&self) -> &[u8; MAC_SIZE] {
        &self.mac
    }

    /// The value as text, without an allocation.
    #[must_use]
    pub fn to_text(&self) -> HeaderText {
        let mut text = Text::EMPTY;
        text.push(b"t=");
        text.push_decimal(self.timestamp);
        text.push(b"&s=");
        text.push_hex(&self.mac);
        HeaderText(text)
    }

    /// The timestamp in the decimal form that is signed behind the body.
    pub(crate) fn timestamp_text(&self) -> TimestampText {
        let mut text = Text::EMPTY;
        text.push_decimal(self.timestamp);
        text
    }
}

impl fmt::Display for SignatureHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_text().0.fmt(f)
    }
}

impl fmt::Debug for SignatureHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignatureHeader({self})")
    }
}

/// A header as received: the digits of its timestamp are signed, so they are not written anew.
pub(crate) struct ReceivedHeader<'a> {
    pub(crate) header: SignatureHeader,
    pub(crate) digits: &'a [u8],
}

impl<'a> ReceivedHeader<'a> {
    pub(crate) fn parse(value: &'a [u8]) -> Result<Self, Error> {
        Self::parse_parts(value).ok_or(ErrorKind::MalformedSignature.into())
    }

    fn parse_parts(value: &'a [u8]) -> Option<Self> {
        let (front, mac) = value.split_last_chunk()?;
        let digits = front.strip_prefix(b"t=")?.strip_suffix(b"&s=")?;
        let header = SignatureHeader {
            timestamp: parse_timestamp(digits)?,
            mac: secret_hex::decode_lowercase(mac)?,
        };
        Some(Self { header, digits })
    }
}

/// A signature header as text.
#[derive(Clone, Copy)]
pub struct HeaderText(Text<{ SignatureHeader::MAX }>);

impl HeaderText {
    /// The value to send as `X-Inngest-Signature`: ASCII.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Debug for HeaderText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HeaderText({})", self.as_str())
    }
}

/// At most 19 digits fit a `u64`, so that nothing wraps: what is spared is the check for it.
fn parse_timestamp(digits: &[u8]) -> Option<u64> {
    match digits {
        [] | [b'0', _, ..] => None,
        _ if digits.len() > TIMESTAMP_DIGITS => None,
        _ => digits.iter().try_fold(0_u64, |value, byte| match byte {
            b'0'..=b'9' => Some(value.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'))),
            _ => None,
        }),
    }
}
