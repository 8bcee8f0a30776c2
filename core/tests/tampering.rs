//! Whatever changes on the way, or is only a part, is refused.

#![cfg(feature = "alloc")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::print_stdout, reason = "tests say how many cases ran")]

mod support;

use signkey::{Error, ErrorKind, Keyring, ReplayWindow, SigningKey, Verified};
use support::{
    signed::{self, BODY, DIGITS, HEADER, KEY, TIMESTAMP},
    ways::{self, Verify},
};

/// [`HEADER`] is valid for [`BODY`] in all ways to verify.
fn verify(way: Verify, keyring: &Keyring, body: &[u8], header: &[u8]) -> Result<Verified, Error> {
    way(
        keyring,
        body,
        Some(header),
        TIMESTAMP,
        ReplayWindow::DEFAULT,
    )
}

fn keyring() -> Keyring {
    Keyring::new(SigningKey::parse(KEY).expect("a key"))
}

/// The bytes with one bit changed, for every bit.
fn flips(bytes: &[u8]) -> impl Iterator<Item = (usize, Vec<u8>)> {
    (0..bytes.len() * 8).map(|bit| {
        let mut flipped = bytes.to_vec();
        flipped[bit / 8] ^= 1 << (bit % 8);
        (bit / 8, flipped)
    })
}

fn refused(verdict: Result<Verified, Error>, expected: &[ErrorKind], case: &str) {
    let kind = verdict.map_err(Error::kind);
    assert!(
        kind.is_err_and(|kind| expected.contains(&kind)),
        "{case}: {kind:?}"
    );
}

#[test]
fn untampered_it_verifies() {
    for (name, way) in ways::ALL {
        let verdict = verify(way, &keyring(), BODY.as_bytes(), HEADER.as_bytes());
        assert!(verdict.is_ok(), "{name}: {verdict:?}");
    }
}

#[test]
fn a_bit_flip_in_the_header_is_refused() {
    let expected = [ErrorKind::MalformedSignature, ErrorKind::SignatureMismatch];
    let mut cases = 0;
    for (name, way) in ways::ALL {
        for (at, header) in flips(HEADER.as_bytes()) {
            let verdict = verify(way, &keyring(), BODY.as_bytes(), &header);
            refused(verdict, &expected, &format!("{name}, header byte {at}"));
            cases += 1;
        }
    }
    println!("{cases} bit flips");
}

#[test]
fn a_bit_flip_in_the_body_is_refused() {
    let mut cases = 0;
    for (name, way) in ways::ALL {
        // No flip leaves the document what it is: the body has no white space, no escape and no
        // exponent.
        for (at, body) in flips(BODY.as_bytes()) {
            let verdict = verify(way, &keyring(), &body, HEADER.as_bytes());
            let case = format!("{name}, body byte {at}");
            refused(verdict, &[ErrorKind::SignatureMismatch], &case);
            cases += 1;
        }
    }
    println!("{cases} bit flips");
}

/// The HMAC key is the text behind the prefix, as it is: another case of a digit is another key.
#[test]
fn a_bit_flip_in_the_key_is_refused() {
    let (mut unconstructible, mut mismatches, mut renamed) = (0, 0, 0);
    let digits_at = KEY.len() - DIGITS.len();
    let name = "signkey-".len()..digits_at - 1;
    let token = SigningKey::parse(KEY).expect("a key").api_token();
    for (at, text) in flips(KEY.as_bytes()) {
        let Ok(key) = SigningKey::parse(&text) else {
            unconstructible += 1;
            continue;
        };
        if name.contains(&at) {
            // The environment's name is not a part of the HMAC key, but of the API token.
            assert_ne!(key.api_token().as_str(), token.as_str());
            renamed += 1;
            continue;
        }
        assert!(at >= digits_at, "byte {at}");
        let keyring = Keyring::new(key);
        for (name, way) in ways::ALL {
            let verdict = verify(way, &keyring, BODY.as_bytes(), HEADER.as_bytes());
            let case = format!("{name}, key byte {at}");
            refused(verdict, &[ErrorKind::SignatureMismatch], &case);
        }
        mismatches += 1;
    }
    println!("{unconstructible} not a key, {mismatches} mismatches, {renamed} renamed");
    // Of eight flips of a digit, two to four are digits again; of a name's letter, up to six.
    assert!(mismatches >= DIGITS.len() && renamed <= 8 * name.len());
}

#[test]
fn a_part_of_a_signature_is_refused() {
    let header = HEADER.as_bytes();
    let prefixes = (0..header.len()).map(|len| &header[..len]);
    let suffixes = (1..=header.len()).map(|from| &header[from..]);
    for (name, way) in ways::ALL {
        for part in prefixes.clone().chain(suffixes.clone()) {
            let verdict = verify(way, &keyring(), BODY.as_bytes(), part);
            refused(verdict, &[ErrorKind::MalformedSignature], name);
        }
    }
}

#[test]
fn more_than_a_signature_is_refused() {
    let way = ways::ALL[0].1;
    let mut headers = vec![
        format!("{HEADER}, {HEADER}"),
        format!("{HEADER}&{HEADER}"),
        HEADER.replace('&', "&t=1689920619&"),
        HEADER.to_uppercase(),
        HEADER.replace("t=", "t=0"),
        HEADER.replace("t=", "t=+"),
        signed::header(DIGITS, BODY.as_bytes(), u64::MAX),
    ]
    .into_iter()
    .map(String::into_bytes)
    .collect::<Vec<_>>();
    for byte in 0..=u8::MAX {
        headers.push([HEADER.as_bytes(), &[byte]].concat());
        headers.push([&[byte], HEADER.as_bytes()].concat());
    }
    for header in headers {
        let verdict = verify(way, &keyring(), BODY.as_bytes(), &header);
        let case = String::from_utf8_lossy(&header);
        refused(verdict, &[ErrorKind::MalformedSignature], &case);
    }
}

#[test]
fn a_part_of_the_body_or_more_than_it_is_refused() {
    let body = BODY.as_bytes();
    let mut bodies: Vec<Vec<u8>> = (0..body.len()).map(|len| body[..len].to_vec()).collect();
    bodies.extend((1..=body.len()).map(|from| body[from..].to_vec()));
    // The timestamp follows the body in the MAC; moving the border between them is no way in.
    bodies.push([body, b"1689920619"].concat());
    bodies.push([body, b"\0"].concat());
    bodies.push([body, b"\n\n"].concat());
    bodies.push([body, b"\r\n\0"].concat());
    for (name, way) in ways::ALL {
        for body in &bodies {
            // White space around JSON leaves the document what it is.
            if (name == "request" || name == "canonical") && body.ends_with(b"\n\n") {
                continue;
            }
            let verdict = verify(way, &keyring(), body, HEADER.as_bytes());
            refused(verdict, &[ErrorKind::SignatureMismatch], name);
        }
    }
}
