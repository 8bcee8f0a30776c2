//! End-to-end encryption: rotation, tampering, and what leaves the machine. What an envelope is,
//! and what becomes of each input, is in the vectors.

#![cfg(feature = "encryption")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::print_stdout, reason = "tests say how many cases ran")]

use std::borrow::Cow;

use signkey::{Decrypted, EncryptionKey, Encryptor, EncryptorBuilder, Error, ErrorKind, Nonce};

const OLD: &str = "an-older-secret";
const NEW: &str = "a-newer-secret";
/// Appears in no key, no envelope by accident, and as no base64.
const CANARY: &str = "canary~4111-1111";

fn key(text: &str) -> EncryptionKey {
    EncryptionKey::from_text(text).expect("a key")
}

/// The builder of an encryptor with a primary key and fallbacks.
fn builder(keys: &[&str]) -> EncryptorBuilder {
    let builder = Encryptor::builder().primary(key(keys[0]));
    keys[1..]
        .iter()
        .fold(builder, |builder, text| builder.fallback(key(text)))
}

fn encryptor(keys: &[&str]) -> Encryptor {
    builder(keys).build().expect("a key")
}

/// A nonce that no other call of the test returns.
fn nonce() -> Nonce {
    use std::sync::atomic::{AtomicU64, Ordering};
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let count = COUNTER.fetch_add(1, Ordering::Relaxed).to_be_bytes();
    let mut bytes = [7; Nonce::SIZE];
    bytes[..8].copy_from_slice(&count);
    Nonce::from_bytes(bytes)
}

/// A pair of methods: what one makes of a text, the other reads.
type Pair = (
    &'static str,
    for<'a> fn(&Encryptor, &'a [u8], Nonce) -> Result<Cow<'a, [u8]>, Error>,
    for<'a> fn(&Encryptor, &'a [u8]) -> Result<Decrypted<'a>, Error>,
);

const PAIRS: [Pair; 3] = [
    ("value", Encryptor::encrypt_value, Encryptor::decrypt_value),
    (
        "event",
        Encryptor::encrypt_event_data,
        Encryptor::decrypt_event_data,
    ),
    ("error", Encryptor::encrypt_error, Encryptor::decrypt_error),
];

/// What each pair can encrypt, with nothing in it that stays readable.
const TEXT: &str = r#"{"encrypted":{"a":[1,null,"x"]}}"#;

#[test]
fn keys_rotate_without_losing_anything() {
    let stages: [&[&str]; 4] = [&[OLD], &[OLD, NEW], &[NEW, OLD], &[NEW]];
    for (name, encrypt, decrypt) in PAIRS {
        let mut stored: Vec<(&str, Vec<u8>)> = Vec::new();
        for keys in stages {
            let encryptor = encryptor(keys);
            let written = encrypt(&encryptor, TEXT.as_bytes(), nonce()).expect("encrypted");
            stored.push((keys[0], written.into_owned()));
            for (writer, envelope) in &stored {
                let read = decrypt(&encryptor, envelope);
                if keys.contains(writer) {
                    let read = read.expect("readable");
                    assert_eq!(read.as_bytes(), TEXT.as_bytes(), "{name} {keys:?} {writer}");
                    assert!(read.was_encrypted());
                } else {
                    let error = read.map(drop).expect_err("a key that was dropped");
                    assert_eq!(error.kind(), ErrorKind::DecryptionFailed, "{name}");
                }
            }
        }
        let writers: Vec<_> = stored.iter().map(|(writer, _)| *writer).collect();
        assert_eq!(
            writers,
            [OLD, OLD, NEW, NEW],
            "{name}: the primary encrypts"
        );
    }
}

#[test]
fn a_missing_primary_promotes_no_fallback() {
    let fallback = || Encryptor::builder().fallback(key(OLD));
    let missing = |builder: EncryptorBuilder| builder.build().map(drop).map_err(Error::kind);
    assert_eq!(missing(fallback()), Err(ErrorKind::MissingEncryptionKey));
    assert_eq!(
        missing(Encryptor::builder()),
        Err(ErrorKind::MissingEncryptionKey)
    );
    assert_eq!(
        missing(Encryptor::builder().decrypt_only(true)),
        Err(ErrorKind::MissingEncryptionKey)
    );
    assert_eq!(missing(fallback().decrypt_only(true)), Ok(()));
}

