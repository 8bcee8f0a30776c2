//! Which texts are keys, and what is said of the others.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::print_stdout, reason = "tests say how many cases ran")]

mod support;

use signkey::{Error, ErrorKind, Keyring, SigningKey};
use support::signed::{DIGITS, HASH, KEY};

fn kind(text: impl AsRef<[u8]>) -> Result<(), ErrorKind> {
    SigningKey::parse(text).map(drop).map_err(Error::kind)
}

#[test]
fn a_key_has_its_id_and_its_token() {
    let key = SigningKey::parse(KEY).expect("a key");
    assert_eq!(key.id().as_str(), &HASH[..12]);
    assert_eq!(key.api_token().as_str(), format!("signkey-test-{HASH}"));
    let bare: SigningKey = DIGITS.parse().expect("a key");
    assert_eq!(bare.api_token().as_str(), HASH);
    assert_eq!(bare.id(), key.id());
    assert_ne!(
        SigningKey::parse("00").map(|other| other.id()),
        Ok(key.id())
    );
    // From the platform's SDK specification.
    let key = SigningKey::parse("signkey-prod-12345678").expect("a key");
    assert_eq!(
        key.api_token().as_str(),
        "signkey-prod-b2ed992186a5cb19f6668aade821f502c1d00970dfd0e35128d51bac4649916c"
    );
}

#[test]
fn a_text_without_digits_never_constructs() {
    let blank = ["", " ", "\t", "\n", "\r\n", "\x0c", " \t\n\r\x0c "];
    for text in blank {
        assert_eq!(kind(text), Err(ErrorKind::EmptyKey), "{text:?}");
    }
    for name in ["prod", "test", "branch", "_", "A0_z"] {
        for padding in blank {
            let text = format!("{padding}signkey-{name}-{padding}");
            assert_eq!(kind(&text), Err(ErrorKind::EmptyKey), "{text:?}");
        }
    }
}

#[test]
fn only_ascii_white_space_is_removed() {
    assert_eq!(kind(format!(" \t\r\n\x0c{KEY}\x0c\n\r\t ")), Ok(()));
    for other in ["\u{b}", "\0", "\u{85}", "\u{a0}", "\u{2003}", "\u{feff}"] {
        assert_eq!(kind(other), Err(ErrorKind::NonHexKey), "{other:?}");
        let text = format!("{KEY}{other}");
        assert_eq!(kind(&text), Err(ErrorKind::NonHexKey), "{other:?}");
    }
}

#[test]
fn an_odd_number_of_digits_never_constructs() {
    for len in 1..=DIGITS.len() {
        let expected = if len % 2 == 1 {
            Err(ErrorKind::OddKeyLength)
        } else {
            Ok(())
        };
        let digits = &DIGITS[..len];
        assert_eq!(kind(digits), expected, "{len} digits");
        assert_eq!(kind(format!("signkey-test-{digits}")), expected);
    }
}

#[test]
fn a_character_that_is_not_hexadecimal_is_named_by_its_place() {
    let mut cases = 0;
    for at in KEY.len() - DIGITS.len()..KEY.len() {
        for byte in (0..=u8::MAX).filter(|byte| !byte.is_ascii_hexdigit()) {
            if at == KEY.len() - 1 && byte.is_ascii_whitespace() {
                continue;
            }
            let mut text = KEY.as_bytes().to_vec();
            text[at] = byte;
            let error = SigningKey::parse(&text).expect_err("not a key");
            let place = (error.kind(), error.position());
            assert_eq!(place, (ErrorKind::NonHexKey, Some(at as u64 + 1)));
            cases += 1;
        }
    }
    println!("{cases} characters");
}

#[test]
fn a_prefix_that_is_not_one_never_constructs() {
    for text in [
        "signkey-",
        "signkey--12345678",
        "signkey-12345678",
        "signkey-te.st-12345678",
        "signkey-té-12345678",
        "signkey-test 12345678",
    ] {
        assert_eq!(kind(text), Err(ErrorKind::MalformedKeyPrefix), "{text}");
    }
    for text in ["SIGNKEY-test-12", "sign-test-12", "key-12", "-12"] {
        assert_eq!(kind(text), Err(ErrorKind::NonHexKey), "{text}");
    }
}

#[test]
fn lengths_have_borders() {
    let prefix = |len: usize| format!("signkey-{}-", "e".repeat(len - 9));
    let with_prefix =
        |prefix_len: usize, len: usize| prefix(prefix_len) + &"0".repeat(len - prefix_len);
    assert_eq!(kind("a".repeat(512)), Ok(()));
    assert_eq!(kind("a".repeat(513)), Err(ErrorKind::KeyTooLong));
    assert_eq!(kind(format!(" {} ", "a".repeat(512))), Ok(()));
    assert_eq!(kind(with_prefix(64, 512)), Ok(()));
    assert_eq!(kind(with_prefix(64, 514)), Err(ErrorKind::KeyTooLong));
    assert_eq!(kind(with_prefix(65, 67)), Err(ErrorKind::KeyTooLong));
    let token = SigningKey::parse(with_prefix(64, 512)).map(|key| key.api_token());
    let token = token.expect("a key");
    assert_eq!(token.as_str().len(), signkey::ApiToken::MAX);
    assert!(token.as_str().starts_with(&prefix(64)));
}

