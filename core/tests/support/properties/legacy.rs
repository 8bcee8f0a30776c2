//! The old AES format, written here as OpenSSL writes it.

use aes::{
    Aes256,
    cipher::{BlockModeEncrypt, KeyIvInit, block_padding::Pkcs7},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use md5::{Digest, Md5};
use signkey::{EncryptionKey, Encryptor};

use crate::support::{input::Input, reader};

const PASSPHRASE: &str = "an old secret";

/// What the first middleware wrote is read; anything else is refused, or at least JSON.
pub(crate) fn check(bytes: &[u8]) {
    let mut input = Input::new(bytes);
    let key = EncryptionKey::from_text(PASSPHRASE).expect("a key");
    let encryptor = Encryptor::builder().primary(key).legacy_aes(true);
    let encryptor = encryptor.build().expect("a key");
    let salt = input.number().to_le_bytes();
    let change = input.number();
    let json = input.rest();
    let envelope = |data: &[u8]| {
        let mut encoded = vec![0; data.len().div_ceil(3) * 4];
        STANDARD.encode_slice(data, &mut encoded).expect("room");
        let data = String::from_utf8(encoded).expect("ASCII");
        format!(r#"{{"__ENCRYPTED__":true,"data":"{data}"}}"#).into_bytes()
    };

    let sealed = seal(json, salt);
    let text = envelope(&sealed);
    let opened = encryptor
        .decrypt_value(&text)
        .map(|opened| opened.as_bytes().to_vec());
    match reader::read(json) {
        Ok(_) => assert_eq!(opened.as_deref(), Ok(json)),
        // Duplicate names and the like pass through.
        Err(_) => assert!(opened.is_err() || opened.as_deref() == Ok(json)),
    }

    let mut changed = sealed;
    let at = usize::try_from(change).unwrap_or_default() % changed.len();
    changed[at] ^= 1 + u8::try_from(change % 255).unwrap_or_default();
    for data in [&changed[..], json] {
        if let Ok(opened) = encryptor.decrypt_value(&envelope(data)) {
            let text = std::str::from_utf8(opened.as_bytes()).expect("UTF-8");
            assert!(serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok());
        }
    }
}

/// `Salted__`, a salt and AES-256-CBC under a key from one round of MD5.
fn seal(plaintext: &[u8], salt: [u8; 8]) -> Vec<u8> {
    let mut derived = Vec::new();
    while derived.len() < 48 {
        let previous = derived
            .len()
            .checked_sub(16)
            .map(|start| derived[start..].to_vec());
        let mut hash = Md5::new();
        hash.update(previous.unwrap_or_default());
        hash.update(PASSPHRASE);
        hash.update(salt);
        derived.extend_from_slice(&hash.finalize());
    }
    let (key, vector) = derived.split_at(32);
    let cipher = cbc::Encryptor::<Aes256>::new_from_slices(key, vector).expect("sizes");
    let mut buffer = [plaintext, &[0; 16]].concat();
    let sealed = cipher.encrypt_padded::<Pkcs7>(&mut buffer, plaintext.len());
    [b"Salted__", &salt[..], sealed.expect("room")].concat()
}
