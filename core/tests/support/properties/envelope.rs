//! Encrypted values, event data, errors and the platform's own events.

use signkey::{Decrypted, EncryptionKey, Encryptor, Error, Nonce};

use crate::support::input::Input;

const TEXTS: [&str; 2] = ["a secret", "another secret"];

fn encryptor(required: bool) -> Encryptor {
    let key = |text| EncryptionKey::from_text(text).expect("a key");
    let builder = Encryptor::builder()
        .primary(key(TEXTS[0]))
        .fallback(key(TEXTS[1]));
    let builder = builder.require_encrypted(required);
    #[cfg(feature = "legacy-aes")]
    let builder = builder.legacy_aes(true);
    builder.build().expect("keys")
}

type Decrypt = for<'a> fn(&Encryptor, &'a [u8]) -> Result<Decrypted<'a>, Error>;

const DECRYPT: [Decrypt; 4] = [
    Encryptor::decrypt_value,
    Encryptor::decrypt_event_data,
    Encryptor::decrypt_error,
    Encryptor::decrypt_lifecycle_data,
];

/// Any bytes are refused, or come back as they are, or are JSON that was encrypted.
pub(crate) fn check(bytes: &[u8]) {
    let mut input = Input::new(bytes);
    let encryptor = encryptor(input.flag());
    let json = input.rest();
    for decrypt in DECRYPT {
        let Ok(opened) = decrypt(&encryptor, json) else {
            continue;
        };
        assert!(is_json(opened.as_bytes()), "what comes out is JSON");
        assert!(opened.was_encrypted() || opened.as_bytes() == json);
    }
}

/// What is encrypted comes back, byte for byte; with one bit changed it does not.
pub(crate) fn check_round_trip(bytes: &[u8]) {
    let mut input = Input::new(bytes);
    let (place, bit) = (input.number(), input.below(8));
    let json = input.rest();
    let encryptor = encryptor(true);
    let nonce = || Nonce::from_bytes([9; Nonce::SIZE]);
    let value = encryptor.encrypt_value(json, nonce());
    assert_eq!(value.is_ok(), is_json(json), "values are JSON");
    if let Ok(sealed) = value {
        let opened = encryptor.decrypt_value(&sealed).expect("its own envelope");
        assert_eq!(opened.as_bytes(), json.trim_ascii());
        let mut changed = sealed.into_owned();
        let at = usize::try_from(place).unwrap_or_default() % changed.len();
        changed[at] ^= 1 << bit;
        if let Ok(opened) = encryptor.decrypt_value(&changed) {
            assert_eq!(opened.as_bytes(), json.trim_ascii(), "another plaintext");
        }
    }
    if let Ok(sealed) = encryptor.encrypt_error(json, nonce()) {
        let opened = encryptor.decrypt_error(&sealed).expect("its own envelope");
        assert_eq!(opened.as_bytes(), json.trim_ascii());
    }
    if let Ok(sealed) = encryptor.encrypt_event_data(json, nonce()) {
        let opened = encryptor.decrypt_event_data(&sealed);
        // Other fields may hold what only looks like an envelope.
        if let Ok(opened) = opened {
            let was_encrypted = sealed.as_ref() != json;
            assert!(!was_encrypted || opened.as_bytes() == json, "event data");
        }
    }
}

/// Whether it is JSON as far as what passes through is judged: names may come twice.
fn is_json(json: &[u8]) -> bool {
    let depth = depth(json);
    let text = std::str::from_utf8(json);
    let raw = text.map(serde_json::from_str::<&serde_json::value::RawValue>);
    depth <= 512 && raw.is_ok_and(|raw| raw.is_ok())
}

/// How many containers are open at once at most.
fn depth(json: &[u8]) -> usize {
    let (mut depth, mut most, mut inside) = (0_usize, 0, false);
    let mut bytes = json.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => inside = !inside,
            b'\\' if inside => drop(bytes.next()),
            b'[' | b'{' if !inside => depth += 1,
            b']' | b'}' if !inside => depth = depth.saturating_sub(1),
            _ => {}
        }
        most = most.max(depth);
    }
    most
}
