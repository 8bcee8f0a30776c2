//! Hexadecimal without branches and tables that depend on the digits, which may be secret.

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
/// Two plain loops over arrays, which compilers turn into vector instructions.
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
