//! Strings: control characters escaped the shortest way, everything else as it is (RFC 8785,
//! section 3.2.2.2).

use super::scanner::Scanner;
use crate::error::ErrorKind;

impl Scanner<'_, '_> {
    /// Scans a string from its opening to its closing quote. Says whether its canonical form holds
    /// escapes.
    #[inline(always)]
    pub(super) fn string(&mut self) -> Result<bool, ErrorKind> {
        // The opening quote is the next one: all in front of it were asked for or passed.
        self.index.next();
        self.at = self.index.next();
        if self.peek() == Some(b'"') {
            self.at += 1;
            return Ok(false);
        }
        self.escapes()
    }

    /// Scans on from the first byte that is not plain.
    #[inline(never)]
    fn escapes(&mut self) -> Result<bool, ErrorKind> {
        let mut escaped = false;
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(escaped);
                }
                Some(b'\\') => escaped |= self.escape()?,
                _ => return Err(ErrorKind::InvalidJson),
            }
            self.index.pass(self.at);
            self.at = self.index.next();
        }
    }

    /// Scans an escape and rewrites it if need be. Says whether an escape is left.
    fn escape(&mut self) -> Result<bool, ErrorKind> {
        match self.rest().get(1) {
            Some(b'"' | b'\\' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.at += 2;
                Ok(true)
            }
            Some(b'/') => {
                self.rewrite(2, b"/")?;
                Ok(false)
            }
            Some(b'u') => self.unicode_escape(),
            _ => Err(ErrorKind::InvalidJson),
        }
    }

    fn unicode_escape(&mut self) -> Result<bool, ErrorKind> {
        let Some(unit) = code_unit(self.rest()) else {
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
                let digits = hex::encode_to_slice(unit.to_be_bytes(), &mut long[2..]);
                digits.map_err(|_| ErrorKind::Internal)?;
                self.rewrite(6, &long)?;
                return Ok(true);
            }
            _ => {
                let (character, len) = self.character(unit)?;
                self.rewrite(len, character.encode_utf8(&mut [0; 4]).as_bytes())?;
                return Ok(false);
            }
        };
        self.rewrite(6, short)?;
        Ok(true)
    }

    /// The character that this code unit begins, and the length of its escapes in bytes.
    fn character(&self, unit: u16) -> Result<(char, usize), ErrorKind> {
        let lone = ErrorKind::JsonLoneSurrogate;
        if let Some(character) = char::from_u32(u32::from(unit)) {
            return Ok((character, 6));
        }
        let low = code_unit(&self.rest()[6..]).ok_or(lone)?;
        match char::decode_utf16([unit, low]).next() {
            Some(Ok(character)) => Ok((character, 12)),
            _ => Err(lone),
        }
    }
}

/// The code unit of an escape `\uXXXX` at the front of the bytes.
pub(super) fn code_unit(bytes: &[u8]) -> Option<u16> {
    let digits = bytes.strip_prefix(b"\\u")?.get(..4)?;
    let mut unit = [0; 2];
    let decoded = hex::decode_to_slice(digits, &mut unit);
    decoded.is_ok().then(|| u16::from_be_bytes(unit))
}
