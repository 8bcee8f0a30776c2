//! A notation for numbers of which the canonical form is longer than the token, such as `1e20`.
//!
//! Written out, a document of them grows more than four times. So in the text, control characters, of
//! which no other text in canonical form holds any, stand for what makes them long.

use alloc::{borrow::Cow, vec::Vec};

use super::{decimal::Decimal, output::Text};
use crate::{error::ErrorKind, text};

/// Stand for the beginning of an exponent. The latter two make up for a digit more than the exponent of
/// the token has: they come from 99 or less, and from 9 or less.
const PLUS: u8 = 1;
const PLUS_HUNDRED: u8 = 2;
const PLUS_TWENTY: u8 = 31;
/// A character from 3 to 20 stands for so many zeros; this many digits have the longest integers less
/// one.
const ZEROS: &str = "00000000000000000000";
const FEWEST_ZEROS: usize = 3;
/// The next ten stand for a digit and the point behind it.
const POINT: usize = ZEROS.len() + 1;
const POINTS: &str = "0.1.2.3.4.5.6.7.8.9.";
/// What no control character is.
const SPACE: u8 = b' ';

/// The canonical form of a number in this notation. If it is longer than the token, this is not.
pub(super) fn shorten(canonical: &[u8]) -> text::Text<{ Decimal::TEXT_MAX }> {
    let mut characters = [0; Decimal::TEXT_MAX];
    let mut len = 0;
    let mut rest = canonical;
    for slot in &mut characters {
        let Some(first) = rest.first() else {
            break;
        };
        let (character, count) = first_short(rest).unwrap_or((*first, 1));
        *slot = character;
        rest = &rest[count..];
        len += 1;
    }
    let mut short = text::Text::EMPTY;
    short.push(&characters[..len]);
    short
}

/// The control character for the front of a text, if there is one, and for how many characters it
/// stands.
#[inline(always)]
fn first_short(text: &[u8]) -> Option<(u8, usize)> {
    match text {
        [b'e', b'+', b'1', _, _] => Some((PLUS_HUNDRED, 3)),
        [b'e', b'+', b'2', _] => Some((PLUS_TWENTY, 3)),
        [b'e', b'+', ..] => Some((PLUS, 2)),
        [digit @ b'0'..=b'9', b'.', ..] => {
            let digit = usize::from(digit - b'0');
            Some((control(POINT + digit), 2))
        }
        [b'0', b'0', b'0', ..] => {
            let zeros = text.iter().take_while(|byte| **byte == b'0');
            let count = zeros.count();
            Some((control(count), count))
        }
        _ => None,
    }
}

/// What a control character stands for.
fn expand(character: u8) -> &'static str {
    match (character, usize::from(character)) {
        (PLUS, _) => "e+",
        (PLUS_HUNDRED, _) => "e+1",
        (PLUS_TWENTY, _) => "e+2",
        (_, zeros @ FEWEST_ZEROS..POINT) => &ZEROS[..zeros],
        (_, point) => {
            let at = point.checked_sub(POINT).map(|digit| 2 * digit);
            at.and_then(|at| POINTS.get(at..at + 2)).unwrap_or_default()
        }
    }
}

/// Writes a text out, which adds so many bytes.
pub(super) fn write_out(text: Text<'_>, added: usize) -> Result<Text<'_>, ErrorKind> {
    if added == 0 {
        return Ok(text);
    }
    let mut whole = Vec::new();
    let room = whole.try_reserve_exact(text.len() + added);
    room.map_err(|_| ErrorKind::OutOfMemory)?;
    for_each_part(&text, |part| whole.extend_from_slice(part));
    Ok(Cow::Owned(whole))
}

/// Hands over the parts of a text as it is written out.
pub(super) fn for_each_part(text: &[u8], mut take: impl FnMut(&[u8])) {
    let mut rest = text;
    loop {
        let (plain, behind) = rest.split_at(plain_len(rest));
        if !plain.is_empty() {
            take(plain);
        }
        let [character, behind @ ..] = behind else {
            return;
        };
        take(expand(*character).as_bytes());
        rest = behind;
    }
}

/// The number of bytes in front of the first control character.
fn plain_len(text: &[u8]) -> usize {
    let is_plain = |byte: &u8| *byte >= SPACE;
    let (blocks, _) = text.as_chunks::<16>();
    let all_plain = |block: &&[u8; 16]| block.iter().fold(true, |all, byte| all & is_plain(byte));
    let plain = 16 * blocks.iter().take_while(all_plain).count();
    let rest = text[plain..].iter();
    plain + rest.take_while(|byte| is_plain(byte)).count()
}

/// The character with this number.
fn control(number: usize) -> u8 {
    u8::try_from(number).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use alloc::{
        format,
        string::{String, ToString},
        vec::Vec,
    };

    use super::*;
    use crate::json::number::Number;

    /// The canonical form of a number, and how long it is in this notation.
    fn forms(token: &str) -> Option<(String, usize)> {
        let canonical = Number::scan(token, 0)?.canonical()?.text?;
        let short = shorten(canonical.as_bytes());
        let mut written = Vec::new();
        for_each_part(short.as_bytes(), |part| written.extend_from_slice(part));
        assert_eq!(written, canonical.as_bytes(), "{token}");
        Some((canonical.as_str().into(), short.as_bytes().len()))
    }

    #[test]
    fn a_number_is_not_longer_than_its_token() {
        let mut grown = 0;
        let mut state = 8785_u64;
        let digits = (0..22).flat_map(|count| {
            let mut next = || {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                state >> 33
            };
            let random: String = (0..count).map(|_| (next() % 10).to_string()).collect();
            let begin = |first| format!("{first}{random}");
            let nines = format!("{}{}", "9".repeat(count), next() % 1000);
            let zeros = format!("{}{}", 1 + next() % 99, "0".repeat(count));
            [begin("1"), begin("7"), begin("99"), nines, zeros]
        });
        for digits in digits {
            for point in (0..=digits.len()).rev() {
                let (integer, fraction) = digits.split_at(point);
                let token = match (integer, fraction) {
                    (integer, "") => integer.into(),
                    ("", fraction) => format!("0.{fraction}"),
                    ("0", _) | (_, _) if integer.len() > 1 && integer.starts_with('0') => continue,
                    (integer, fraction) => format!("{integer}.{fraction}"),
                };
                for exponent in (-330..=308).chain([-99, 99]) {
                    let whole = format!("{token}e{exponent}");
                    if let Some((canonical, short)) = forms(&whole) {
                        grown += usize::from(canonical.len() > whole.len());
                        assert!(short <= whole.len(), "{whole}: {canonical}");
                    }
                }
                if let Some((canonical, short)) = forms(&token) {
                    assert!(short <= token.len(), "{token}: {canonical}");
                }
            }
        }
        assert!(grown > 10_000, "{grown}");
    }

    #[test]
    fn every_character_stands_for_something_else() {
        let mut all: Vec<_> = (1..SPACE).map(expand).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 31);
        assert!(all.iter().all(|text| text.len() > 1));
        assert_eq!(expand(0), "");
    }
}
