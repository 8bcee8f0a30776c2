//! No secret in any rendering of any public type.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::print_stdout, reason = "tests say how many cases ran")]
#![cfg(all(feature = "std", feature = "testing"))]

mod support;

use std::{error, fmt};

use signkey::{
    ApiToken, Error, ErrorKind, Form, HeaderText, Keyring, ReplayWindow, SignatureHeader,
    SigningKey, Verified, Verifier, VerifyOptions, testing::TestKit,
};
use support::{
    canary::secrets,
    signed::{BODY, DIGITS, HASH, HEADER, KEY, TIMESTAMP},
};

/// Asserts that a type does not have a trait: with it, `Proof<_>` could be either of two.
macro_rules! assert_lacks {
    ($type:ty: $($bound:path),+) => {$(
        const _: fn() = || {
            struct Has;
            trait Proof<Whether> {
                fn exists() {}
            }
            impl<T: ?Sized> Proof<()> for T {}
            impl<T: ?Sized + $bound> Proof<Has> for T {}
            let _ = <$type as Proof<_>>::exists;
        };
    )+};
}

// No copy to forget about, no comparison that stops at the first difference, no text by accident.
assert_lacks!(SigningKey: Clone, Copy, PartialEq, PartialOrd, std::hash::Hash, fmt::Display, Default);
assert_lacks!(Keyring: Clone, Copy, PartialEq, PartialOrd, std::hash::Hash, fmt::Display, Default);
assert_lacks!(ApiToken: Clone, Copy, PartialEq, PartialOrd, std::hash::Hash, fmt::Display, Default);
assert_lacks!(ApiToken: AsRef<str>, AsRef<[u8]>, std::ops::Deref);
assert_lacks!(Verifier: Clone, Copy, PartialEq, PartialOrd, std::hash::Hash, fmt::Display, Default);
// Public once it is sent, but a MAC: not to be compared but by verification.
assert_lacks!(SignatureHeader: PartialEq, PartialOrd, std::hash::Hash);
assert_lacks!(HeaderText: PartialEq, PartialOrd, std::hash::Hash);
// Only verification makes one.
assert_lacks!(Verified: Default);

const fn assert_shareable<T: Send + Sync>() {}
const _: () = assert_shareable::<SigningKey>();
const _: () = assert_shareable::<Keyring>();
const _: () = assert_shareable::<Verifier>();

fn assert_clean(name: &str, rendering: &str) {
    let lower = rendering.to_lowercase();
    for secret in secrets() {
        assert!(
            !lower.contains(&secret),
            "{name} shows {secret}: {rendering}"
        );
    }
}

fn debug(value: &impl fmt::Debug) -> String {
    format!("{value:?} {value:#?} {value:x?} {value:X?} {value:120?} {value:#04x?}")
}

/// What verifies and signs. Other modules are tested for themselves.
const MODULES: [&str; 3] = ["error::", "json::", "signing::"];

