//! The encodings of fields: lowercase hexadecimal, decimal, and `-` for an absent value.

use crate::refusal::{INVALID_ARGUMENT, Refusal};

pub(crate) fn keys(field: &[u8]) -> Result<Vec<Option<Vec<u8>>>, Refusal> {
    field
        .split(|byte| *byte == b',')
        .map(absent_or_bytes)
        .collect()
}

pub(crate) fn absent_or_bytes(field: &[u8]) -> Result<Option<Vec<u8>>, Refusal> {
    match field {
        b"-" => Ok(None),
        _ => bytes(field).map(Some),
    }
}

pub(crate) fn bytes(field: &[u8]) -> Result<Vec<u8>, Refusal> {
    let (pairs, []) = field.as_chunks::<2>() else {
        return Err(INVALID_ARGUMENT);
    };
    pairs
        .iter()
        .map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?))
        .collect::<Option<_>>()
        .ok_or(INVALID_ARGUMENT)
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}

/// Digits alone, within 64 bits.
pub(crate) fn integer(field: &[u8]) -> Result<u64, Refusal> {
    let text = str::from_utf8(field).map_err(|_| INVALID_ARGUMENT)?;
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(INVALID_ARGUMENT);
    }
    text.parse().map_err(|_| INVALID_ARGUMENT)
}

pub(crate) fn hex(bytes: impl AsRef<[u8]>) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let nibbles = bytes
        .as_ref()
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15]);
    nibbles
        .map(|nibble| char::from(DIGITS[usize::from(nibble)]))
        .collect()
}
