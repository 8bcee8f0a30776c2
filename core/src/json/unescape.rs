//! The text for which the inside of a JSON string stands.

use alloc::{borrow::Cow, string::String};
use core::cmp::Ordering;

use super::{name::unescaped, string::code_unit};
use crate::error::ErrorKind;

/// Whether the inside of a string stands for this text.
pub(crate) fn stands_for(inside: &str, text: &str) -> bool {
    inside == text || (inside.contains('\\') && code_points(inside).eq(text.chars().map(u32::from)))
}

/// Compares the texts for which two insides of strings stand, by code points.
pub(crate) fn compare(left: &str, right: &str) -> Ordering {
    if left.contains('\\') || right.contains('\\') {
        code_points(left).cmp(code_points(right))
    } else {
        left.cmp(right)
    }
}

/// The text for which the inside of a string stands; `None` if it has a lone surrogate, and so
/// is no text.
pub(crate) fn unescape(inside: &str) -> Result<Option<Cow<'_, str>>, ErrorKind> {
    if !inside.contains('\\') {
        return Ok(Some(Cow::Borrowed(inside)));
    }
    let mut text = String::new();
    // An escape is never shorter than what it stands for.
    text.try_reserve(inside.len())
        .map_err(|_| ErrorKind::OutOfMemory)?;
    for code_point in code_points(inside) {
        match char::from_u32(code_point) {
            Some(character) => text.push(character),
            None => return Ok(None),
        }
    }
    Ok(Some(Cow::Owned(text)))
}

/// The code points of a text, a lone surrogate being one.
fn code_points(inside: &str) -> impl Iterator<Item = u32> {
    let mut rest = inside;
    core::iter::from_fn(move || {
        let (code_point, len) = match rest.as_bytes() {
            escape @ [b'\\', b'u', ..] => unicode_escape(escape)?,
            [b'\\', letter, ..] => (u32::from(unescaped(*letter)), 2),
            _ => {
                let character = rest.chars().next()?;
                (u32::from(character), character.len_utf8())
            }
        };
        rest = rest.get(len..)?;
        Some(code_point)
    })
}

/// The code point of `\uXXXX`, or of two of these, and their size.
fn unicode_escape(escape: &[u8]) -> Option<(u32, usize)> {
    let unit = code_unit(escape)?;
    let low = escape.get(6..).and_then(code_unit);
    let pair = [unit, low.unwrap_or_default()];
    match char::decode_utf16(pair).next() {
        Some(Ok(character)) => Some((u32::from(character), 6 * character.len_utf16())),
        _ => Some((u32::from(unit), 6)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_stand_for_their_characters() {
        let inside = r#"a\"\\\/\b\f\n\r\t\u0041\u20ac\ud83d\ude00é😀"#;
        let text = "a\"\\/\u{8}\u{c}\n\r\tA€😀é😀";
        assert_eq!(unescape(inside), Ok(Some(Cow::Borrowed(text))));
        assert!(stands_for(inside, text));
        assert!(stands_for("data", "data") && stands_for(r"d\u0061ta", "data"));
        assert!(!stands_for(r"\u0064at", "data") && !stands_for("datas", "data"));
    }

    #[test]
    fn a_lone_surrogate_is_no_text() {
        for inside in [
            r"\ud83d",
            r"\ude00",
            r"\ud83dx",
            r"\ud83d\u0041",
            r"\ud83d\ud83d",
        ] {
            assert_eq!(unescape(inside), Ok(None), "{inside}");
            assert_eq!(compare(inside, inside), Ordering::Equal);
        }
        assert_eq!(compare(r"\ud83d", r"\ud83d\ude00"), Ordering::Less);
    }

    #[test]
    fn texts_compare_however_they_are_written() {
        assert_eq!(compare("a", r"\u0061"), Ordering::Equal);
        assert_eq!(compare("a", "b"), Ordering::Less);
        assert_eq!(compare(r"\u0062", "a"), Ordering::Greater);
        assert_eq!(compare("a", "ab"), Ordering::Less);
    }
}
