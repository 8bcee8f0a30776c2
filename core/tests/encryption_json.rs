//! Encryption and canonicalization read the same grammar, and encryption loses nothing of it.

#![cfg(feature = "encryption")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::print_stdout, reason = "tests say how many cases ran")]

mod support;

use proptest::{prelude::*, test_runner::FileFailurePersistence};
use signkey::{EncryptionKey, Encryptor, ErrorKind, Nonce, canonicalize};
use support::{choices::Choices, mutate, shapes};

const ROUNDS: u64 = 30_000;

/// Texts from which the mutations begin.
const TEXTS: [&str; 8] = [
    r#" {"a":[1,-0.5e+10,true,false,null,"\u00e9\n\"\\\/"],"":{}} "#,
    r#"[[[],[{}]],{"x":{"y":{"z":[0]}}},"\ud83d\ude00 é 😀"]"#,
    r#"{"b":1,"a":{"__ENCRYPTED__":true,"data":"x","__STRATEGY__":"s"}}"#,
    r#"{"__ENCRYPTED__":true,"__STRATEGY__":"inngest/libsodium","data":"AAAA"}"#,
    r#"{"name":"E","message":"{\"__ENCRYPTED__\":true,\"data\":\"\"}","stack":"s"}"#,
    r#"{"event":{"data":{"encrypted":null}},"events":[{"data":{}}],"result":[]}"#,
    "0.000001",
    r#""text""#,
];

fn encryptor() -> Encryptor {
    let key = EncryptionKey::from_bytes([7; EncryptionKey::SIZE]).expect("a key");
    Encryptor::builder().primary(key).build().expect("a key")
}

fn nonce() -> Nonce {
    Nonce::from_bytes([9; Nonce::SIZE])
}

/// Asserts that encryption accepts what canonicalization accepts, and what it refuses only as
/// ambiguous, and refuses the rest with the same error.
fn compare(encryptor: &Encryptor, json: &[u8]) -> bool {
    let encrypted = encryptor.encrypt_value(json, nonce());
    let canonical = canonicalize(json);
    match (&encrypted, &canonical) {
        (Ok(_), Ok(_)) => {}
        (Err(error), Err(other)) if error == other => {}
        (_, Err(error)) => {
            let ambiguous = matches!(
                error.kind(),
                ErrorKind::JsonDuplicateMember
                    | ErrorKind::JsonLoneSurrogate
                    | ErrorKind::JsonNumberOutOfRange
            );
            assert!(ambiguous, "{encrypted:?} {error:?} {json:?}");
        }
        (Err(error), Ok(_)) => panic!("{error:?} {json:?}"),
    }
    if let Ok(envelope) = &encrypted {
        let back = encryptor.decrypt_value(envelope).expect("decrypted");
        let spaces = [b' ', b'\t', b'\n', b'\r'];
        let start = json.iter().position(|byte| !spaces.contains(byte));
        let end = json.iter().rposition(|byte| !spaces.contains(byte));
        let value = &json[start.expect("a value")..=end.expect("a value")];
        assert_eq!(back.as_bytes(), value);
    }
    encrypted.is_ok()
}

#[test]
fn the_grammar_is_that_of_canonicalization() {
    let encryptor = encryptor();
    let (mut accepted, mut refused) = (0, 0);
    for seed in 0..ROUNDS {
        let mut choices = Choices::new(seed);
        let mut json = choices.pick(&TEXTS).as_bytes().to_vec();
        for _ in 0..choices.below(4) {
            json = mutate::bytes(&json, &mut choices);
        }
        match compare(&encryptor, &json) {
            true => accepted += 1,
            false => refused += 1,
        }
    }
    println!("{accepted} accepted, {refused} refused");
    assert!(accepted > 5_000 && refused > 5_000);
}

#[test]
fn large_documents_of_every_shape_pass_or_fail_alike() {
    let encryptor = encryptor();
    for shape in shapes::ALL {
        let accepted = compare(&encryptor, (shape.make)(1 << 14).as_bytes());
        let judged = matches!(
            shape.outcome,
            Err(ErrorKind::JsonTooDeep | ErrorKind::InvalidJson)
        );
        assert_eq!(accepted, !judged, "{}", shape.name);
    }
}

/// Whatever comes in, an answer comes out: never a panic, and never plaintext that is said to
/// have been encrypted.
#[test]
fn mutated_inputs_are_answered() {
    let encryptor = encryptor();
    let sealed = |json: &[u8]| {
        encryptor
            .encrypt_value(json, nonce())
            .expect("encrypted")
            .into_owned()
    };
    let envelope = String::from_utf8(sealed(br#"{"a":"secret"}"#)).expect("text");
    let error = encryptor
        .encrypt_error(b"\"secret\"", nonce())
        .expect("encrypted");
    let error = String::from_utf8(error.into_owned()).expect("text");
    let texts = [
        envelope.clone(),
        format!(r#"{{"_inngest":1,{}"#, &envelope[1..]),
        format!(r#"{{"encrypted":{envelope},"b":[{envelope}],"c":{envelope}}}"#),
        format!(r#"{{"error":{error},"result":{envelope},"event":{{"data":{{"e":{envelope}}}}}}}"#),
        error,
    ];
    let (mut opened, mut plain, mut refused) = (0, 0, 0);
    for seed in 0..ROUNDS {
        let mut choices = Choices::new(seed);
        let mut json = texts[choices.below(texts.len())].clone().into_bytes();
        for _ in 0..choices.below(3) {
            json = mutate::bytes(&json, &mut choices);
        }
        for decrypt in [
            Encryptor::decrypt_value,
            Encryptor::decrypt_event_data,
            Encryptor::decrypt_error,
            Encryptor::decrypt_lifecycle_data,
        ] {
            match decrypt(&encryptor, &json) {
                Err(_) => refused += 1,
                Ok(answer) if answer.was_encrypted() => {
                    let text = String::from_utf8_lossy(answer.as_bytes());
                    assert!(text.contains("secret"), "{text}");
                    serde_json::from_slice::<serde_json::Value>(answer.as_bytes()).expect("JSON");
                    opened += 1;
                }
                Ok(answer) => {
                    assert_eq!(answer.as_bytes(), json);
                    plain += 1;
                }
            }
        }
    }
    println!("{opened} opened, {plain} plaintext, {refused} refused");
    assert!(opened > 5_000 && plain > 5_000 && refused > 5_000);
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    })]

    /// Any text, as a value and as a field of any name, comes back.
    #[test]
    fn any_text_comes_back(text: String, name: String, other: String, bytes: [u8; 24]) {
        let encryptor = {
            let key = EncryptionKey::from_bytes([7; 32]).expect("a key");
            let builder = Encryptor::builder().primary(key).event_field(&*name);
            builder.build().expect("a key")
        };
        prop_assume!(name != other);
        let json = serde_json::to_vec(&text).expect("JSON");
        let sealed = encryptor.encrypt_value(&json, Nonce::from_bytes(bytes)).expect("encrypted");
        let opened = encryptor.decrypt_value(&sealed).expect("decrypted");
        prop_assert_eq!(opened.as_bytes(), &*json);

        let data = serde_json::json!({ &*other: 1, &*name: &*text });
        let data = serde_json::to_vec(&data).expect("JSON");
        let sealed = encryptor.encrypt_event_data(&data, Nonce::from_bytes(bytes)).expect("encrypted");
        prop_assert!(sealed.windows(13).any(|window| window == b"__ENCRYPTED__"));
        let opened = encryptor.decrypt_event_data(&sealed).expect("decrypted");
        prop_assert_eq!(opened.as_bytes(), &*data);
    }
}
