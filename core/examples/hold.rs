//! Holds a key, then drops it, for `tests/memory/scan`.

#![allow(clippy::expect_used, reason = "a check may fail")]

use std::{
    hint::black_box,
    io::{self, Read, Write},
};

use signkey::{Keyring, SigningKey, Verifier};

const HEADER: &[u8] =
    b"t=1700000000&s=0000000000000000000000000000000000000000000000000000000000000000";

fn say(state: &str) {
    let mut out = io::stdout();
    out.write_all(state.as_bytes()).expect("a reader");
    out.flush().expect("a reader");
    read(&mut [0]);
}

/// Unlike `stdin`, without a buffer in which the key would stay.
fn read(into: &mut [u8]) {
    let input = std::fs::File::open("/dev/stdin");
    input
        .expect("standard input")
        .read_exact(into)
        .expect("as many bytes");
}

fn main() {
    let mut text = vec![0; 77];
    read(&mut text);
    let key = Box::new(SigningKey::parse(&text).expect("a key"));
    let keyring = Box::new(Keyring::from_texts([Some(&text)]).expect("a key"));
    text.fill(0);
    black_box(&text);
    let token = Box::new(key.api_token());
    let mut verifier = Box::new(Verifier::begin(&keyring, Some(HEADER)).expect("a header"));
    verifier.update(b"a body");
    let held = black_box((key, keyring, token, verifier));
    say("held\n");
    drop(held);
    say("dropped\n");
}
