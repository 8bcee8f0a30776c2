//! The published sequence of ES6 number samples (cyberphone/json-canonicalization, testdata),
//! checked against its published checksums.
//!
//! `SIGNKEY_ES6_LINES` sets the number of lines: a power of ten from 1000 to 100000000.

#![cfg(feature = "alloc")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::print_stdout, reason = "tests say how many cases ran")]

mod doubles;

use std::{fmt::Write, str};

use sha2::{Digest, Sha256};

/// Numbers of lines and the SHA-256 of so many.
const PUBLISHED: [(usize, &str); 6] = [
    (
        1_000,
        "be18b62b6f69cdab33a7e0dae0d9cfa869fda80ddc712221570f9f40a5878687",
    ),
    (
        10_000,
        "b9f7a8e75ef22a835685a52ccba7f7d6bdc99e34b010992cbc5864cd12be6892",
    ),
    (
        100_000,
        "22776e6d4b49fa294a0d0f349268e5c28808fe7e0cb2bcbe28f63894e494d4c7",
    ),
    (
        1_000_000,
        "49415fee2c56c77864931bd3624faad425c3c577d6d74e89a83bc725506dad16",
    ),
    (
        10_000_000,
        "b9f8a44a91d46813b21b9602e72f112613c91408db0b8341fb94603d9db135e0",
    ),
    (
        100_000_000,
        "0f7dda6b0837dde083c5d6b896f7d62340c8a2415b0c7121d83145e08a755272",
    ),
];

/// The doubles of the sequence: borders, 2000 in a row from the smallest normal one, then what
/// SHA-256 makes of its own output, four to a block.
fn sequence() -> impl Iterator<Item = f64> {
    let borders = doubles::DOUBLES.into_iter();
    let row = (0..2000).map(|n| 0x0010_0000_0000_0000 + n);
    let mut block = [0; 32];
    let random = std::iter::repeat_with(move || {
        block = Sha256::digest(block).into();
        [0, 8, 16, 24].map(|at| {
            let bytes = block[at..at + 8].try_into().expect("eight bytes");
            u64::from_le_bytes(bytes)
        })
    });
    let random = random.flatten().map(f64::from_bits);
    borders
        .chain(row)
        .map(f64::from_bits)
        .chain(random.filter(|value| value.is_finite() && *value != 0.0))
}

fn canonical(number: &str) -> String {
    let canonical = signkey::canonicalize(number.as_bytes()).expect("a number");
    let canonical = str::from_utf8(canonical.as_bytes()).expect("UTF-8");
    canonical.to_owned()
}

#[test]
fn the_published_checksum_is_met() {
    let lines = std::env::var("SIGNKEY_ES6_LINES");
    let lines = lines.map_or(1_000_000, |lines| lines.parse().expect("a number of lines"));
    let (_, expected) = PUBLISHED
        .into_iter()
        .find(|(published, _)| *published == lines)
        .expect("a number of lines with a published checksum");

    let mut hash = Sha256::new();
    let mut line = String::new();
    let mut digits = String::new();
    for value in sequence().take(lines) {
        // 17 significant digits name every double, and are hardly ever its shortest form.
        digits.clear();
        write!(digits, "{value:.16e}").expect("a string takes all");
        let written = canonical(&digits);
        line.clear();
        writeln!(line, "{:x},{written}", value.to_bits()).expect("a string takes all");
        hash.update(&line);
    }
    let hash: String = hash
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    println!("{lines} lines, {hash}");
    assert_eq!(hash, expected);
}

/// Other ways to write the same double go other ways through the code.
#[test]
fn every_way_to_write_a_double_has_one_form() {
    let lines = 50_000;
    for value in sequence().take(lines) {
        let expected = canonical(&format!("{value:.16e}"));
        // The shortest digits, with and without an exponent; all digits that a double can have.
        for written in [
            format!("{value:e}"),
            format!("{value}"),
            format!("{value:.1100}"),
        ] {
            assert_eq!(canonical(&written), expected, "{written}");
        }
        let again = signkey::canonicalize(expected.as_bytes()).expect("a number");
        assert!(again.is_borrowed() && again.is_lossless(), "{expected}");
    }
    println!("{lines} doubles");
}
