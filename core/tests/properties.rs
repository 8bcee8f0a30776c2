//! The bodies of the fuzz targets over random and nearly right bytes, without a fuzzer.

#![cfg(feature = "alloc")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::print_stdout, reason = "tests say how many cases ran")]

mod support;

use std::{fs, path::Path};

use support::{
    choices::Choices,
    mutate, properties,
    signed::{BODY, HEADER, KEY},
};

/// Runs a property over seeds and over what a few changes make of them.
fn run(property: impl Fn(&[u8]), rounds: usize, seeds: &[&[u8]]) {
    let mut choices = Choices::new(8785);
    let mut cases = 0;
    for seed in seeds {
        property(seed);
        for _ in 0..rounds {
            let mut bytes = seed.to_vec();
            for _ in 0..=choices.below(8) {
                bytes = mutate::bytes(&bytes, &mut choices);
                property(&bytes);
                cases += 1;
            }
        }
    }
    println!("{} seeds, {cases} changes of them", seeds.len());
}

/// As [`run`], over the seeds of a fuzz target (`fuzz/seeds`). They are absent from the package.
fn run_seeds(name: &str, property: impl Fn(&[u8]), rounds: usize) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz");
    if !folder.exists() {
        println!("NO SEEDS in {}: none was run", folder.display());
        return;
    }
    let files = fs::read_dir(folder.join("seeds").join(name)).expect("seeds");
    let mut paths: Vec<_> = files.map(|file| file.expect("a seed").path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "no seeds of {name}");
    let seeds: Vec<_> = paths
        .iter()
        .map(|path| fs::read(path).expect("a file"))
        .collect();
    let seeds: Vec<_> = seeds.iter().map(Vec::as_slice).collect();
    run(property, rounds, &seeds);
}

#[test]
fn keys() {
    let long_key = "ab".repeat(256);
    let long_prefix = format!("signkey-{}-abcd", "e".repeat(55));
    run(
        properties::key::check,
        4000,
        &[
            KEY.as_bytes(),
            b" \tsignkey-branch_2-ABCDEF01\r\n",
            b"12345678",
            b"signkey--00",
            b"signkey-prod-",
            // Event keys: 32 characters, of which 8 are not hexadecimal.
            b"0123456789abcdef01234567-_-_-_xyz",
            b"0123456789abcdef01234567xyzxyzxy",
            b"0123456789abcdef012345670xyzxyzx",
            long_key.as_bytes(),
            long_prefix.as_bytes(),
        ],
    );
}

#[test]
fn headers() {
    let zeros = format!("t=0&s={}", "0".repeat(64));
    let most = format!("t={}&s={}", "9".repeat(19), "f".repeat(64));
    let seeds = [HEADER.as_bytes(), zeros.as_bytes(), most.as_bytes()];
    run(properties::header::check, 10_000, &seeds);
}

#[test]
fn canonical_json() {
    run(
        properties::canonical::check,
        4000,
        &[
            BODY.as_bytes(),
            br#"{"\ud83d\ude00":1,"\ufb33":2,"\u20ac":3,"\r":4,"1":5,"\u0080":6,"\u00f6":7}"#,
            br#" [ 1e21, -0, 0.000001, 1E-7, 9007199254740993, 123456789012345678, 4.50 ] "#,
            br#"{"b":{"d":{"f":1,"e":"\u0001\b"},"c":[]},"a":{"\"":1,"\\":2,"\/":3}}"#,
            br#"{"aaaaaaaab":1,"aaaaaaaa":2,"aaaaaaaa\u0000":3,"aaaaaaa":4,"":5}"#,
            b"\"\xed\xa0\x80\xf4\x90\x80\x80\xc0\xaf\"",
        ],
    );
}

#[test]
fn notations() {
    let json =
        br#"{"b":[1,2.5,"\u00e9",{"\ud83d\ude00":1e-7,"\uffff":null}],"a":9007199254740993}"#;
    let seeds = [
        [b"12345678".as_slice(), json].concat(),
        b"87654321-1e0".to_vec(),
    ];
    let seeds = seeds.each_ref().map(Vec::as_slice);
    run(properties::canonical::check_notations, 4000, &seeds);
}

#[test]
fn requests() {
    let body = BODY.as_bytes();
    let spaced = BODY.replace(',', " , ");
    run(
        properties::request::check,
        3000,
        &[
            &[body, body].join(&0xff),
            &[body, spaced.as_bytes()].join(&0xff),
            b"{\"a\":1,\"b\":[100]}\xff{\"b\":[1e2],\"a\":1.0}",
            b"[9007199254740992]\xff[9007199254740993]",
            b"[0.00001,100000000000000000000,1.5e+100]\xff[1e-5,1e20,15E99]",
        ],
    );
}

#[test]
fn streams() {
    let body = BODY.as_bytes();
    let long = body.repeat(5);
    let seeds: [&[u8]; 3] = [
        &[b"\x01\x00\x3f\x40", body].join(&0xff),
        &[b"\x80\x01\x7f\x41\xfe", &*long].join(&0xff),
        b"",
    ];
    run(properties::request::check_streaming, 3000, &seeds);
}

#[test]
fn any_behaviour_of_an_adapter() {
    run_seeds("door", properties::door::check, 400);
}

#[test]
fn the_replay_guard() {
    run_seeds("replay", properties::replay::check, 40);
}

#[test]
fn tokens() {
    run_seeds("token", properties::token::check, 1000);
}

#[test]
fn settings() {
    run_seeds("settings", properties::settings::check, 200);
}

#[test]
fn urls() {
    run_seeds("url", properties::url::check, 1000);
}

#[test]
fn queries() {
    run_seeds("query", properties::url::check_query, 500);
}

#[test]
fn answers_of_the_platform() {
    run_seeds("answer", properties::answer::check, 200);
}

#[cfg(feature = "encryption")]
#[test]
fn envelopes() {
    run_seeds("envelope", properties::envelope::check, 300);
}

#[cfg(feature = "encryption")]
#[test]
fn encrypted_values_come_back() {
    run_seeds("round_trip", properties::envelope::check_round_trip, 200);
}

#[cfg(feature = "legacy-aes")]
#[test]
fn the_old_format() {
    run_seeds("legacy", properties::legacy::check, 200);
}
