//! Hexadecimal without branches and tables that depend on the digits, which may be secret.
//!
//! What is public goes through the crate `hex`, which is also what the tests hold this against.

/// The value of a hexadecimal digit of either case.
pub(crate) const fn digit(byte: u8) -> Option<u8> {
    match nibble(byte) {
        value @ 0..16 => Some(value.to_le_bytes()[0]),
        _ => None,
    }
}

/// The value of a hexadecimal digit, -1 for any other byte.
const fn nibble(byte: u8) -> i16 {
    let byte = byte as i16;
    // Each mask is all ones if the byte lies in its range, else zero.
    let mut value = -1;
    value += (((0x2f - byte) & (byte - 0x3a)) >> 8) & (byte - 0x2f);
    value += (((0x40 - byte) & (byte - 0x47)) >> 8) & (byte - 0x36);
    value += (((0x60 - byte) & (byte - 0x67)) >> 8) & (byte - 0x56);
    value
}

/// Writes two lowercase digits a byte, for as long as there is room.
pub(crate) fn encode(bytes: &[u8], out: &mut [u8]) {
    const fn character(nibble: u8) -> u8 {
        // From '9' on, a step over to 'a'.
        nibble + b'0' + (9_u8.wrapping_sub(nibble) >> 7) * (b'a' - b'9' - 1)
    }
    for (byte, pair) in bytes.iter().zip(out.chunks_exact_mut(2)) {
        pair.copy_from_slice(&[character(byte >> 4), character(byte & 15)]);
    }
}

/// Reads two digits a byte. `false` if a digit is not hexadecimal or the lengths do not fit.
pub(crate) fn decode(digits: &[u8], out: &mut [u8]) -> bool {
    if digits.len() != out.len() * 2 {
        return false;
    }
    let mut wrong = 0;
    for (pair, byte) in digits.chunks_exact(2).zip(out) {
        let value = nibble(pair[0]) << 4 | nibble(pair[1]);
        wrong |= value;
        *byte = value.to_le_bytes()[0];
    }
    wrong >= 0
}

/// Reads the 64 lowercase digits of a hash or MAC. `None` if a character is anything else.
///
/// Two plain loops over arrays, which compilers turn into vector instructions: a received MAC is
/// public, but the crate `hex` would take a tenth of a verification for it.
pub(crate) fn decode_lowercase(digits: &[u8; 64]) -> Option<[u8; 32]> {
    let mut nibbles = [0; 64];
    let mut is_hex = true;
    for (nibble, character) in nibbles.iter_mut().zip(digits) {
        let digit = character.wrapping_sub(b'0');
        let letter = character.wrapping_sub(b'a');
        is_hex &= (digit < 10) | (letter < 6);
        *nibble = if digit < 10 {
            digit
        } else {
            letter.wrapping_add(10)
        };
    }
    let mut bytes = [0; 32];
    for (byte, [high, low]) in bytes.iter_mut().zip(nibbles.as_chunks().0) {
        *byte = high << 4 | low;
    }
    is_hex.then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes in all pairs, so that each digit stands in front of each other one.
    fn samples() -> impl Iterator<Item = [u8; 32]> {
        (0..=255_u8).map(|first| {
            let mut bytes = [0; 32];
            for (byte, at) in bytes.iter_mut().zip(0..) {
                *byte = first.wrapping_mul(31).wrapping_add(37_u8.wrapping_mul(at));
            }
            bytes[0] = first;
            bytes
        })
    }

    #[test]
    fn digits_are_those_of_the_crate_hex() {
        for bytes in samples() {
            let mut expected = [0; 64];
            assert_eq!(hex::encode_to_slice(bytes, &mut expected), Ok(()));
            let mut digits = [0; 64];
            encode(&bytes, &mut digits);
            assert_eq!(digits, expected);
            assert_eq!(decode_lowercase(&digits), Some(bytes));
            for digits in [digits, digits.map(|digit| digit.to_ascii_uppercase())] {
                let mut decoded = [0; 32];
                assert!(decode(&digits, &mut decoded));
                assert_eq!(decoded, bytes);
            }
        }
    }

    #[test]
    fn every_character_is_a_digit_or_none_as_the_crate_hex_says() {
        for (byte, place) in (0..=u8::MAX).flat_map(|byte| [0, 1, 31, 62, 63].map(|at| (byte, at)))
        {
            let mut digits = [b'0'; 64];
            digits[place] = byte;
            let mut expected = [0; 32];
            let is_hex = hex::decode_to_slice(digits, &mut expected).is_ok();
            let mut decoded = [0; 32];
            assert_eq!(decode(&digits, &mut decoded), is_hex, "{byte}");
            assert_eq!(digit(byte).is_some(), is_hex, "{byte}");
            let lower = is_hex && !byte.is_ascii_uppercase();
            assert_eq!(
                decode_lowercase(&digits),
                lower.then_some(expected),
                "{byte}"
            );
            if is_hex {
                assert_eq!(decoded, expected, "{byte}");
                let value = char::from(byte).to_digit(16);
                assert_eq!(digit(byte).map(u32::from), value, "{byte}");
            }
        }
    }

    #[test]
    fn lengths_must_fit() {
        let digits = [b'a'; 9];
        for len in 0..=digits.len() {
            let mut out = [0; 3];
            assert_eq!(decode(&digits[..len], &mut out), len == 6, "{len}");
        }
        let mut room = [b'.'; 5];
        encode(&[0xab, 0xcd, 0xef], &mut room);
        assert_eq!(&room, b"abcd.");
    }
}
