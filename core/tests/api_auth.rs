//! Calls to the API from many threads, and where their credential may go.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::print_stdout, reason = "tests say how many cases ran")]
#![cfg(feature = "std")]

mod support;

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use proptest::prelude::*;
use signkey::{ApiAuth, Attempt, Authorization, Error, ErrorKind, Keyring, Origin};
use support::signed::{DIGITS, HASH, KEY};

const API: &str = "https://api.inngest.com";
const OTHER: &str = "signkey-test-00112233";

fn keyring() -> Keyring {
    Keyring::from_texts([Some(KEY), Some(OTHER), Some("abcdef")]).expect("keys")
}

fn auth() -> ApiAuth {
    ApiAuth::new(Some(&keyring()), Origin::of(API).expect("a URL"))
}

const fn assert_shareable<T: Send + Sync>() {}
const _: () = assert_shareable::<ApiAuth>();

/// A platform that knows one key. Returns the number of attempts of a call.
fn call(auth: &ApiAuth, known: &AtomicUsize) -> Option<usize> {
    let mut attempt = auth.begin();
    for attempts in 1.. {
        let status = match attempt.key_index() == known.load(Ordering::SeqCst) {
            true => 200,
            false => 401,
        };
        match auth.after(attempt, status) {
            None => return (status == 200).then_some(attempts),
            Some(next) => attempt = next,
        }
    }
    None
}

#[test]
fn threads_learn_from_each_other_which_key_works() {
    const THREADS: usize = 8;
    const CALLS: usize = 2_000;
    let (auth, known) = (auth(), AtomicUsize::new(0));
    for key in [0, 1, 2, 0, 2] {
        known.store(key, Ordering::SeqCst);
        let attempts: usize = thread::scope(|scope| {
            let run = || {
                (0..CALLS)
                    .map(|_| call(&auth, &known).expect("a key works"))
                    .sum::<usize>()
            };
            let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(run)).collect();
            threads
                .into_iter()
                .map(|thread| thread.join().expect("no panic"))
                .sum()
        });
        assert_eq!(auth.begin().key_index(), key);
        // Only calls that began before the first success tried more than once.
        let most = THREADS * CALLS + THREADS * 2;
        assert!((THREADS * CALLS..=most).contains(&attempts), "{attempts}");
        println!(
            "key {key}: {attempts} attempts of {} calls",
            THREADS * CALLS
        );
    }
}

#[test]
fn a_credential_is_the_scheme_and_the_token() {
    let auth = auth();
    let authorization = auth.authorization(auth.begin()).expect("a key");
    assert_eq!(
        authorization.as_str(),
        format!("Bearer signkey-test-{HASH}")
    );
    assert!(authorization.as_str().len() <= Authorization::MAX);
    assert_eq!(format!("{authorization:?}"), "Authorization([redacted])");
    let shown = format!("{auth:?} {auth:#?} {:?}", auth.begin());
    assert!(
        shown.contains(&HASH[..12])
            && !shown.contains(&HASH[..13])
            && !shown.contains(&DIGITS[..8])
    );
    let prefix = format!("signkey-{}-", "p".repeat(55));
    let long = Keyring::from_texts([Some(format!("{prefix}{DIGITS}"))]).expect("a key");
    let auth = ApiAuth::new(Some(&long), Origin::of(API).expect("a URL"));
    let authorization = auth.authorization(auth.begin()).expect("a key");
    assert_eq!(authorization.as_str(), format!("Bearer {prefix}{HASH}"));
    assert_eq!(authorization.as_str().len(), Authorization::MAX);
}

#[test]
fn a_presented_credential_finds_its_key() {
    let (keyring, auth) = (keyring(), auth());
    let mut attempt = auth.begin();
    for index in 0..3 {
        let authorization = auth.authorization(attempt).expect("a key");
        let found = keyring.verify_token(Some(authorization.as_str().as_bytes()));
        assert_eq!(found, Ok(index));
        attempt = auth.after(attempt, 403).unwrap_or(attempt);
    }
    assert_eq!(auth.after(attempt, 403), None);
}

#[test]
fn a_token_with_any_bit_changed_is_refused() {
    let keyring = keyring();
    let right = format!("Bearer signkey-test-{HASH}");
    let mut refused = 0;
    for at in 0..right.len() {
        for bit in 0..8 {
            let mut token = right.clone().into_bytes();
            token[at] ^= 1 << bit;
            let verdict = keyring.verify_token(Some(&token)).map_err(Error::kind);
            // The scheme has no case, and the environment in the prefix is not compared.
            let same =
                token[..7].eq_ignore_ascii_case(b"Bearer ") && token.ends_with(HASH.as_bytes());
            match verdict {
                Ok(index) => assert!(same && index == 0, "{at} {bit}"),
                Err(kind) => {
                    assert!(matches!(
                        kind,
                        ErrorKind::MalformedToken | ErrorKind::TokenMismatch
                    ));
                    refused += 1;
                }
            }
        }
    }
    assert!(refused > 64 * 8, "{refused}");
    println!("{refused} refused");
}

#[test]
fn no_number_of_an_attempt_does_harm() {
    let auth = auth();
    let first = auth.begin();
    for number in 0..=u16::MAX {
        let attempt = Attempt::from_number(number);
        assert_eq!(attempt.to_number(), number);
        let has_key = attempt.key_index() < 3;
        assert_eq!(auth.authorization(attempt).is_some(), has_key);
        let _ = auth.after(attempt, 200);
        assert!(auth.authorization(auth.begin()).is_some(), "{number}");
        let _ = auth.after(attempt, 401);
    }
    assert_eq!(Attempt::from_number(first.to_number()), first);
}

proptest! {
    /// Whatever stands right behind the origin, only a path, a query, a fragment or the scheme's
    /// own port leave it the same.
    #[test]
    fn an_origin_ends_where_its_host_ends(tail in "[ -~\\t\\n\u{80}-\u{ff}]{0,12}") {
        let url = format!("{API}{tail}");
        let behind = tail.strip_prefix(":443").unwrap_or(&tail);
        if auth().may_send_to(&url) {
            prop_assert!(behind.is_empty() || behind.starts_with(['/', '?', '#']), "{}", url);
        }
    }

    #[test]
    fn no_other_host_is_the_origin(head in "[ -~]{0,12}", tail in "[ -~]{0,12}") {
        let url = format!("https://{head}api.inngest.com{tail}");
        if auth().may_send_to(&url) {
            prop_assert!(head.is_empty(), "{}", url);
        }
    }
}
