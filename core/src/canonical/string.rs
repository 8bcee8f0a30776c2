//! Strings: control characters escaped the shortest way, everything else as it is (RFC 8785,
//! section 3.2.2.2).

use super::scanner::Scanner;
use crate::{error::ErrorKind, hex};

/// Scans a string from its opening to its closing quote. Says whether its canonical form holds
/// escapes.
#[inline(always)]
pub(super) fn scan(scanner: &mut Scanner<'_>) -> Result<bool, ErrorKind> {
    // Most names and many values end within a word: no loop, no call.
    if let Some([_, word @ ..]) = scanner.rest().first_chunk::<{ 1 + WORD }>()
        && let Some(len) = special_in(*word)
        && word.get(len) == Some(&b'"')
    {
        scanner.at += len + 2;
        return Ok(false);
    }
    scan_long(scanner)
}

fn scan_long(scanner: &mut Scanner<'_>) -> Result<bool, ErrorKind> {
    scanner.at += 1;
    let mut escaped = false;
    loop {
        scanner.at += plain_len(scanner.rest());
        match scanner.peek() {
            Some(b'"') => {
                scanner.at += 1;
                return Ok(escaped);
            }
            Some(b'\\') => escaped |= escape(scanner)?,
            _ => return Err(ErrorKind::InvalidJson),
        }
    }
}

/// The number of bytes in front of the first quote, backslash or control character.
#[inline]
pub(super) fn plain_len(bytes: &[u8]) -> usize {
    let (words, rest) = bytes.as_chunks();
    for (index, word) in words.iter().enumerate() {
        if let Some(at) = special_in(*word) {
            return index * WORD + at;
        }
    }
    let plain = rest.iter().take_while(|byte| !is_special(**byte));
    words.len() * WORD + plain.count()
}

const WORD: usize = 8;

const fn is_special(byte: u8) -> bool {
    byte == b'"' || byte == b'\\' || byte < 0x20
}

/// The first special byte of a word, found in all its bytes at once.
#[inline]
fn special_in(word: [u8; WORD]) -> Option<usize> {
    const ONES: u64 = u64::from_ne_bytes([0x01; WORD]);
    const HIGHS: u64 = u64::from_ne_bytes([0x80; WORD]);
    // A borrow can only mark bytes above one that is marked rightly, so the lowest mark is exact.
    let below = |word: u64, bound: u64| word.wrapping_sub(ONES * bound) & !word & HIGHS;
    let word = u64::from_le_bytes(word);
    // Flipping a bit moves the quote next to the control characters, which stay among themselves.
    let control_or_quote = below(word ^ (ONES * 0x02), 0x21);
    let backslash = below(word ^ (ONES * u64::from(b'\\')), 1);
    let marks = control_or_quote | backslash;
    (marks != 0).then(|| marks.trailing_zeros() as usize / WORD)
}

/// Scans an escape and rewrites it if need be. Says whether an escape is left.
fn escape(scanner: &mut Scanner<'_>) -> Result<bool, ErrorKind> {
    match scanner.rest().get(1) {
        Some(b'"' | b'\\' | b'b' | b'f' | b'n' | b'r' | b't') => {
            scanner.at += 2;
            Ok(true)
        }
        Some(b'/') => {
            scanner.rewrite(2, b"/")?;
            Ok(false)
        }
        Some(b'u') => unicode_escape(scanner),
        _ => Err(ErrorKind::InvalidJson),
    }
}

fn unicode_escape(scanner: &mut Scanner<'_>) -> Result<bool, ErrorKind> {
    let Some(unit) = code_unit(scanner.rest()) else {
        return Err(ErrorKind::InvalidJson);
    };
    let short = match unit {
        0x08 => b"\\b",
        0x09 => b"\\t",
        0x0a => b"\\n",
        0x0c => b"\\f",
        0x0d => b"\\r",
        0x22 => b"\\\"",
        0x5c => b"\\\\",
        0x00..0x20 => {
            let mut long = *b"\\u0000";
            let [_, low] = unit.to_be_bytes();
            hex::encode(&[low], &mut long[4..]);
            scanner.rewrite(6, &long)?;
            return Ok(true);
        }
        _ => {
            let (character, len) = character(scanner, unit)?;
            scanner.rewrite(len, character.encode_utf8(&mut [0; 4]).as_bytes())?;
            return Ok(false);
        }
    };
    scanner.rewrite(6, short)?;
    Ok(true)
}

/// The character that this code unit begins, and the length of its escapes in bytes.
fn character(scanner: &Scanner<'_>, unit: u16) -> Result<(char, usize), ErrorKind> {
    let lone = ErrorKind::JsonLoneSurrogate;
    if let Some(character) = char::from_u32(u32::from(unit)) {
        return Ok((character, 6));
    }
    let low = code_unit(&scanner.rest()[6..]).ok_or(lone)?;
    match char::decode_utf16([unit, low]).next() {
        Some(Ok(character)) => Ok((character, 12)),
        _ => Err(lone),
    }
}

/// The code unit of an escape `\uXXXX` at the front of the bytes.
pub(super) fn code_unit(bytes: &[u8]) -> Option<u16> {
    let digits = bytes.strip_prefix(b"\\u")?.get(..4)?;
    let mut unit = [0; 2];
    hex::decode(digits, &mut unit).then(|| u16::from_be_bytes(unit))
}
