//! Whether a document is in canonical form already: the quick way for most of them, without a
//! copy and without an allocation.
//!
//! What is rare is left to the scan, which accepts it or finds what is wrong with it: deep
//! documents, names with escapes, and all that is not canonical.

use super::{
    name::ascend,
    number::Number,
    words::{is_space, plain_len},
};

/// The most containers that may be open at once here.
const DEPTH_MAX: usize = 64;
/// What stands for a name where the innermost container is an array.
const ARRAY: usize = usize::MAX;

/// The length of the canonical document at the front, behind which is nothing but white space.
pub(super) fn canonical_len(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut open = [ARRAY; DEPTH_MAX];
    let mut depth = 0;
    // Where the last name in the innermost container begins.
    let mut name = ARRAY;
    let mut at = 0;
    loop {
        match bytes.get(at)? {
            b'"' => at = string(bytes, at)?,
            bracket @ (b'{' | b'[') => {
                at += 1;
                // In ASCII, a closing bracket is the second one behind its opening one.
                if *bytes.get(at)? == bracket + 2 {
                    at += 1;
                } else {
                    *open.get_mut(depth)? = name;
                    depth += 1;
                    name = ARRAY;
                    if *bracket == b'{' {
                        name = at;
                        at = name_and_colon(bytes, at)?;
                    }
                    continue;
                }
            }
            b't' | b'f' | b'n' => at = literal(bytes, at)?,
            _ => at = number(text, at)?,
        }
        loop {
            if depth == 0 {
                let ends = bytes[at..].iter().all(|byte| is_space(*byte));
                return ends.then_some(at);
            }
            let byte = *bytes.get(at)?;
            at += 1;
            if byte == b',' {
                if name != ARRAY {
                    let end = name_and_colon(bytes, at)?;
                    if !ascend(bytes, name + 1, at + 1, end - 2) {
                        return None;
                    }
                    name = at;
                    at = end;
                }
                break;
            }
            if byte != if name == ARRAY { b']' } else { b'}' } {
                return None;
            }
            depth -= 1;
            name = open[depth];
        }
    }
}

/// The end of a string that begins here.
#[inline(always)]
fn string(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        at += plain_len(bytes, at);
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += escape_len(&bytes[at..])?,
            _ => return None,
        }
    }
}

/// The length of a canonical escape.
fn escape_len(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [_, b'"' | b'\\' | b'b' | b'f' | b'n' | b'r' | b't', ..] => Some(2),
        [_, b'u', b'0', b'0', high @ b'0'..=b'1', low, ..] => {
            let short = *high == b'0' && matches!(low, b'8' | b'9' | b'a' | b'c' | b'd');
            (matches!(low, b'0'..=b'9' | b'a'..=b'f') && !short).then_some(6)
        }
        _ => None,
    }
}

/// The end of a name without escapes and its colon, which begin here.
#[inline(always)]
fn name_and_colon(bytes: &[u8], start: usize) -> Option<usize> {
    if *bytes.get(start)? != b'"' {
        return None;
    }
    let at = start + 1;
    let end = at + plain_len(bytes, at);
    match bytes.get(end..)? {
        [b'"', b':', ..] => Some(end + 2),
        _ => None,
    }
}

/// The end of a number that begins here.
#[inline(always)]
fn number(text: &str, at: usize) -> Option<usize> {
    let number = Number::scan(text, at)?;
    (number.is_short() || number.is_canonical()).then_some(at + number.token.len())
}

/// The end of a literal that begins here. Which one it is, is no branch.
#[inline(always)]
fn literal(bytes: &[u8], at: usize) -> Option<usize> {
    let (head, behind) = bytes[at..].split_first_chunk()?;
    let long = head == b"fals" && behind.first() == Some(&b'e');
    let known = (head == b"true") | (head == b"null") | long;
    known.then_some(at + 4 + usize::from(long))
}