#[test]
fn no_rendering_of_a_type_shows_a_secret() {
    let key = || SigningKey::parse(KEY).expect("a key");
    let keyring = Keyring::new(key()).with_fallback(key()).expect("room");
    let header = SignatureHeader::parse(HEADER.as_bytes()).expect("a header");
    let mut verifier = Verifier::begin(&keyring, Some(HEADER.as_bytes())).expect("a header");
    verifier.update(BODY.as_bytes());
    let options = VerifyOptions::DEFAULT;
    let header_bytes = Some(HEADER.as_bytes());
    let verified = keyring.verify_request(BODY.as_bytes(), header_bytes, TIMESTAMP, &options);
    let error = Error::new(ErrorKind::NonHexKey, 7);
    let kit = TestKit::new(TIMESTAMP).expect("a kit");
    let canonical = signkey::canonicalize(BODY.as_bytes()).expect("JSON");

    let renderings = [
        ("ApiToken", debug(&key().api_token())),
        ("Canonical", debug(&canonical)),
        ("Error", format!("{} {error} {error:#}", debug(&error))),
        ("ErrorKind", ErrorKind::ALL.iter().map(debug).collect()),
        ("Form", debug(&Form::Raw)),
        ("HeaderText", debug(&header.to_text())),
        ("KeyFault", {
            let fault = SigningKey::diagnose(format!("{KEY}x")).expect("not a key");
            format!("{} {fault} {}", debug(&fault), fault.hint())
        }),
        ("KeyId", format!("{} {}", debug(&key().id()), key().id())),
        ("Keyring", debug(&keyring)),
        ("ReplayWindow", debug(&ReplayWindow::DEFAULT)),
        ("SignatureHeader", format!("{} {header}", debug(&header))),
        (
            "SigningKey",
            format!("{} {}", debug(&key()), debug(&Some(key()))),
        ),
        ("TestKit", debug(&kit)),
        ("TestRequest", debug(&kit.signed(b"{}").expect("signed"))),
        ("Verified", debug(&verified.expect("authentic"))),
        ("Verifier", debug(&verifier)),
        ("VerifyOptions", debug(&options)),
    ];
    for (name, rendering) in &renderings {
        assert!(!rendering.is_empty(), "{name}");
        assert_clean(name, rendering);
    }
    let rendered: Vec<&str> = renderings.iter().map(|(name, _)| *name).collect();
    // The public types of these modules, by the sources: a new one has to be rendered here.
    let exports = include_str!("../src/lib.rs").split("pub use ").skip(1);
    let exports = exports
        .filter_map(|item| item.split(';').next())
        .filter(|item| MODULES.iter().any(|module| item.starts_with(module)));
    let kit = include_str!("../src/testing.rs")
        .split("pub struct ")
        .skip(1);
    let kit = kit.filter_map(|item| item.split_whitespace().next());
    let mut public: Vec<&str> = exports
        .chain(kit)
        .flat_map(|names| names.split(|c: char| !c.is_alphanumeric()))
        .filter(|name| name.starts_with(char::is_uppercase))
        .filter(|name| name.contains(char::is_lowercase))
        .collect();
    public.sort_unstable();
    assert_eq!(rendered, public);
    println!("{} types, {} secrets", rendered.len(), secrets().len());
}

#[test]
fn what_is_shown_of_a_key_is_its_id() {
    let key = || SigningKey::parse(KEY).expect("a key");
    let id = &HASH[..12];
    assert_eq!(format!("{:?}", key()), format!("SigningKey({id})"));
    assert_eq!(format!("{:?}", key().id()), format!("KeyId({id})"));
    assert_eq!(key().id().to_string(), id);
    assert_eq!(format!("{:?}", key().api_token()), "ApiToken([redacted])");
    let keyring = Keyring::new(key()).with_fallback(key()).expect("room");
    let keys = format!("[SigningKey({id}), SigningKey({id})]");
    assert_eq!(format!("{keyring:?}"), keys);
    let verifier = Verifier::begin(&keyring, Some(HEADER.as_bytes())).expect("a header");
    assert_eq!(format!("{verifier:?}"), "Verifier { .. }");
    let header = Some(HEADER.as_bytes());
    let window = ReplayWindow::DEFAULT;
    let verified = keyring.verify_raw(BODY.as_bytes(), header, TIMESTAMP + 2, window);
    assert_eq!(
        format!("{:?}", verified.expect("authentic")),
        format!(
            "Verified {{ key_index: 0, key_id: KeyId({id}), form: Raw, timestamp: 1689920619, \
             age_seconds: 2 }}"
        )
    );
}

#[test]
fn no_error_of_a_bad_key_shows_a_part_of_it() {
    let canary = DIGITS;
    let bad_keys = [
        format!("{canary}0"),
        format!("signkey-test-{canary}0"),
        format!("signkey-{canary}"),
        format!("signkey-te.st-{canary}"),
        format!("signkey-{canary}{canary}-00"),
        format!("signkey-{canary}-"),
        format!("{canary}g"),
        format!("signkey-test-{canary}\u{e9}"),
        format!("{canary}{}", "_".repeat(64)),
        canary.repeat(9),
    ];
    for text in &bad_keys {
        let errors = [
            SigningKey::parse(text).expect_err("not a key"),
            text.parse::<SigningKey>().expect_err("not a key"),
            Keyring::from_texts([None, Some(KEY), Some(text)]).expect_err("not a key"),
        ];
        for error in errors {
            let boxed: Box<dyn error::Error> = error.into();
            assert!(boxed.source().is_none());
            assert_clean(
                text,
                &format!("{error} {boxed} {} {}", debug(&error), debug(&boxed)),
            );
        }
        let result = debug(&SigningKey::parse(text));
        assert_clean(text, &result);
    }
    println!("{} keys", bad_keys.len());
}
