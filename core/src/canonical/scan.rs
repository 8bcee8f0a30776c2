//! Searches through many bytes at once. The compiler makes vector instructions of them.

use core::hint::select_unpredictable;

const STEP: usize = 16;

/// The number of bytes from `at` up to the first quote, backslash or control character, or to the
/// end.
#[inline(always)]
pub(super) fn plain_len(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    // Most strings end within the first step.
    match rest.first_chunk() {
        Some(chunk) => match first_special(chunk) {
            STEP => STEP + plain_len_of_long(&rest[STEP..]),
            len => len,
        },
        None => plain_len_of_short(rest),
    }
}

#[inline(never)]
fn plain_len_of_long(bytes: &[u8]) -> usize {
    let (chunks, short) = bytes.as_chunks();
    for (index, chunk) in chunks.iter().enumerate() {
        let len = first_special(chunk);
        if len < STEP {
            return index * STEP + len;
        }
    }
    chunks.len() * STEP + plain_len_of_short(short)
}

#[cold]
fn plain_len_of_short(bytes: &[u8]) -> usize {
    let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
    let plain = bytes.iter().take_while(|byte| !is_special(byte));
    plain.count()
}

/// Where the first special byte lies; [`STEP`] if there is none.
#[inline(always)]
fn first_special(chunk: &[u8; STEP]) -> usize {
    let word = u128::from_le_bytes(*chunk);
    let low = special_bytes(low_half(word));
    let high = special_bytes(low_half(word >> 64));
    // Where short strings end is not to be predicted.
    select_unpredictable(low != 0, low.trailing_zeros(), 64 + high.trailing_zeros()) as usize / 8
}

/// Marks the special bytes of a word in their highest bits; behind the first, marks may be wrong.
#[inline(always)]
const fn special_bytes(word: u64) -> u64 {
    // Flipping a bit moves the quote next to the control characters, which stay among themselves.
    let control_or_quote = (word ^ (ONES * 0x02)).wrapping_sub(ONES * 0x21);
    let backslash = (word ^ (ONES * 0x5c)).wrapping_sub(ONES);
    // What was flipped is not the highest bit, so the word says where that was set before.
    (control_or_quote | backslash) & !word & (ONES * 0x80)
}

#[expect(clippy::cast_possible_truncation, reason = "half of it is asked for")]
const fn low_half(word: u128) -> u64 {
    word as u64
}

const ONES: u64 = u64::from_ne_bytes([1; 8]);

/// The number of digits from `at` on.
#[inline(always)]
pub(super) fn digits_len(bytes: &[u8], at: usize) -> usize {
    let mut len = 0;
    loop {
        let rest = bytes.get(at + len..).unwrap_or_default();
        let Some(word) = rest.first_chunk() else {
            return len + rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        };
        // Digits become 0 to 9, and only for these does adding 0x76 not reach the highest bit. A
        // carry can only come from a byte that is marked itself.
        let values = u64::from_le_bytes(*word) ^ (ONES * 0x30);
        let marks = (values.wrapping_add(ONES * 0x76) | values) & (ONES * 0x80);
        len += marks.trailing_zeros() as usize / 8;
        if marks != 0 {
            return len;
        }
    }
}
