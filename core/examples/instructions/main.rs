//! What `scripts/check-constant-time`, `scripts/check-linear-time` and `scripts/check-instructions`
//! run under an instruction counter: calls of functions named `counted_*`, and a line on standard
//! output for each.

#![allow(clippy::expect_used, clippy::panic, reason = "a check may fail")]
#![allow(clippy::print_stdout, reason = "the scripts read it")]

mod paths;
mod requests;
mod secrets;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::hint::black_box;

use signkey::{Keyring, ReplayWindow, Verifier, canonicalize};
use support::{
    shapes,
    signed::{BODY, HASH, HEADER, KEY, TIMESTAMP},
};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["constant-time"] => constant_time(),
        ["linear-time", size] => linear_time(size.parse().expect("a number of bytes")),
        ["paths"] => each_path(),
        _ => panic!("usage: instructions constant-time | linear-time SIZE | paths"),
    }
}

/// Verifies headers whose MACs and tokens differ from the right ones at one digit each, and compares
/// the same MACs in a way that stops early.
fn constant_time() {
    let keyring = Keyring::from_texts([Some(KEY)]).expect("a key");
    let token = format!("Bearer {HASH}");
    // The first call looks up what the processor can do, and finds that all is in order.
    assert!(counted_verify(&keyring, HEADER.as_bytes()));
    println!("warm-up 0");
    for at in 0..64 {
        let header = differing(HEADER, at);
        assert!(!counted_verify(&keyring, &header));
        println!("verify {at}");
        assert!(!counted_stream(&keyring, &header));
        println!("stream {at}");
        assert!(!counted_token(&keyring, &differing(&token, at)));
        println!("token {at}");
        assert!(!counted_early_return(&header, HEADER.as_bytes()));
        println!("early-return {at}");
    }
    secrets::rings();
    secrets::digits();
}

/// The value of a header with another one of its last 64 digits.
fn differing(value: &str, at: usize) -> Vec<u8> {
    let mut bytes = value.as_bytes().to_vec();
    let place = bytes.len() - 64 + at;
    // A digit for a digit and a letter for a letter: reading the header, which is public, may
    // take a different time for each kind.
    bytes[place] = match bytes[place] {
        digit @ (b'0'..=b'8' | b'a'..=b'e') => digit + 1,
        digit => digit - 1,
    };
    bytes
}

#[inline(never)]
pub(crate) fn counted_verify(keyring: &Keyring, header: &[u8]) -> bool {
    let (body, window) = (BODY.as_bytes(), ReplayWindow::DEFAULT);
    let verdict = keyring.verify_raw(black_box(body), Some(header), TIMESTAMP, window);
    black_box(verdict).is_ok()
}

#[inline(never)]
pub(crate) fn counted_stream(keyring: &Keyring, header: &[u8]) -> bool {
    let mut verifier = Verifier::begin(keyring, Some(header)).expect("a header");
    verifier.update(black_box(BODY.as_bytes()));
    let verdict = verifier.finish(TIMESTAMP, ReplayWindow::DEFAULT);
    black_box(verdict).is_ok()
}

#[inline(never)]
pub(crate) fn counted_token(keyring: &Keyring, authorization: &[u8]) -> bool {
    let found = keyring.verify_token(Some(black_box(authorization)));
    black_box(found).is_ok()
}

#[inline(never)]
fn counted_early_return(left: &[u8], right: &[u8]) -> bool {
    left.iter()
        .zip(right)
        .all(|(left, right)| black_box(*left) == black_box(*right))
}

/// Canonicalizes a document of each shape, and looks for duplicates in one the slow way.
fn linear_time(size: usize) {
    for shape in shapes::ALL {
        let json = (shape.make)(size);
        counted_canonicalize(json.as_bytes());
        println!("{} {}", shape.name, json.len());
    }
    let names: Vec<usize> = (0..size / 256).collect();
    counted_quadratic(&names);
    println!("quadratic {size}");
}

#[inline(never)]
fn counted_canonicalize(json: &[u8]) {
    let canonical = canonicalize(black_box(json));
    drop(black_box(canonical));
}

#[inline(never)]
fn counted_quadratic(names: &[usize]) {
    for (at, name) in names.iter().enumerate() {
        let earlier = &names[..at];
        assert!(!earlier.iter().any(|other| black_box(other) == name));
    }
}

/// Goes each path twice, and has the second time counted.
fn each_path() {
    for (name, size, run) in paths::all() {
        assert!(run(), "{name}");
        assert!(counted_path(&*run), "{name}");
        println!("{name} {size}");
    }
}

#[inline(never)]
fn counted_path(run: &dyn Fn() -> bool) -> bool {
    run()
}
