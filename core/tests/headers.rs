//! The one form of a signature header, there and back.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod support;

use signkey::{Error, ErrorKind, HeaderText, SignatureHeader};
use support::signed::{HEADER, TIMESTAMP};

fn parse(value: impl AsRef<[u8]>) -> Result<SignatureHeader, ErrorKind> {
    SignatureHeader::parse(value.as_ref()).map_err(Error::kind)
}

#[test]
fn a_header_comes_back_as_it_was() {
    let header = parse(HEADER).expect("a header");
    assert_eq!(header.timestamp(), TIMESTAMP);
    assert_eq!(header.mac()[..4], [0x10, 0xf6, 0xd0, 0x72]);
    assert_eq!(header.mac()[31], 0x4e);
    let text: HeaderText = header.to_text();
    assert_eq!(text.as_str(), HEADER);
    assert_eq!(header.to_string(), HEADER);
    assert_eq!(format!("{header:?}"), format!("SignatureHeader({HEADER})"));
    assert_eq!(format!("{text:?}"), format!("HeaderText({HEADER})"));
}

#[test]
fn the_longest_header_has_the_size_that_is_said() {
    assert_eq!(SignatureHeader::NAME, "X-Inngest-Signature");
    let longest = format!("t={}&s={}", "9".repeat(19), "f".repeat(64));
    let header = parse(&longest).expect("a header");
    assert_eq!(header.timestamp(), SignatureHeader::TIMESTAMP_MAX);
    assert_eq!(header.to_string(), longest);
    assert_eq!(longest.len(), SignatureHeader::MAX);
}

#[test]
fn a_timestamp_is_one_to_nineteen_digits_without_a_leading_zero() {
    let with = |timestamp: &str| HEADER.replacen("1689920619", timestamp, 1);
    for (timestamp, value) in [
        ("0", 0),
        ("9", 9),
        ("10", 10),
        ("1000000000000000000", 10_u64.pow(18)),
    ] {
        let header = parse(with(timestamp)).expect("a header");
        assert_eq!(header.timestamp(), value);
    }
    for timestamp in [
        "",
        "00",
        "01",
        "-1",
        "+1",
        " 1",
        "1 ",
        "1.0",
        "1e3",
        "0x1",
        "١",
        "10000000000000000000",
        "18446744073709551616",
        "00000000000000000001",
    ] {
        let outcome = parse(with(timestamp)).map(drop);
        assert_eq!(outcome, Err(ErrorKind::MalformedSignature), "{timestamp:?}");
    }
}

#[test]
fn a_mac_is_64_lowercase_digits() {
    let (front, mac) = HEADER.split_at(HEADER.len() - 64);
    for at in 0..64 {
        for byte in 0..=u8::MAX {
            let mut mac = mac.as_bytes().to_vec();
            mac[at] = byte;
            let outcome =
                parse([front.as_bytes(), &mac].concat()).map(|header| header.mac()[at / 2]);
            let expected = match byte {
                b'0'..=b'9' | b'a'..=b'f' => {
                    let pair = str::from_utf8(&mac[at / 2 * 2..][..2]).expect("ASCII");
                    Ok(u8::from_str_radix(pair, 16).expect("two digits"))
                }
                _ => Err(ErrorKind::MalformedSignature),
            };
            assert_eq!(outcome, expected, "digit {at}, byte {byte}");
        }
    }
    for other in [
        &mac[2..],
        &mac[1..],
        &format!("{mac}0"),
        &format!("{mac}00"),
        "",
    ] {
        let outcome = parse(format!("{front}{other}")).map(drop);
        assert_eq!(outcome, Err(ErrorKind::MalformedSignature), "{other}");
    }
}
