//! Whether a document is in canonical form already: the quick way for most of them, without a
//! copy and without an allocation.
//!
//! What is rare is left to the scan, which accepts it or finds what is wrong with it: deep
//! documents, names with escapes, and all that is not canonical.

use super::{name::ascend, number::Number, structural_index::StructuralIndex, swar::is_space};

/// The most containers that may be open at once here.
const DEPTH_MAX: usize = 64;
/// What stands for a name where the innermost container is an array.
const ARRAY: usize = 0;

/// The end of the canonical document that begins here, behind which is nothing but white space.
#[inline(always)]
pub(super) fn canonical_end(
    text: &str,
    start: usize,
    index: &mut StructuralIndex<'_>,
) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut open = [ARRAY; DEPTH_MAX];
    let mut depth = 0;
    // Where the last name in the innermost container begins, behind its quote.
    let mut name = ARRAY;
    let mut at = start;
    loop {
        match two(bytes, at)? {
            [b'"', _] => {
                // The quote: canonical documents have special bytes in strings alone, and around them.
                index.next();
                at = string_end(bytes, index)?;
            }
            [b'{', b'}'] | [b'[', b']'] => at += 2,
            [b'{', b'"'] => {
                *open.get_mut(depth)? = name;
                depth += 1;
                name = at + 2;
                at = name_end(bytes, index)? + 2;
                continue;
            }
            [b'[', _] => {
                *open.get_mut(depth)? = name;
                depth += 1;
                name = ARRAY;
                at += 1;
                continue;
            }
            [b't' | b'f' | b'n', _] => at = literal_end(bytes, at)?,
            _ => at = number_end(text, at)?,
        }
        loop {
            if depth == 0 {
                let ends = bytes[at..].iter().all(|byte| is_space(*byte));
                return ends.then_some(at);
            }
            match two(bytes, at)? {
                [b',', b'"'] if name != ARRAY => {
                    let next = at + 2;
                    let end = name_end(bytes, index)?;
                    if !ascend(bytes, name, next, end) {
                        return None;
                    }
                    name = next;
                    at = end + 2;
                    break;
                }
                [b',', _] if name == ARRAY => {
                    at += 1;
                    break;
                }
                [b'}', _] if name != ARRAY => at += 1,
                [b']', _] if name == ARRAY => at += 1,
                _ => return None,
            }
            depth -= 1;
            name = open[depth];
        }
    }
}

/// The next two bytes; a zero stands behind the last one.
#[inline(always)]
fn two(bytes: &[u8], at: usize) -> Option<[u8; 2]> {
    let rest = bytes.get(at..)?;
    let pair = rest.first_chunk().copied();
    pair.or_else(|| rest.first().map(|last| [*last, 0]))
}

/// The end of a string, of which the opening quote was found.
#[inline(always)]
fn string_end(bytes: &[u8], index: &mut StructuralIndex<'_>) -> Option<usize> {
    loop {
        let at = index.next();
        match two(bytes, at)? {
            [b'"', _] => return Some(at + 1),
            [b'\\', b'"' | b'\\'] => {
                // What is escaped was found as well.
                index.next();
            }
            [b'\\', b'b' | b'f' | b'n' | b'r' | b't'] => {}
            [b'\\', b'u'] if is_long_escape(&bytes[at..]) => {}
            _ => return None,
        }
    }
}

/// Whether this is the canonical escape of a control character that has no short one.
fn is_long_escape(bytes: &[u8]) -> bool {
    match bytes {
        [_, _, b'0', b'0', b'0', low, ..] => matches!(low, b'0'..=b'7' | b'b' | b'e' | b'f'),
        [_, _, b'0', b'0', b'1', low, ..] => matches!(low, b'0'..=b'9' | b'a'..=b'f'),
        _ => false,
    }
}

/// The end of a name without escapes. A quote and a colon follow.
#[inline(always)]
fn name_end(bytes: &[u8], index: &mut StructuralIndex<'_>) -> Option<usize> {
    index.next();
    let end = index.next();
    (two(bytes, end)? == *b"\":").then_some(end)
}

/// The end of a number that begins here.
#[inline(always)]
fn number_end(text: &str, at: usize) -> Option<usize> {
    let number = Number::scan(text, at)?;
    (number.is_short() || number.is_canonical()).then_some(at + number.token.len())
}

/// The end of a literal that begins here. Which one it is, is no branch.
#[inline(always)]
fn literal_end(bytes: &[u8], at: usize) -> Option<usize> {
    let (head, behind) = bytes[at..].split_first_chunk()?;
    let long = head == b"fals" && behind.first() == Some(&b'e');
    let known = (head == b"true") | (head == b"null") | long;
    known.then_some(at + 4 + usize::from(long))
}
