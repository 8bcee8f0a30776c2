//! Which key of a ring matched, and which digits a key has, for `scripts/check-constant-time`.

use std::hint::black_box;

use signkey::{ApiToken, Keyring, SigningKey};

use crate::{
    counted_stream, counted_token, counted_verify,
    support::{
        choices::Choices,
        signed::{BODY, DIGITS, TIMESTAMP, header},
    },
};

/// Verifies what each key of a full ring has signed, and what no key of rings of each size has.
pub(crate) fn rings() {
    let texts = texts(Keyring::MAX);
    let keyring = |count| Keyring::from_texts(texts.iter().take(count).map(Some)).expect("keys");
    let full = keyring(Keyring::MAX);
    for (at, text) in texts.iter().enumerate() {
        let signed = header(text, BODY.as_bytes(), TIMESTAMP);
        assert!(counted_verify(&full, signed.as_bytes()));
        println!("verify-matched {at}");
        assert!(counted_stream(&full, signed.as_bytes()));
        println!("stream-matched {at}");
        let token = full.key(at).expect("a key").api_token();
        let authorization = format!("Bearer {}", token.as_str());
        assert!(counted_token(&full, authorization.as_bytes()));
        println!("token-matched {at}");
    }
    let foreign = header(DIGITS, BODY.as_bytes(), TIMESTAMP);
    for count in 1..=Keyring::MAX {
        assert!(!counted_verify(&keyring(count), foreign.as_bytes()));
        println!("verify-refused {count}");
    }
}

/// Reads and writes keys of one length whose digits differ, and reads them in a way that branches.
pub(crate) fn digits() {
    let mut token_lengths = 0;
    for (at, text) in texts(64).iter().enumerate() {
        let key = counted_key(text).expect("a key");
        println!("key {at}");
        token_lengths += counted_written(&key).as_str().len();
        println!("written {at}");
        black_box(counted_branching(text));
        println!("branching {at}");
    }
    assert_eq!(token_lengths, 64 * DIGITS.len());
}

/// The digits of keys: as many as there are to be, of both cases and in any order.
fn texts(count: usize) -> Vec<String> {
    let mut choices = Choices::new(2104);
    let mut digit = || {
        let place = choices.below(22);
        char::from(b"0123456789abcdefABCDEF"[place])
    };
    (0..count)
        .map(|_| (0..DIGITS.len()).map(|_| digit()).collect())
        .collect()
}

#[inline(never)]
fn counted_key(text: &str) -> Result<SigningKey, signkey::Error> {
    black_box(SigningKey::parse(black_box(text)))
}

#[inline(never)]
fn counted_written(key: &SigningKey) -> ApiToken {
    black_box(key.api_token())
}

/// The way not to read digits.
#[inline(never)]
fn counted_branching(text: &str) -> u32 {
    let mut sum = 0;
    for byte in text.bytes() {
        if black_box(byte).is_ascii_digit() {
            sum += u32::from(black_box(byte) - b'0');
        } else {
            sum += u32::from(black_box(black_box(byte) | 0x20) - b'a') + 10;
        }
    }
    sum
}
