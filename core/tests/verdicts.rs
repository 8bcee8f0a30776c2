//! Which verdict a message gets: the order of faults, the borders of the window, the key and the
//! form that matched.

#![cfg(feature = "alloc")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::print_stdout, reason = "tests say how many cases ran")]

mod support;

use signkey::{
    Error, ErrorKind, Form, Keyring, ReplayWindow, SignatureHeader, SigningKey, VerifyOptions,
    canonicalize,
};
use support::{
    signed::{self, BODY, DIGITS, HEADER, KEY, TIMESTAMP},
    ways,
};

fn keyring() -> Keyring {
    Keyring::new(SigningKey::parse(KEY).expect("a key"))
}

#[test]
fn the_first_fault_is_the_verdict() {
    let wrong_mac = HEADER.replace("&s=1", "&s=2");
    let malformed = HEADER.replace("&s=", "&v=");
    let headers = [
        Some(HEADER),
        Some(&wrong_mac),
        Some(&malformed),
        Some(""),
        None,
    ];
    let bodies = [BODY, "{}", "[", "\u{0}"];
    let clocks = [
        (TIMESTAMP, None),
        (TIMESTAMP + 301, Some((ErrorKind::Expired, 301))),
        (TIMESTAMP - 302, Some((ErrorKind::NotYetValid, 302))),
    ];
    let mut cases = 0;
    for (way, verify) in ways::ALL {
        for header in headers {
            for body in bodies {
                for (now, late) in clocks {
                    let expected = match header {
                        None => Some((ErrorKind::MissingSignature, None)),
                        Some(header) if header == malformed || header.is_empty() => {
                            Some((ErrorKind::MalformedSignature, None))
                        }
                        Some(header) if header == wrong_mac || body != BODY => {
                            Some((ErrorKind::SignatureMismatch, None))
                        }
                        Some(_) => late.map(|(kind, skew)| (kind, Some(skew))),
                    };
                    let header = header.map(str::as_bytes);
                    let window = ReplayWindow::DEFAULT;
                    let verdict = verify(&keyring(), body.as_bytes(), header, now, window);
                    let fault = verdict
                        .err()
                        .map(|error| (error.kind(), error.skew_seconds()));
                    assert_eq!(fault, expected, "{way} {header:?} {body} {now}");
                    cases += 1;
                }
            }
        }
    }
    println!("{cases} messages");
}

#[test]
fn the_borders_belong_to_the_window() {
    const MAX: u64 = u64::MAX;
    const LAST: u64 = 9_999_999_999_999_999_999;
    use ErrorKind::{Expired, NotYetValid};
    /// The age in seconds, or the error and its skew.
    type Outcome = Result<i64, (ErrorKind, u64)>;
    // Past, future, timestamp and clock.
    let cases: [(u64, u64, u64, u64, Outcome); 25] = [
        (300, 300, 1000, 1000, Ok(0)),
        (300, 300, 1000, 1300, Ok(300)),
        (300, 300, 1000, 1301, Err((Expired, 301))),
        (300, 300, 1000, 700, Ok(-300)),
        (300, 300, 1000, 699, Err((NotYetValid, 301))),
        (0, 300, 1000, 1001, Err((Expired, 1))),
        (0, 300, 1000, 1000, Ok(0)),
        (0, 300, 1000, 700, Ok(-300)),
        (300, 0, 1000, 999, Err((NotYetValid, 1))),
        (300, 0, 1000, 1300, Ok(300)),
        (0, 0, 0, 0, Ok(0)),
        (0, 0, 0, 1, Err((Expired, 1))),
        (0, 0, 1, 0, Err((NotYetValid, 1))),
        (0, 0, LAST, LAST, Ok(0)),
        (300, 300, 0, 300, Ok(300)),
        (300, 300, 0, MAX, Err((Expired, MAX))),
        (MAX - 1, 0, 0, MAX, Err((Expired, MAX))),
        (MAX, 0, 0, MAX, Ok(i64::MAX)),
        (MAX, MAX, LAST, 0, Ok(i64::MIN + 1)),
        (MAX, MAX, LAST, MAX, Ok(8_446_744_073_709_551_616)),
        (0, LAST, LAST, 0, Ok(i64::MIN + 1)),
        (0, LAST - 1, LAST, 0, Err((NotYetValid, LAST))),
        (MAX, 299, LAST, LAST - 300, Err((NotYetValid, 300))),
        (MAX, 0, 0, i64::MAX as u64, Ok(i64::MAX)),
        (MAX, 0, 1, i64::MAX as u64, Ok(i64::MAX - 1)),
    ];
    for (past, future, timestamp, now, expected) in cases {
        let header = signed::header(DIGITS, BODY.as_bytes(), timestamp);
        for (way, verify) in ways::ALL {
            let window = ReplayWindow { past, future };
            let header = Some(header.as_bytes());
            let verdict = verify(&keyring(), BODY.as_bytes(), header, now, window);
            let verdict = verdict
                .inspect(|verified| assert_eq!(verified.timestamp(), timestamp))
                .map(|verified| verified.age_seconds())
                .map_err(|error| (error.kind(), error.skew_seconds().expect("a skew")));
            assert_eq!(verdict, expected, "{way} {past} {future} {timestamp} {now}");
        }
    }
}

