//! What is said of a text that is no key.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::print_stdout, reason = "tests say how many cases ran")]
#![cfg(feature = "alloc")]

mod support;

use std::collections::BTreeSet;

use signkey::{Config, ConfigOptions, KeyFault, SigningKey};
use support::{
    canary::secrets,
    key_texts::cases,
    signed::{DIGITS, KEY},
};

fn fault(text: impl AsRef<[u8]>) -> KeyFault {
    SigningKey::diagnose(text).expect("no key")
}

#[test]
fn a_text_that_is_no_key_is_said_to_be_what_it_is() {
    for (text, cause, position, sentence) in cases() {
        let fault = fault(&text);
        assert_eq!(
            (fault.cause(), fault.position()),
            (cause, position),
            "{text:?}"
        );
        assert_eq!(fault.to_string(), sentence, "{text:?}");
        assert_eq!(Some(fault.error()), SigningKey::parse(&text).err());
        let hint = fault.hint();
        assert!(hint.len() > 20 && !hint.ends_with('.'), "{hint}");
        let said = format!("{fault} {fault:?} {fault:#?} {hint}").to_lowercase();
        for secret in secrets() {
            assert!(!said.contains(&secret), "{said}");
        }
    }
    let causes: BTreeSet<_> = cases().iter().map(|(_, cause, ..)| *cause).collect();
    println!("{} texts, {} causes", cases().len(), causes.len());
}

#[test]
fn nothing_is_said_of_a_key() {
    for text in [KEY, DIGITS, " signkey-prod-00\n", "AB"] {
        assert_eq!(SigningKey::diagnose(text), None, "{text}");
    }
}

#[test]
fn letters_of_the_environment_are_no_digits_that_were_mistyped() {
    for (text, cause, position) in [
        (format!("signkey-prod-{DIGITS}l"), "look_alike", None),
        (format!("signkey-prod-O1{DIGITS}"), "look_alike", Some(14)),
        (format!("signkey-prod-xy{DIGITS}"), "non_hex_key", Some(14)),
        (
            format!("signkey-prod{DIGITS}"),
            "malformed_key_prefix",
            None,
        ),
    ] {
        let fault = fault(&text);
        assert_eq!(
            (fault.cause(), fault.position()),
            (cause, position),
            "{text}"
        );
    }
}

#[test]
fn bytes_that_are_no_utf8_are_found_like_characters() {
    assert_eq!(fault(b"\xff\xfes\0i\0").cause(), "utf16");
    let fault = fault([KEY.as_bytes(), b"\xe9", KEY.as_bytes()].concat());
    assert_eq!((fault.cause(), fault.position()), ("look_alike", Some(78)));
}

#[test]
fn a_key_in_settings_is_said_to_be_what_it_is_and_where() {
    for (text, cause, _, sentence) in cases() {
        let config = Config::read(&ConfigOptions::default(), |name| match name {
            "INNGEST_SIGNING_KEY" => Some(KEY.to_owned()),
            "INNGEST_SIGNING_KEY_FALLBACK" => Some(text.clone()),
            _ => None,
        });
        let [problem] = config.check() else {
            panic!("{text:?}: {:?}", config.check());
        };
        let code = SigningKey::parse(&text).expect_err("no key").code();
        if cause == "quoted" {
            assert_eq!(problem.kind().code(), "quoted_value");
            continue;
        }
        assert_eq!(problem.kind().code(), code);
        assert_eq!(
            problem.to_string(),
            format!("INNGEST_SIGNING_KEY_FALLBACK: {sentence}")
        );
        assert_eq!(problem.hint(), fault(&text).hint());
        let error = config.keyring().expect_err("no key");
        assert_eq!(error.setting(), Some("INNGEST_SIGNING_KEY_FALLBACK"));
    }
}

#[test]
fn the_page_says_the_same_of_every_cause() {
    let page = include_str!("../../docs/explain.md");
    let (_, page) = page
        .split_once("## What is wrong with a key")
        .expect("a section");
    for (text, cause, _, sentence) in cases() {
        let fault = fault(&text);
        if cause == fault.error().code() {
            continue;
        }
        let row = page
            .lines()
            .find(|line| line.contains(&format!("| `{cause}` |")));
        let row = row.unwrap_or_else(|| panic!("{cause} is not in docs/explain.md"));
        let meaning = if fault.character().is_some() {
            ""
        } else {
            sentence
        };
        assert!(row.contains(meaning), "{row}: {sentence}");
        assert!(row.ends_with(&format!("| {} |", fault.hint())), "{row}");
    }
}
