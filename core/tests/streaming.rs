//! A message that comes in pieces has the verdict that it has in one.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::print_stdout, reason = "tests say how many cases ran")]

mod support;

use signkey::{Error, ErrorKind, Keyring, ReplayWindow, Verified, Verifier};
use support::signed::{self, BODY, TIMESTAMP};

const WINDOW: ReplayWindow = ReplayWindow {
    past: 10,
    future: 5,
};
const KEYS: [&str; 3] = ["0011", "signkey-test-2233", "4455"];

fn stream<'a>(
    keyring: &Keyring,
    chunks: impl IntoIterator<Item = &'a [u8]>,
    header: &str,
    now: u64,
) -> Result<Verified, Error> {
    let mut verifier = Verifier::begin(keyring, Some(header.as_bytes()))?;
    for chunk in chunks {
        verifier.update(chunk);
    }
    verifier.finish(now, WINDOW)
}

/// Signatures of the body that are valid, too old, too early, and of another body.
fn messages(body: &[u8]) -> Vec<(String, u64)> {
    let mut messages = Vec::new();
    for digits in ["0011", "2233", "4455", "6677"] {
        for now in [TIMESTAMP, TIMESTAMP + 11, TIMESTAMP - 6] {
            messages.push((signed::header(digits, body, TIMESTAMP), now));
        }
    }
    messages.push((signed::header("0011", b"", TIMESTAMP), TIMESTAMP));
    messages
}

#[test]
fn every_split_has_the_verdict_of_the_whole() {
    let keyring = Keyring::from_texts(KEYS.map(Some)).expect("keys");
    // Longer than four blocks of SHA-256.
    let body = &BODY.repeat(2).into_bytes()[..259];
    let mut cases = 0;
    for (header, now) in messages(body) {
        let expected = keyring.verify_raw(body, Some(header.as_bytes()), now, WINDOW);
        for at in 0..=body.len() {
            let (front, back) = body.split_at(at);
            let verdict = stream(&keyring, [front, back], &header, now);
            assert_eq!(verdict, expected, "split at {at}");
            cases += 1;
        }
        for size in 1..=body.len() {
            let verdict = stream(&keyring, body.chunks(size), &header, now);
            assert_eq!(verdict, expected, "pieces of {size}");
            cases += 1;
        }
        let empty = [b"".as_slice(); 3];
        let pieces = empty.into_iter().chain([body]).chain(empty);
        assert_eq!(stream(&keyring, pieces, &header, now), expected);
    }
    println!("{cases} splits");
}

#[test]
fn the_verdicts_of_the_whole_are_not_all_the_same() {
    let keyring = Keyring::from_texts(KEYS.map(Some)).expect("keys");
    let body = BODY.as_bytes();
    let verdicts: Vec<_> = messages(body)
        .iter()
        .map(|(header, now)| stream(&keyring, body.chunks(64), header, *now))
        .map(|verdict| {
            verdict
                .map(|verified| verified.key_index())
                .map_err(Error::kind)
        })
        .collect();
    let (expired, early) = (Err(ErrorKind::Expired), Err(ErrorKind::NotYetValid));
    let mismatch = Err(ErrorKind::SignatureMismatch);
    let per_key = |index| [Ok(index), expired, early];
    let mut expected = [0, 1, 2].map(per_key).concat();
    expected.extend([mismatch; 4]);
    assert_eq!(verdicts, expected);
}

#[test]
fn no_body_at_all_is_an_empty_body() {
    let keyring = Keyring::from_texts([Some("0011")]).expect("keys");
    let header = signed::header("0011", b"", TIMESTAMP);
    assert!(stream(&keyring, [], &header, TIMESTAMP).is_ok());
}

#[test]
fn a_bad_header_ends_it_before_the_body() {
    let keyring = Keyring::from_texts([Some("0011")]).expect("keys");
    let begin = |header| {
        Verifier::begin(&keyring, header)
            .map(drop)
            .map_err(Error::kind)
    };
    assert_eq!(begin(None), Err(ErrorKind::MissingSignature));
    assert_eq!(begin(Some(b"")), Err(ErrorKind::MalformedSignature));
    assert_eq!(begin(Some(b"t=1&s=00")), Err(ErrorKind::MalformedSignature));
}