/// With every bit of an envelope changed, it is refused, or is no envelope and said to be none.
#[test]
fn every_tampered_byte_is_refused() {
    let lenient = encryptor(&[NEW, OLD]);
    let strict = builder(&[NEW, OLD]).require_encrypted(true).build();
    let strict = strict.expect("a key");
    let (mut refused, mut plain) = (0, 0);
    for (name, encrypt, decrypt) in PAIRS {
        let envelope = encrypt(&lenient, TEXT.as_bytes(), nonce()).expect("encrypted");
        let text = str::from_utf8(&envelope).expect("text");
        let envelope_at = text.find("__ENCRYPTED__").expect("a marker") - 2;
        let data_at = text.find("data").expect("data") + "data".len();
        for at in 0..envelope.len() {
            for bit in 0..8 {
                let mut changed = envelope.to_vec();
                changed[at] ^= 1 << bit;
                match decrypt(&lenient, &changed) {
                    Err(_) => refused += 1,
                    Ok(opened) if opened.was_encrypted() => {
                        // The names of a field and of an error are not authenticated.
                        let opened = opened.into_bytes().into_owned();
                        let inside = String::from_utf8(opened).expect("text");
                        assert!(inside.ends_with(r#"{"a":[1,null,"x"]}}"#), "{inside}");
                        assert!(at < envelope_at, "{name}: byte {at}, bit {bit}");
                    }
                    Ok(opened) => {
                        assert_eq!(opened.as_bytes(), changed, "{name}: as it is");
                        assert!(at < data_at, "{name}: byte {at}, bit {bit}");
                        plain += 1;
                    }
                }
                // What lost its marker is plaintext, and where that is not due it is refused.
                if name == "value" {
                    let error = decrypt(&strict, &changed).map(drop);
                    error.expect_err("required");
                    refused += 1;
                }
            }
        }
    }
    println!("{refused} tampered envelopes refused, {plain} said to be plaintext");
    assert!(refused > 5_000, "{refused}");
}

#[test]
fn a_shortened_or_lengthened_envelope_is_refused() {
    let encryptor = encryptor(&[NEW]);
    let envelope = encryptor.encrypt_value(TEXT.as_bytes(), nonce());
    let envelope = String::from_utf8(envelope.expect("encrypted").into_owned()).expect("text");
    let (before, rest) = envelope.split_at(envelope.find("data\":\"").expect("data") + 7);
    let (data, after) = rest.split_at(rest.len() - 2);
    let refuses = |data: &str| {
        let changed = format!("{before}{data}{after}");
        assert!(
            encryptor.decrypt_value(changed.as_bytes()).is_err(),
            "{data}"
        );
    };
    for len in 0..data.len() {
        refuses(&data[..len]);
        refuses(&data[data.len() - len..]);
    }
    for extra in ["A", "=", "AA==", "AAAA", " ", "\\n"] {
        refuses(&format!("{data}{extra}"));
        refuses(&format!("{extra}{data}"));
    }
}

/// The JSON of which each form can leave the machine.
fn texts_with_canary() -> Vec<(&'static str, &'static str, String)> {
    let object = format!(r#"{{"{CANARY}":["{CANARY}",{{"a":"{CANARY}"}}]}}"#);
    let error = format!(
        r#"{{"name":"{CANARY}","message":"{CANARY}","stack":"{CANARY}","cause":{object},"code":"{CANARY}"}}"#
    );
    vec![
        ("step", "value", object.clone()),
        ("step that returns text", "value", format!(r#""{CANARY}""#)),
        ("function result", "value", format!("[{object},{object}]")),
        (
            "event",
            "event",
            format!(r#"{{"id":1,"encrypted":{object}}}"#),
        ),
        (
            "event of text",
            "event",
            format!(r#"{{"encrypted":"{CANARY}"}}"#),
        ),
        (
            "invoke",
            "event",
            format!(r#" {{ "user" : "u", "\u0065ncrypted" : {object} }} "#),
        ),
        ("error", "error", error),
        ("error of text", "error", format!(r#""{CANARY}""#)),
    ]
}

#[test]
fn no_plaintext_leaves_the_machine() {
    let (encrypting, only) = (
        encryptor(&[NEW]),
        builder(&[NEW]).decrypt_only(true).build().expect("a key"),
    );
    let texts = texts_with_canary();
    for (name, kind, text) in &texts {
        let (_, encrypt, decrypt) = PAIRS
            .into_iter()
            .find(|pair| pair.0 == *kind)
            .expect("a pair");
        let sent = encrypt(&encrypting, text.as_bytes(), nonce()).expect("encrypted");
        let written = String::from_utf8_lossy(&sent);
        assert!(!written.contains(CANARY), "{name}: {written}");
        assert!(!written.contains("canary"), "{name}: {written}");
        let back = decrypt(&encrypting, &sent).expect("decrypted");
        assert_eq!(back.as_bytes(), text.as_bytes(), "{name}");
        // The search would find it.
        let plain = encrypt(&only, text.as_bytes(), nonce()).expect("left as it is");
        assert!(String::from_utf8_lossy(&plain).contains(CANARY), "{name}");
        assert!(matches!(plain, Cow::Borrowed(_)), "{name}");
    }
    println!("{} texts", texts.len());
}

#[test]
fn what_needs_no_change_is_borrowed() {
    let encryptor = encryptor(&[NEW]);
    for text in [r#"{"a":1}"#, "null", " {} "] {
        let plain = encryptor.decrypt_event_data(text.as_bytes());
        let plain = plain.expect("plaintext");
        assert!(!plain.was_encrypted());
        assert!(matches!(plain.into_bytes(), Cow::Borrowed(same) if same == text.as_bytes()));
        let same = encryptor.encrypt_event_data(text.as_bytes(), nonce());
        assert!(matches!(same.expect("no field"), Cow::Borrowed(_)));
        let plain = encryptor.decrypt_error(text.as_bytes()).expect("plaintext");
        assert!(!plain.was_encrypted());
    }
}

#[test]
fn a_source_of_random_bytes_may_fail() {
    let failed = Nonce::from_source(|_| Err("no entropy"));
    let failed = failed.map(drop).map_err(Error::kind);
    assert_eq!(failed, Err(ErrorKind::RandomSourceFailed));
    let filled = Nonce::from_source(|bytes| {
        bytes.fill(9);
        Ok::<_, Error>(())
    });
    let encryptor = encryptor(&[NEW]);
    let from_source = encryptor.encrypt_value(b"1", filled.expect("filled"));
    let from_bytes = encryptor.encrypt_value(b"1", Nonce::from_bytes([9; 24]));
    assert_eq!(from_source, from_bytes);
}

#[cfg(feature = "getrandom")]
#[test]
fn random_nonces_differ() {
    let encryptor = encryptor(&[NEW]);
    let mut envelopes: Vec<_> = (0..1000)
        .map(|_| {
            let nonce = Nonce::random().expect("random");
            encryptor.encrypt_value(b"1", nonce).expect("encrypted")
        })
        .collect();
    envelopes.sort();
    envelopes.dedup();
    assert_eq!(envelopes.len(), 1000);
}
