//! The order of names: that of their UTF-16 code units (RFC 8785, section 3.2.3), found in UTF-8.

use core::cmp::Ordering;

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

/// The first 8 ranks of a name, as a number that sorts as they do. Most comparisons end with it.
/// The bytes go on behind the name, which has this length.
#[inline(always)]
pub(super) fn lead(bytes: &[u8], len: usize, escaped: bool) -> u64 {
    const HIGHS: u64 = u64::from_ne_bytes([0x80; 8]);
    if let Some(word) = bytes.first_chunk()
        && !escaped
    {
        let behind = if len < 8 { u64::MAX >> (8 * len) } else { 0 };
        let lead = u64::from_be_bytes(*word) & !behind;
        if lead & HIGHS == 0 {
            return lead;
        }
    }
    lead_of_ranks(bytes.get(..len).unwrap_or_default(), escaped)
}

#[inline(never)]
fn lead_of_ranks(name: &[u8], escaped: bool) -> u64 {
    let mut lead = [0; 8];
    if escaped {
        lead.iter_mut()
            .zip(ranks(name))
            .for_each(|(slot, rank)| *slot = rank);
    } else {
        lead.iter_mut()
            .zip(name)
            .for_each(|(slot, byte)| *slot = rank(*byte));
    }
    u64::from_be_bytes(lead)
}

/// Compares names in canonical form, of which one at least has escapes if `escaped`.
pub(super) fn compare(left: &[u8], right: &[u8], escaped: bool) -> Ordering {
    if escaped {
        return ranks(left).cmp(ranks(right));
    }
    match left.iter().zip(right).find(|(left, right)| left != right) {
        Some((left, right)) => rank(*left).cmp(&rank(*right)),
        None => left.len().cmp(&right.len()),
    }
}

/// The ranks of the bytes for which a name in canonical form stands.
fn ranks(name: &[u8]) -> impl Iterator<Item = u8> {
    let mut rest = name;
    core::iter::from_fn(move || {
        let (byte, len) = match rest {
            [] => return None,
            [b'\\', b'u', _, _, high, low, ..] => {
                let mut byte = [0];
                crate::hex::decode(&[*high, *low], &mut byte);
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