#[test]
fn an_event_key_is_told_from_a_signing_key() {
    let text = |len: usize, others: usize| "z".repeat(others) + &"0".repeat(len - others);
    assert_eq!(kind(text(32, 8)), Err(ErrorKind::EventKey));
    assert_eq!(kind(text(32, 7)), Err(ErrorKind::NonHexKey));
    assert_eq!(kind(text(31, 31)), Err(ErrorKind::NonHexKey));
    assert_eq!(kind(text(33, 8)), Err(ErrorKind::NonHexKey));
    assert_eq!(kind(text(86, 60)), Err(ErrorKind::EventKey));
    assert_eq!(
        kind(text(40, 20).replace('z', "-")),
        Err(ErrorKind::EventKey)
    );
    assert_eq!(
        kind(text(40, 20).replace('z', "_")),
        Err(ErrorKind::EventKey)
    );
    for other in ["+", "/"] {
        let base64 = text(40, 20).replace('z', other);
        assert_eq!(kind(&base64), Err(ErrorKind::EventKey));
        assert_eq!(kind(format!("{base64}==")), Err(ErrorKind::EventKey));
        assert_eq!(kind(format!("{base64}===")), Err(ErrorKind::NonHexKey));
    }
    assert_eq!(
        kind(text(40, 20).replace('z', ".")),
        Err(ErrorKind::NonHexKey)
    );
    let prefixed = format!("signkey-test-{}", text(40, 20));
    assert_eq!(kind(prefixed), Err(ErrorKind::NonHexKey));
}

#[test]
fn a_keyring_drops_what_is_blank_and_keeps_the_order() {
    let keys: Vec<String> = (0..9).map(|n| format!("{n:02x}")).collect();
    let ids = |texts: &[Option<&str>]| {
        let keyring = Keyring::from_texts(texts.iter().copied())?;
        let ids: Vec<_> = keyring.keys().map(SigningKey::id).collect();
        let by_index: Vec<_> = (0..ids.len()).filter_map(|at| keyring.key(at)).collect();
        assert_eq!(by_index.len(), ids.len());
        assert!(keyring.key(ids.len()).is_none());
        assert_eq!(keyring.primary().id(), ids[0]);
        Ok::<_, Error>(ids)
    };
    let id = |key: &str| SigningKey::parse(key).expect("a key").id();
    assert_eq!(
        ids(&[None, Some(""), Some(" \n"), Some("01"), None, Some("00")]),
        Ok(vec![id("01"), id("00")])
    );
    // Equal keys are allowed.
    assert_eq!(ids(&[Some("01"), Some("01")]), Ok(vec![id("01"), id("01")]));
    let eight: Vec<_> = keys[..8].iter().map(|key| Some(&**key)).collect();
    assert_eq!(ids(&eight).map(|ids| ids.len()), Ok(8));
    assert_eq!(
        ids(&[&eight[..], &[None, Some(" ")]].concat()).map(|ids| ids.len()),
        Ok(8)
    );
}

#[test]
fn a_keyring_names_the_first_fault() {
    let kind = |texts: &[Option<&str>]| {
        Keyring::from_texts(texts.iter().copied())
            .map(drop)
            .map_err(Error::kind)
    };
    let nine = ["00"; 9].map(Some);
    assert_eq!(kind(&[]), Err(ErrorKind::MissingSigningKey));
    assert_eq!(
        kind(&[None, Some(""), Some("\t")]),
        Err(ErrorKind::MissingSigningKey)
    );
    assert_eq!(kind(&[Some("0"), Some("xx")]), Err(ErrorKind::OddKeyLength));
    assert_eq!(
        kind(&[Some("00"), Some("xx"), Some("0")]),
        Err(ErrorKind::NonHexKey)
    );
    assert_eq!(
        kind(&[Some(""), Some("signkey-test-")]),
        Err(ErrorKind::EmptyKey)
    );
    assert_eq!(kind(&nine), Err(ErrorKind::TooManyKeys));
    // The ninth is one too many whatever it holds; a fault before it comes first.
    let mut ninth_is_bad = nine;
    ninth_is_bad[8] = Some("xx");
    assert_eq!(kind(&ninth_is_bad), Err(ErrorKind::TooManyKeys));
    let mut eighth_is_bad = nine;
    eighth_is_bad[7] = Some("xx");
    assert_eq!(kind(&eighth_is_bad), Err(ErrorKind::NonHexKey));
}

#[test]
fn a_keyring_that_is_full_takes_no_other() {
    let key = || SigningKey::parse(KEY).expect("a key");
    let mut keyring = Keyring::new(key());
    for _ in 1..Keyring::MAX {
        keyring = keyring.with_fallback(key()).expect("room");
    }
    let refused = keyring.with_fallback(key()).map(drop).map_err(Error::kind);
    assert_eq!(refused, Err(ErrorKind::TooManyKeys));
}
