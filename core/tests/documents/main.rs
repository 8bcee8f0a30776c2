//! One signature, one document: over generated documents, their mutations and their notations.
//!
//! Documents are compared by exact decimal values and written by an independent writer. The seed
//! is fixed; `PROPTEST_CASES` and `PROPTEST_RNG_SEED` change the run.

#![cfg(feature = "alloc")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::print_stdout, reason = "tests say how many cases ran")]

mod generate;
#[path = "../support/mod.rs"]
mod support;

use std::cell::Cell;

use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, RngSeed, TestRunner},
};
use signkey::{Error, ErrorKind, Form, Keyring, SigningKey, VerifyOptions};

use self::{
    generate::{any_document, lossless_document, lossy_document},
    support::{
        choices::Choices,
        document::Document,
        mutate, notation, properties, reader,
        signed::{self, DIGITS, KEY, TIMESTAMP},
    },
};

/// Runs a property over so many values of a strategy, unless `PROPTEST_CASES` says otherwise.
fn check<S: Strategy>(cases: u32, strategy: &S, property: impl Fn(S::Value)) {
    let told = Config::default();
    let is_told = std::env::var_os("PROPTEST_CASES").is_some();
    let config = Config {
        cases: if is_told { told.cases } else { cases },
        failure_persistence: None,
        max_local_rejects: u32::MAX,
        max_shrink_iters: 500,
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: match told.rng_seed {
            RngSeed::Random => RngSeed::Fixed(8785),
            fixed @ RngSeed::Fixed(_) => fixed,
        },
        ..told
    };
    let outcome = TestRunner::new(config).run(strategy, |value| {
        property(value);
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}

fn keyring() -> Keyring {
    Keyring::new(SigningKey::parse(KEY).expect("a key"))
}

/// The form under which a body matches a signature.
fn verdict(keyring: &Keyring, body: &str, header: &str) -> Result<Form, ErrorKind> {
    let header = Some(header.as_bytes());
    keyring
        .verify_request(body.as_bytes(), header, TIMESTAMP, &VerifyOptions::DEFAULT)
        .map(|verified| verified.form())
        .map_err(Error::kind)
}

#[test]
fn every_notation_of_a_document_verifies() {
    let keyring = keyring();
    let (raw, canonical) = (Cell::new(0), Cell::new(0));
    check(
        4000,
        &(lossless_document(), any::<u64>()),
        |(document, seed)| {
            let mut choices = Choices::new(seed);
            let expected = document.canonical();
            let header = signed::header(DIGITS, expected.as_bytes(), TIMESTAMP);
            let text = notation::write(&document, &mut choices);
            let signed = keyring.primary().sign_request(text.as_bytes(), TIMESTAMP);
            let signed = signed.map(|header| header.to_string());
            assert_eq!(signed.as_deref(), Ok(&*header), "{text}");

            let form = if text == expected {
                Form::Raw
            } else {
                Form::Canonical
            };
            assert_eq!(verdict(&keyring, &text, &header), Ok(form), "{text}");
            let count = if form == Form::Raw { &raw } else { &canonical };
            count.set(count.get() + 1);
        },
    );
    println!("verified {} raw, {} canonical", raw.get(), canonical.get());
    assert!(canonical.get() > 0);
}

#[test]
fn documents_that_differ_never_verify_under_one_signature() {
    let keyring = keyring();
    let (pairs, collisions) = (Cell::new(0), Cell::new(0));
    check(
        12000,
        &(any_document(), any::<u64>()),
        |(document, seed)| {
            let mut choices = Choices::new(seed);
            let changed = mutate::document(&document, &mut choices);
            if document == changed {
                return;
            }
            pairs.set(pairs.get() + 1);
            if document.canonical() == changed.canonical() {
                collisions.set(collisions.get() + 1);
            }
            for (signed, sent) in [(&document, &changed), (&changed, &document)] {
                refuse(&keyring, signed, sent, &mut choices);
            }
        },
    );
    let (pairs, collisions) = (pairs.get(), collisions.get());
    println!("{pairs} pairs, {collisions} of them with one canonical form, both ways");
    // Pairs that a lax canonicalizer would confuse, or the property shows little.
    assert!(collisions > pairs / 100);
}

/// Signs one document in every way that the protocol knows and sends another.
fn refuse(keyring: &Keyring, signed: &Document, sent: &Document, choices: &mut Choices) {
    let text = notation::write(signed, choices);
    let mut signatures = vec![signed::header(DIGITS, text.as_bytes(), TIMESTAMP)];
    let by_signkey = keyring.primary().sign_request(text.as_bytes(), TIMESTAMP);
    match by_signkey.map_err(Error::kind) {
        Ok(header) => {
            assert!(signed.is_lossless(), "{text}");
            signatures.push(header.to_string());
        }
        Err(kind) => {
            assert_eq!(kind, ErrorKind::JsonNumberLossy, "{text}");
            assert!(!signed.is_lossless(), "{text}");
        }
    }
    for header in signatures {
        for body in [notation::write(sent, choices), sent.canonical()] {
            // What a lossy document has as its canonical form can be the document that was signed.
            if reader::read(body.as_bytes()).as_ref() == Ok(signed) {
                continue;
            }
            assert_eq!(
                verdict(keyring, &body, &header),
                Err(ErrorKind::SignatureMismatch),
                "signed {text}, sent {body}"
            );
        }
    }
}

#[test]
fn documents_of_which_a_number_is_lost_do_not_verify_as_their_canonical_form() {
    let keyring = keyring();
    check(
        3000,
        &(lossy_document(), any::<u64>()),
        |(document, seed)| {
            let canonical = document.canonical();
            let header = signed::header(DIGITS, canonical.as_bytes(), TIMESTAMP);
            let text = notation::write(&document, &mut Choices::new(seed));
            assert_eq!(
                verdict(&keyring, &text, &header),
                Err(ErrorKind::SignatureMismatch),
                "{text}"
            );
            assert_eq!(verdict(&keyring, &canonical, &header), Ok(Form::Raw));
        },
    );
}

#[test]
fn the_canonical_form_is_that_of_the_reference() {
    check(6000, &(any_document(), any::<u64>()), |(document, seed)| {
        let text = notation::write(&document, &mut Choices::new(seed));
        let read = reader::read(text.as_bytes());
        assert_eq!(read.as_ref(), Ok(&document), "the notation holds the value");
        properties::canonical::check(text.as_bytes());
        properties::canonical::check(document.canonical().as_bytes());
    });
}

#[test]
fn the_canonical_form_parses_back_to_the_same_doubles() {
    check(3000, &(any_document(), any::<u64>()), |(document, seed)| {
        let text = notation::write(&document, &mut Choices::new(seed));
        let canonical = signkey::canonicalize(text.as_bytes()).expect("JSON");
        let before: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let after: serde_json::Value = serde_json::from_slice(canonical.as_bytes()).expect("JSON");
        assert_eq!(doubles(before), doubles(after), "{text}");
    });
}

/// The value with every number as a double. Zero has one sign only in canonical JSON.
fn doubles(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Number(number) => Value::from(number.as_f64().expect("finite") + 0.0),
        Value::Array(items) => items.into_iter().map(doubles).collect(),
        Value::Object(members) => {
            let members = members.into_iter();
            members
                .map(|(name, value)| (name, doubles(value)))
                .collect()
        }
        other => other,
    }
}

#[test]
fn bytes_that_changed_verify_only_as_the_same_document() {
    let verified = Cell::new(0);
    check(
        20000,
        &(lossless_document(), any::<u64>()),
        |(document, seed)| {
            let mut choices = Choices::new(seed);
            let text = notation::write(&document, &mut choices);
            let changed = mutate::bytes(text.as_bytes(), &mut choices);
            properties::canonical::check(&changed);

            let canonical = document.canonical();
            let same = reader::read(&changed).as_ref() == Ok(&document);
            verified.set(verified.get() + u32::from(same));
            // Neither the text nor its change holds 0xff, unless the change put it there.
            properties::request::check(&[canonical.as_bytes(), &changed].join(&0xff));
            properties::request::check(&[text.as_bytes(), &changed].join(&0xff));
        },
    );
    println!("{} changes left the document as it was", verified.get());
}
