//! Searches through text by the word, in all bytes of it at once.

pub(super) const ONES: u64 = u64::from_ne_bytes([1; 8]);
const HIGHS: u64 = u64::from_ne_bytes([0x80; 8]);

/// White space of RFC 8259, section 2.
pub(super) const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// How many bits are in front of the first byte of this value in a word; all if there is none. The
/// lowest byte of the word is the first.
#[inline(always)]
pub(super) const fn first_of(word: u64, byte: u8) -> u32 {
    let others = word ^ (ONES * byte as u64);
    // A zero byte is marked, and behind the first one perhaps others are.
    let marks = others.wrapping_sub(ONES) & !others & HIGHS;
    marks.trailing_zeros() & !7
}

/// The length of the white space at the front.
#[inline]
pub(super) fn space_len(bytes: &[u8]) -> usize {
    let mut len = 0;
    while bytes.get(len).is_some_and(|byte| is_space(*byte)) {
        len += 1;
        // Indentation is looked through by the word.
        while let Some(word) = bytes.get(len..).and_then(<[u8]>::first_chunk) {
            let others = u64::from_le_bytes(*word) ^ (ONES * 0x20);
            let spaces = others.trailing_zeros() as usize / 8;
            len += spaces;
            if spaces < 8 {
                break;
            }
        }
    }
    len
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