#[test]
fn the_default_window_is_five_minutes_on_both_sides() {
    let window = ReplayWindow::default();
    assert_eq!((window.past, window.future), (300, 300));
    let options = VerifyOptions::default();
    assert_eq!(options.window, window);
    assert_eq!(options.max_json_size, 4_194_304);
}

#[test]
fn the_key_that_matched_is_named() {
    let keys: Vec<String> = (1..=9).map(|n| format!("{n:02x}").repeat(16)).collect();
    let texts = keys[..8].iter().map(Some);
    let keyring = Keyring::from_texts(texts).expect("keys");
    for (way, verify) in ways::ALL {
        for (index, key) in keys.iter().enumerate() {
            let header = signed::header(key, BODY.as_bytes(), TIMESTAMP);
            let header = Some(header.as_bytes());
            let window = ReplayWindow::DEFAULT;
            let verdict = verify(&keyring, BODY.as_bytes(), header, TIMESTAMP, window);
            let verdict = verdict
                .map(|verified| (verified.key_index(), verified.key_id()))
                .map_err(Error::kind);
            let id = SigningKey::parse(key).expect("a key").id();
            let expected = match index {
                8 => Err(ErrorKind::SignatureMismatch),
                _ => Ok((index, id)),
            };
            assert_eq!(verdict, expected, "{way}, key {index}");
        }
    }
}

#[test]
fn the_first_of_equal_keys_is_named() {
    let keyring = Keyring::from_texts([Some("00"), Some(KEY), Some(KEY)]).expect("keys");
    for (way, verify) in ways::ALL {
        let header = Some(HEADER.as_bytes());
        let window = ReplayWindow::DEFAULT;
        let verdict = verify(&keyring, BODY.as_bytes(), header, TIMESTAMP, window);
        assert_eq!(verdict.map(|verified| verified.key_index()), Ok(1), "{way}");
    }
}

#[test]
fn a_missing_primary_leaves_the_fallback() {
    for primary in [None, Some(""), Some(" \t\r\n")] {
        let keyring = Keyring::from_texts([primary, Some(KEY)]).expect("keys");
        for (way, verify) in ways::ALL {
            let header = Some(HEADER.as_bytes());
            let window = ReplayWindow::DEFAULT;
            let verdict = verify(&keyring, BODY.as_bytes(), header, TIMESTAMP, window);
            assert_eq!(verdict.map(|verified| verified.key_index()), Ok(0), "{way}");
        }
    }
}

#[test]
fn each_way_takes_its_forms_and_no_other() {
    use Form::{Canonical, Raw, Trimmed};
    let spaced = BODY.replace(',', " , ");
    let lines = [1, 2].map(|count| BODY.to_owned() + &"\n".repeat(count));
    // A body, and the forms in which it is BODY for a request, its canonical form, as it is, and
    // for a response.
    let cases: [(&str, [Option<Form>; 5]); 5] = [
        (
            BODY,
            [Some(Raw), Some(Canonical), Some(Raw), Some(Raw), Some(Raw)],
        ),
        (
            &spaced,
            [Some(Canonical), Some(Canonical), None, None, None],
        ),
        (
            &lines[0],
            [Some(Canonical), Some(Canonical), None, Some(Trimmed), None],
        ),
        (
            &lines[1],
            [Some(Canonical), Some(Canonical), None, None, None],
        ),
        ("", [None; 5]),
    ];
    for (body, expected) in cases {
        for ((way, verify), expected) in ways::ALL.into_iter().zip(expected) {
            let header = Some(HEADER.as_bytes());
            let window = ReplayWindow::DEFAULT;
            let verdict = verify(&keyring(), body.as_bytes(), header, TIMESTAMP, window);
            let verdict = verdict.map(|verified| verified.form()).map_err(Error::kind);
            let expected = expected.ok_or(ErrorKind::SignatureMismatch);
            assert_eq!(verdict, expected, "{way} {body:?}");
        }
    }
    assert_eq!(
        [Raw, Canonical, Trimmed].map(Form::name),
        ["raw", "canonical", "trimmed"]
    );
}

