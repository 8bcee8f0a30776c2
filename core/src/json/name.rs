//! The order of names: that of their UTF-16 code units (RFC 8785, section 3.2.3), found in UTF-8.

use core::cmp::Ordering;

use super::swar;

/// The rank of a byte of UTF-8 in the order of UTF-16 code units. Bytes are in that order already,
/// but U+E000 to U+FFFF (lead bytes EE and EF) come behind the surrogates of all that is higher.
const fn rank(byte: u8) -> u8 {
    match byte {
        0xee | 0xef => byte + 0x10,
        _ => byte,
    }
}

/// [`rank`], with the quote, which ends a name, before all else.
static RANKS: [u8; 256] = {
    let mut ranks = [0; 256];
    let mut byte = 0;
    while byte < 0xff {
        byte += 1;
        ranks[byte as usize] = if byte == b'"' { 0 } else { rank(byte) };
    }
    ranks
};

/// Whether a name comes before another one. Neither has escapes; `left` and `right` are where they
/// begin behind their opening quotes, `end` is where the right one has its closing quote.
#[inline(always)]
pub(super) fn ascend(bytes: &[u8], mut left: usize, mut right: usize, end: usize) -> bool {
    loop {
        let words = (bytes[left..].first_chunk(), bytes[right..].first_chunk());
        let (Some(left_word), Some(right_word)) = words else {
            return ascend_at_end(bytes, left, right, end);
        };
        let left_word = u64::from_le_bytes(*left_word);
        let right_word = u64::from_le_bytes(*right_word);
        let shift = (left_word ^ right_word).trailing_zeros() & !7;
        if shift < u64::BITS {
            let rank = |word: u64| RANKS[(word >> shift & 0xff) as usize];
            // Names that only differ behind the closing quote are the same.
            return right + shift as usize / 8 <= end && rank(left_word) < rank(right_word);
        }
        if right + 8 > end {
            return false;
        }
        left += 8;
        right += 8;
    }
}

/// As [`ascend`] at the end of the document, where there is no whole word.
#[cold]
fn ascend_at_end(bytes: &[u8], left: usize, right: usize, end: usize) -> bool {
    let rank = |byte: &u8| RANKS[usize::from(*byte)];
    let left = bytes[left..].iter().map(rank);
    let right = bytes[right..=end].iter().map(rank);
    left.zip(right)
        .find(|(left, right)| left != right)
        .is_some_and(|(left, right)| left < right)
}

/// The first 8 bytes, the first one lowest; zeros stand for those that are not there.
#[inline(always)]
pub(super) fn word(bytes: &[u8]) -> u64 {
    match bytes.first_chunk() {
        Some(word) => u64::from_le_bytes(*word),
        None => bytes
            .iter()
            .rfold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

/// The first 8 ranks of a name, as a number that sorts as they do. Most comparisons end with it. The
/// bytes begin with the name and its closing quote.
#[inline(always)]
pub(super) fn lead(bytes: &[u8], escaped: bool) -> u64 {
    let word = word(bytes);
    let quote = swar::first_of(word, b'"');
    // Of a word without a quote, all is kept.
    let behind = u64::MAX.checked_shl(quote).unwrap_or_default();
    let name = word & !behind;
    // Only these two bytes are not their own ranks.
    let moves = swar::first_of(name & !swar::ONES, 0xee) < u64::BITS;
    match escaped | moves {
        false => name.swap_bytes(),
        true => lead_of_ranks(bytes),
    }
}

#[inline(never)]
fn lead_of_ranks(bytes: &[u8]) -> u64 {
    let mut lead = [0; 8];
    let ranks = ranks(bytes);
    lead.iter_mut()
        .zip(ranks)
        .for_each(|(slot, rank)| *slot = rank);
    u64::from_be_bytes(lead)
}

/// Compares two names, of which one at least has escapes if `escaped`. The bytes begin with them and
/// their closing quotes.
#[inline(never)]
pub(super) fn compare(mut left: &[u8], mut right: &[u8], escaped: bool) -> Ordering {
    if escaped {
        return ranks(left).cmp(ranks(right));
    }
    while let (Some((left_word, left_rest)), Some((right_word, right_rest))) =
        (left.split_first_chunk(), right.split_first_chunk())
    {
        let [left_word, right_word] = [left_word, right_word].map(|word| u64::from_le_bytes(*word));
        let difference = (left_word ^ right_word).trailing_zeros() & !7;
        if swar::first_of(left_word, b'"') < difference {
            return Ordering::Equal;
        }
        if difference < u64::BITS {
            let rank = |word: u64| RANKS[(word >> difference & 0xff) as usize];
            return rank(left_word).cmp(&rank(right_word));
        }
        (left, right) = (left_rest, right_rest);
    }
    ranks(left).cmp(ranks(right))
}

/// The length of the name that the bytes begin with, which has no escapes.
pub(super) fn len(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| **byte != b'"').count()
}

/// The ranks of the bytes for which a name in canonical form stands, up to its closing quote.
fn ranks(name: &[u8]) -> impl Iterator<Item = u8> {
    let mut rest = name;
    core::iter::from_fn(move || {
        let (byte, len) = match rest {
            [] | [b'"', ..] => return None,
            [b'\\', b'u', _, _, high, low, ..] => {
                let mut byte = [0];
                // The canonical form has no other digits.
                let _ = hex::decode_to_slice([*high, *low], &mut byte);
                (byte[0], 6)
            }
            [b'\\', escape, ..] => (unescaped(*escape), 2),
            [byte, ..] => (*byte, 1),
        };
        rest = &rest[len..];
        Some(rank(byte))
    })
}

/// The character for which `\` and this letter stand.
pub(super) const fn unescaped(letter: u8) -> u8 {
    match letter {
        b'b' => 0x08,
        b't' => 0x09,
        b'n' => 0x0a,
        b'f' => 0x0c,
        b'r' => 0x0d,
        quote_or_backslash => quote_or_backslash,
    }
}
