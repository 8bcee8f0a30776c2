//! What is dropped leaves no secret where it lay.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod support;

use std::{mem::MaybeUninit, ptr, slice};

use signkey::{Keyring, SigningKey, Verifier};
use support::{
    canary::{states, unhex},
    signed::{DIGITS, HASH, HEADER, KEY},
};

/// The memory of a value before and after it is dropped in place.
fn before_and_after_drop<T>(value: T) -> [Vec<u8>; 2] {
    let mut place = Box::new(MaybeUninit::<T>::zeroed());
    place.write(value);
    let bytes = || {
        // SAFETY: `place` lives, is as large as `T`, and was zeroed before `value` moved in.
        let bytes = unsafe { slice::from_raw_parts(place.as_ptr().cast::<u8>(), size_of::<T>()) };
        bytes
            .iter()
            // SAFETY: a reference can be read; volatile, so that it is read at this time.
            .map(|byte| unsafe { ptr::read_volatile(byte) })
            .collect::<Vec<u8>>()
    };
    let before = bytes();
    // SAFETY: the value is there, and is not used again.
    unsafe { ptr::drop_in_place(place.as_ptr().cast_mut()) };
    [before, bytes()]
}

/// The secrets of the key that lie in this memory.
fn found_in(memory: &[u8]) -> Vec<&'static str> {
    let [inner, outer] = states().map(|state| state.map(u32::to_ne_bytes).concat());
    let hash = unhex(HASH);
    let secrets: [(_, &[u8]); 6] = [
        ("inner state", &inner),
        ("outer state", &outer),
        ("hash", &hash),
        ("hash as text", HASH.as_bytes()),
        ("digits", DIGITS.as_bytes()),
        ("decoded digits", &unhex(DIGITS)),
    ];
    let is_in = |secret: &[u8]| memory.windows(secret.len()).any(|window| window == secret);
    let found = secrets.iter().filter(|(_, secret)| is_in(secret));
    found.map(|(name, _)| *name).collect()
}

#[test]
fn what_is_dropped_is_cleared() {
    let key = || SigningKey::parse(KEY).expect("a key");
    // With no place left over: nothing is ever written there, so nothing clears it.
    let keyring = || Keyring::from_texts([Some(KEY); Keyring::MAX]).expect("keys");
    let verifier = Verifier::begin(&keyring(), Some(HEADER.as_bytes())).expect("a header");
    let key_secrets = ["inner state", "outer state", "hash"];
    let cases = [
        ("SigningKey", before_and_after_drop(key()), &key_secrets[..]),
        ("Keyring", before_and_after_drop(keyring()), &key_secrets),
        (
            "Verifier",
            before_and_after_drop(verifier),
            &key_secrets[..2],
        ),
        (
            "ApiToken",
            before_and_after_drop(key().api_token()),
            &["hash as text"],
        ),
    ];
    for (name, [before, after], expected) in cases {
        // Places not yet written may hold more, left there by the making of the key.
        let before = found_in(&before);
        assert!(
            expected.iter().all(|secret| before.contains(secret)),
            "{name}: {before:?}"
        );
        assert!(
            found_in(&after).is_empty(),
            "{name} after the drop: {:?}",
            found_in(&after)
        );
    }
}
