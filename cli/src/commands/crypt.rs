//! End-to-end encryption.

use signkey::{EncryptionKey, Encryptor, Nonce};
use zeroize::Zeroizing;

use crate::{
    args::{Crypt, Document},
    body,
    failure::{Failure, OK},
    keys::{KeyText, Origin},
    output::Output,
};

const NAMES: [&str; 2] = ["INNGEST_ENCRYPTION_KEY", "INNGEST_ENCRYPTION_KEY_FALLBACK"];

pub(super) fn encrypt(args: &Crypt, output: &Output) -> Result<u8, Failure> {
    let (encryptor, json) = (
        encryptor(args)?,
        body::read(args.file.as_deref(), Some(&args.keys))?,
    );
    let nonce = Nonce::random().map_err(Failure::settings)?;
    let encrypted = match args.kind {
        Document::Value => encryptor.encrypt_value(&json, nonce),
        Document::Event => encryptor.encrypt_event_data(&json, nonce),
        Document::Error => encryptor.encrypt_error(&json, nonce),
    };
    output.bytes(&encrypted.map_err(Failure::refused)?)?;
    output.bytes(b"\n").map(|()| OK)
}

pub(super) fn decrypt(args: &Crypt, output: &Output) -> Result<u8, Failure> {
    let (encryptor, json) = (
        encryptor(args)?,
        body::read(args.file.as_deref(), Some(&args.keys))?,
    );
    let decrypted = match args.kind {
        Document::Value => encryptor.decrypt_value(&json),
        Document::Event => encryptor.decrypt_event_data(&json),
        Document::Error => encryptor.decrypt_error(&json),
    };
    let decrypted = decrypted.map_err(Failure::refused)?;
    output.bytes(decrypted.as_bytes())?;
    output.bytes(b"\n")?;
    if !decrypted.was_encrypted() {
        output.say("nothing in it was encrypted");
    }
    Ok(OK)
}

fn encryptor(args: &Crypt) -> Result<Encryptor, Failure> {
    let texts = match args.keys.key_file.as_slice() {
        [] => variables(),
        files => files
            .iter()
            .map(|path| KeyText::read(path))
            .collect::<Result<_, _>>()?,
    };
    let mut builder = Encryptor::builder();
    for (at, text) in texts.iter().enumerate() {
        let text = String::from_utf8_lossy(&text.text);
        let key = EncryptionKey::from_text(text).map_err(Failure::settings)?;
        builder = match at {
            0 => builder.primary(key),
            _ => builder.fallback(key),
        };
    }
    builder
        .build()
        .map_err(|error| Failure::settings(error.with_setting(NAMES[0])))
}

fn variables() -> Vec<KeyText> {
    let read = |name: &&str| {
        let text = std::env::var(name)
            .ok()
            .filter(|text| !text.trim().is_empty())?;
        Some(KeyText {
            origin: Origin::Variable,
            name: (*name).to_owned(),
            text: Zeroizing::new(text.into_bytes()),
        })
    };
    NAMES.iter().filter_map(read).collect()
}