#[test]
fn a_signature_over_any_bytes_verifies_as_received() {
    let bodies: [&[u8]; 6] = [
        b"",
        b"\n",
        b"not JSON",
        b"\xff\xfe",
        b"{\"a\":1,\"a\":2}",
        b"[-0]",
    ];
    for body in bodies {
        let header = signed::header(DIGITS, body, TIMESTAMP);
        for (way, verify) in ways::ALL {
            let window = ReplayWindow::DEFAULT;
            let verdict = verify(&keyring(), body, Some(header.as_bytes()), TIMESTAMP, window);
            let verdict = verdict.map(|verified| verified.form()).map_err(Error::kind);
            let expected = match way {
                "canonical" => Err(ErrorKind::SignatureMismatch),
                _ => Ok(Form::Raw),
            };
            assert_eq!(verdict, expected, "{way} {body:?}");
        }
    }
}

#[test]
fn a_body_over_the_json_limit_is_tried_as_received_only() {
    let spaced = BODY.replace(',', " , ");
    let header = Some(HEADER.as_bytes());
    let options = |size| VerifyOptions::DEFAULT.with_max_json_size(size);
    let request = |body: &str, size| {
        keyring()
            .verify_request(body.as_bytes(), header, TIMESTAMP, &options(size))
            .map(|verified| verified.form())
            .map_err(Error::kind)
    };
    let mismatch = Err(ErrorKind::SignatureMismatch);
    assert_eq!(request(BODY, 0), Ok(Form::Raw));
    assert_eq!(request(&spaced, spaced.len()), Ok(Form::Canonical));
    assert_eq!(request(&spaced, spaced.len() - 1), mismatch);
    let parsed = keyring().verify_canonical(BODY.as_bytes(), header, TIMESTAMP, &options(10));
    assert_eq!(parsed.map(drop).map_err(Error::kind), mismatch.map(drop));
}

#[test]
fn signing_agrees_with_an_independent_hmac() {
    let key = SigningKey::parse(KEY).expect("a key");
    let text = |header: Result<SignatureHeader, Error>| {
        header.map(|header| header.to_string()).map_err(Error::kind)
    };
    assert_eq!(
        text(key.sign_request(BODY.as_bytes(), TIMESTAMP)).as_deref(),
        Ok(HEADER)
    );
    for body in [
        b"".as_slice(),
        b"\xff\0",
        b"{}\n",
        BODY.repeat(99).as_bytes(),
    ] {
        for timestamp in [0, 9, 10, TIMESTAMP, 9_999_999_999_999_999_999] {
            let expected = Ok(signed::header(DIGITS, body, timestamp));
            assert_eq!(text(key.sign_raw(body, timestamp)), expected);
            assert_eq!(text(key.sign_response(body, timestamp)), expected);
        }
    }
    let beyond = 10_000_000_000_000_000_000;
    let expected = Err(ErrorKind::InvalidTimestamp);
    assert_eq!(text(key.sign_raw(b"{}", beyond)), expected);
    assert_eq!(text(key.sign_response(b"{}", u64::MAX)), expected);
    let last = SignatureHeader::TIMESTAMP_MAX;
    assert_eq!(
        text(key.sign_request(b"{}", last)),
        Ok(signed::header(DIGITS, b"{}", last))
    );
    // The time is looked at before the body.
    assert_eq!(text(key.sign_request(b"[", beyond)), expected);
    assert_eq!(
        text(key.sign_request(b"[", TIMESTAMP)),
        Err(ErrorKind::InvalidJson)
    );
    assert_eq!(
        text(key.sign_request(b"[-0]", TIMESTAMP)),
        Err(ErrorKind::JsonNumberLossy)
    );
}

#[test]
fn white_space_in_front_changes_no_verdict() {
    let refused = [
        ("[\"]", 3),
        ("[\"a\",]", 5),
        ("[\"a\u{1}\"]", 3),
        ("{\"a\":\"b}", 8),
    ];
    let forms = [
        ("[\"a\\n\"]", "[\"a\\n\"]"),
        (
            "{\"b\":\"x\",\"a\":\"\\\"\"}",
            "{\"a\":\"\\\"\",\"b\":\"x\"}",
        ),
    ];
    for space in [" ", "\n", "\r\n\t", &" \n".repeat(40), &"\n".repeat(1100)] {
        for (json, position) in refused {
            let error = canonicalize(format!("{space}{json}").as_bytes()).map(|_| ());
            let found = error.map_err(|error| (error.kind(), error.position()));
            let position = (space.len() + position) as u64;
            assert_eq!(
                found,
                Err((ErrorKind::InvalidJson, Some(position))),
                "{json}"
            );
        }
        for (json, form) in forms {
            let json = format!("{space}{json}");
            let canonical = canonicalize(json.as_bytes()).expect("a document");
            assert_eq!(canonical.as_bytes(), form.as_bytes());
        }
    }
}
