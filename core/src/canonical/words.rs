//! Searches through text by the word, in all bytes of it at once.

use core::hint::select_unpredictable;

/// The size of two words.
const STEP: usize = 16;
const ONES: u64 = u64::from_ne_bytes([1; 8]);
const HIGHS: u64 = u64::from_ne_bytes([0x80; 8]);

/// White space of RFC 8259, section 2.
pub(super) const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// The length of the white space at the front.
#[inline]
pub(super) fn space_len(bytes: &[u8]) -> usize {
    let mut len = 0;
    loop {
        let rest = bytes.get(len..).unwrap_or_default();
        // Indentation is looked through by the word.
        if let Some(word) = rest.first_chunk() {
            let others = u64::from_le_bytes(*word) ^ (ONES * 0x20);
            let spaces = others.trailing_zeros() as usize / 8;
            len += spaces;
            if spaces == 8 {
                continue;
            }
        }
        match bytes.get(len) {
            Some(byte) if is_space(*byte) => len += 1,
            _ => return len,
        }
    }
}

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
        let marks = (values.wrapping_add(ONES * 0x76) | values) & HIGHS;
        len += marks.trailing_zeros() as usize / 8;
        if marks != 0 {
            return len;
        }
    }
}

/// The number of bytes from `at` up to the first quote, backslash or control character, or to the
/// end.
#[inline(always)]
pub(super) fn plain_len(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    match rest.split_first_chunk() {
        Some((words, behind)) => match first_special(words) {
            // Most strings end before: it pays to keep the loop out of their way.
            STEP => STEP + plain_len_of_long(behind),
            len => len,
        },
        None => plain_len_at_end(rest),
    }
}

#[inline(never)]
fn plain_len_of_long(bytes: &[u8]) -> usize {
    let (chunks, end) = bytes.as_chunks();
    for (index, words) in chunks.iter().enumerate() {
        let len = first_special(words);
        if len < STEP {
            return index * STEP + len;
        }
    }
    chunks.len() * STEP + plain_len_at_end(end)
}

#[cold]
fn plain_len_at_end(bytes: &[u8]) -> usize {
    let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
    let plain = bytes.iter().take_while(|byte| !is_special(byte));
    plain.count()
}

/// Where the first special byte lies in two words; [`STEP`] if there is none.
#[inline(always)]
fn first_special(words: &[u8; STEP]) -> usize {
    let words = u128::from_le_bytes(*words);
    let [low, high] = [words, words >> 64].map(special_bytes);
    // Where short strings end is not to be predicted.
    select_unpredictable(low != 0, low.trailing_zeros(), 64 + high.trailing_zeros()) as usize / 8
}

/// Marks the special bytes of the lower word in their highest bits; behind the first, marks may be
/// wrong.
#[inline(always)]
#[expect(
    clippy::cast_possible_truncation,
    reason = "the lower word is asked for"
)]
const fn special_bytes(words: u128) -> u64 {
    let word = words as u64;
    // Flipping a bit moves the quote next to the control characters, which stay among themselves.
    let control_or_quote = (word ^ (ONES * 0x02)).wrapping_sub(ONES * 0x21);
    let backslash = (word ^ (ONES * 0x5c)).wrapping_sub(ONES);
    // What was flipped is not the highest bit, so the word says where that was set before.
    (control_or_quote | backslash) & !word & HIGHS
}
