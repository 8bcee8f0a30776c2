//! A signature header, however it is spelled.

use alloc::{string::String, vec::Vec};

use super::cause::Cause;
use crate::signing::{ReceivedHeader, SignatureHeader, TimestampText};

/// A signature that was found in headers of another form.
pub(super) struct Respelled {
    pub(super) header: SignatureHeader,
    pub(super) digits: TimestampText,
    /// What is other about the form.
    pub(super) cause: Cause,
}

impl Respelled {
    pub(super) fn received(&self) -> ReceivedHeader<'_> {
        ReceivedHeader {
            header: self.header,
            digits: self.digits.as_bytes(),
        }
    }
}

/// The signatures in headers that are not of the one form.
pub(super) fn respell(headers: &[&[u8]]) -> Vec<Respelled> {
    let mut joined = String::new();
    for header in headers {
        joined.push_str(&String::from_utf8_lossy(header));
        joined.push('&');
    }
    let plain = unescape(&joined);
    let is_separator =
        |c: char| matches!(c, '&' | ',' | ';' | '"' | '\'' | '`') || c.is_whitespace();
    let (mut times, mut macs) = (Vec::new(), Vec::new());
    for field in plain.split(is_separator) {
        let value = field.rsplit(['=', ':']).next().unwrap_or_default();
        if is_mac(value) {
            macs.push(value);
        } else if is_time(value) {
            times.push(value);
        }
    }
    let cause = cause(headers, &joined, &plain, (&times, &macs));
    let pairs = macs
        .iter()
        .flat_map(|mac| times.iter().map(move |time| (*time, *mac)));
    let found = pairs.filter_map(|(time, mac)| {
        let mut bytes = [0; 32];
        hex::decode_to_slice(mac.as_bytes(), &mut bytes).ok()?;
        let mut digits = TimestampText::EMPTY;
        digits.push(time.as_bytes());
        let header = SignatureHeader::new(time.trim_start_matches('+').parse().ok()?, bytes);
        Some(Respelled {
            header,
            digits,
            cause,
        })
    });
    // A message has few headers; no more are worth a MAC.
    found.take(16).collect()
}

fn is_mac(value: &str) -> bool {
    value.len() == 64 && value.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_time(value: &str) -> bool {
    let digits = value.strip_prefix('+').unwrap_or(value);
    (1..20).contains(&value.len())
        && !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// What is other about the form, the rarest first.
fn cause(headers: &[&[u8]], joined: &str, plain: &str, (times, macs): (&[&str], &[&str])) -> Cause {
    let is_upper = |mac: &&str| mac.bytes().any(|byte| byte.is_ascii_uppercase());
    let lower = plain.to_ascii_lowercase();
    match () {
        () if headers.len() > 1 || times.len() > 1 || macs.len() > 1 => Cause::HeaderRepeated,
        () if joined != plain => Cause::HeaderEscaped,
        () if plain.contains(['"', '\'', '`']) || lower.contains("x-inngest-signature") => {
            Cause::HeaderQuoted
        }
        () if times
            .iter()
            .any(|time| time.len() > 1 && time.starts_with(['0', '+'])) =>
        {
            Cause::HeaderZeros
        }
        () if plain.contains(char::is_whitespace) => Cause::HeaderSpaced,
        () if macs.iter().any(is_upper) => Cause::HeaderCase,
        () => Cause::HeaderOrder,
    }
}

/// Percent-encoding and the one entity of HTML that the form needs, undone.
fn unescape(text: &str) -> String {
    let text = text.replace("&amp;", "&").replace("\\u0026", "&");
    let mut plain = String::new();
    let mut rest = text.as_str();
    while let Some((front, behind)) = rest.split_once('%') {
        plain.push_str(front);
        let mut byte = [0_u8];
        match behind.as_bytes().split_at_checked(2) {
            Some((digits, _))
                if hex::decode_to_slice(digits, &mut byte).is_ok() && byte[0].is_ascii() =>
            {
                plain.push(char::from(byte[0]));
                rest = &behind[2..];
            }
            _ => {
                plain.push('%');
                rest = behind;
            }
        }
    }
    plain + rest
}
