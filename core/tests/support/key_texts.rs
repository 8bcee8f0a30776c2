//! Texts that are no keys, and what is said of them.

use super::signed::{DIGITS, HASH, KEY};

/// A text that is no key, what it is found to be, the character to look at, and the sentence.
pub(crate) type Case = (String, &'static str, Option<u64>, &'static str);

pub(crate) fn cases() -> Vec<Case> {
    let (front, back) = KEY.split_at(20);
    let within = |inserted: &str| format!("{front}{inserted}{back}");
    vec![
        (
            within("\u{200b}"),
            "invisible_character",
            Some(21),
            "the signing key has a zero-width space (U+200B) in front of character 21",
        ),
        (
            format!("\u{200b}{}", within("\u{200b}")),
            "invisible_character",
            Some(1),
            "the signing key begins with a zero-width space (U+200B)",
        ),
        (
            format!("{KEY}\u{200b}"),
            "invisible_character",
            None,
            "the signing key ends with a zero-width space (U+200B)",
        ),
        (
            format!("\u{feff}{KEY}"),
            "byte_order_mark",
            Some(1),
            "the signing key begins with a byte order mark (U+FEFF)",
        ),
        (
            format!("\u{a0}{KEY}"),
            "white_space",
            Some(1),
            "character 1 of the signing key is a no-break space (U+00A0)",
        ),
        (
            format!("{KEY}\u{a0}\n"),
            "white_space",
            None,
            "the last character of the signing key is a no-break space (U+00A0)",
        ),
        (
            within("\u{2003}"),
            "white_space",
            Some(21),
            "character 21 of the signing key is a wide space",
        ),
        (
            within("\n"),
            "white_space",
            Some(21),
            "character 21 of the signing key is a line break",
        ),
        (
            format!("{KEY} {KEY}"),
            "white_space",
            Some(78),
            "character 78 of the signing key is a space",
        ),
        (
            format!("{KEY},{KEY}"),
            "separator",
            Some(78),
            "character 78 of the signing key is a comma",
        ),
        (
            format!("\u{201c}{KEY}\u{201d}"),
            "smart_quote",
            Some(1),
            "character 1 of the signing key is a left double quotation mark (U+201C)",
        ),
        (
            format!("{KEY}\u{2019}"),
            "smart_quote",
            None,
            "the last character of the signing key is a right single quotation mark (U+2019)",
        ),
        (
            KEY.replacen('-', "\u{2013}", 1),
            "smart_dash",
            Some(8),
            "character 8 of the signing key is an en dash (U+2013)",
        ),
        (
            KEY.replacen("t-", "t\u{2014}", 1),
            "smart_dash",
            Some(13),
            "character 13 of the signing key is an em dash (U+2014)",
        ),
        (
            within("O0"),
            "look_alike",
            Some(21),
            "character 21 of the signing key is a letter O, not the digit 0",
        ),
        (
            within("l"),
            "look_alike",
            Some(21),
            "character 21 of the signing key is a letter, not the digit 1",
        ),
        (
            within("\u{430}"),
            "look_alike",
            Some(21),
            "character 21 of the signing key is a Cyrillic letter",
        ),
        (
            format!("\"{KEY}\""),
            "quoted",
            None,
            "the signing key has quotation marks around it",
        ),
        (
            format!("'{KEY}' "),
            "quoted",
            None,
            "the signing key has quotation marks around it",
        ),
        (
            format!("export INNGEST_SIGNING_KEY={KEY}"),
            "assignment",
            None,
            "the signing key is a whole assignment, name and all",
        ),
        (
            format!("INNGEST_SIGNING_KEY={KEY}"),
            "assignment",
            None,
            "the signing key is a whole assignment, name and all",
        ),
        (
            format!("KEY={KEY}"),
            "assignment",
            None,
            "the signing key is a whole assignment, name and all",
        ),
        (
            format!("Bearer signkey-test-{HASH}"),
            "credential",
            None,
            "the signing key is a token or another credential",
        ),
        (
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJlc2lnbmF0dXJl".to_owned(),
            "credential",
            None,
            "the signing key is a token or another credential",
        ),
        (
            format!("sha256:{HASH}"),
            "hash",
            None,
            "the signing key is a hash",
        ),
        (
            "$2b$12$abcdefghijklmnopqrstuv".to_owned(),
            "hash",
            None,
            "the signing key is a hash",
        ),
        (
            "${SIGNING_KEY}".to_owned(),
            "placeholder",
            None,
            "the signing key is a placeholder",
        ),
        (
            "signkey-prod-<your key>".to_owned(),
            "placeholder",
            None,
            "the signing key is a placeholder",
        ),
        (
            "signkey-prod-8ee2\u{2026}".to_owned(),
            "masked",
            None,
            "the signing key is shortened or masked, as screens show it",
        ),
        (
            "signkey-prod-****".to_owned(),
            "masked",
            None,
            "the signing key is shortened or masked, as screens show it",
        ),
        (
            format!("{KEY}\\n"),
            "escape",
            None,
            "the signing key has a backslash in it",
        ),
        (
            KEY.to_uppercase(),
            "prefix",
            None,
            "the prefix of the signing key is misspelt",
        ),
        (
            KEY.replace('-', "_"),
            "prefix",
            None,
            "the prefix of the signing key is misspelt",
        ),
        (
            KEY[..4].chars().flat_map(|c| [c, '\0']).collect(),
            "utf16",
            None,
            "the signing key is UTF-16, not UTF-8",
        ),
        (
            "Hx8kq+NzVw/3tYpLm2RsJ9uGwXiKeZ7vQw==".to_owned(),
            "event_key",
            None,
            "the signing key looks like an event key",
        ),
        (
            format!("signkey-{DIGITS}"),
            "malformed_key_prefix",
            None,
            "the signing key must begin with `signkey-<environment>-`",
        ),
        (
            format!("{KEY}0"),
            "odd_key_length",
            None,
            "the signing key has an odd number of hexadecimal digits",
        ),
        (
            within("xy"),
            "non_hex_key",
            Some(21),
            "character 21 of the signing key is not hexadecimal",
        ),
        (
            "signkey-test-".to_owned(),
            "empty_key",
            None,
            "the signing key has no hexadecimal digits",
        ),
    ]
}
