//! End-to-end encryption beside libsodium, in one run, on the same bytes.
//!
//! libsodium gets its own base64 and no JSON to check: the cheapest way to write the same envelope.

use libsodium_rs::{
    crypto_generichash, crypto_secretbox as sodium,
    utils::{BASE64_VARIANT_ORIGINAL as BASE64, base642bin, bin2base64},
};
use signkey::{EncryptionKey, Encryptor, Nonce};
use signkey_bench::{Contender, Message, Outcome, Race, SIZES, messages};

const KEY: &str = "zV2Z9kXn0a6mWkqgLr3s7w";
const BEFORE: &str = r#"{"__ENCRYPTED__":true,"__STRATEGY__":"inngest/libsodium","data":""#;
const AFTER: &str = r#""}"#;
const NONCE: [u8; Nonce::SIZE] = [7; Nonce::SIZE];

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    libsodium_rs::ensure_init()?;
    let key = EncryptionKey::from_text(KEY)?;
    let encryptor = Encryptor::builder().primary(key).build()?;
    let sodium_key = crypto_generichash::generichash(KEY.as_bytes(), None, 32)?;
    let sodium_key = sodium::Key::from_bytes(&sodium_key)?;
    for size in SIZES {
        let plain = messages("call", size);
        encrypt(size, &plain, &encryptor, &sodium_key);
        decrypt(size, &plain, &encryptor, &sodium_key)?;
    }
    Ok(())
}

fn race(path: &'static str, size: usize) -> Race<'static> {
    Race {
        path,
        corpus: "call",
        size,
    }
}

fn encrypt(size: usize, plain: &[Message], encryptor: &Encryptor, key: &sodium::Key) {
    let nonce = sodium::Nonce::from_bytes(NONCE);
    // What comes out is right if it is what libsodium makes.
    let envelopes: Vec<Message> = plain
        .iter()
        .map(|message| Message {
            canonical: envelope(&message.body, &nonce, key),
            ..message.clone()
        })
        .collect();
    race("encrypt", size).run(
        &envelopes,
        vec![
            Contender::new("signkey", |message| {
                let sealed = encryptor.encrypt_value(&message.body, Nonce::from_bytes(NONCE));
                sealed.map_or(Outcome::Other(false), |sealed| {
                    Outcome::Text(sealed.into_owned().into())
                })
            }),
            Contender::new("libsodium, box and base64", |message| {
                Outcome::Text(envelope(&message.body, &nonce, key).into())
            }),
            Contender::new("libsodium, box alone", |message| {
                let sealed = sodium::seal(&message.body, &nonce, key);
                Outcome::Other(sealed.len() > message.body.len())
            }),
        ],
    );
}

fn envelope(json: &[u8], nonce: &sodium::Nonce, key: &sodium::Key) -> Vec<u8> {
    let sealed = [&NONCE[..], &sodium::seal(json, nonce, key)].concat();
    [BEFORE, &bin2base64(&sealed, BASE64), AFTER]
        .concat()
        .into_bytes()
}

fn decrypt(
    size: usize,
    plain: &[Message],
    encryptor: &Encryptor,
    key: &sodium::Key,
) -> Result<(), Failure> {
    let nonce = sodium::Nonce::from_bytes(NONCE);
    let sealed: Result<Vec<Message>, signkey::Error> = plain
        .iter()
        .map(|message| {
            let sealed = encryptor.encrypt_value(&message.body, Nonce::from_bytes(NONCE))?;
            Ok(Message {
                body: sealed.into_owned(),
                ..message.clone()
            })
        })
        .collect();
    race("decrypt", size).run(
        &sealed?,
        vec![
            Contender::new("signkey", |message| {
                let opened = encryptor.decrypt_value(&message.body);
                opened.map_or(Outcome::Other(false), |opened| {
                    Outcome::Text(opened.into_bytes())
                })
            }),
            Contender::new("libsodium, base64 and box", |message| {
                let data = &message.body[BEFORE.len()..message.body.len() - AFTER.len()];
                let sealed = str::from_utf8(data)
                    .ok()
                    .and_then(|data| base642bin(data, BASE64).ok());
                let opened = sealed
                    .and_then(|sealed| sodium::open(&sealed[Nonce::SIZE..], &nonce, key).ok());
                opened.map_or(Outcome::Other(false), |json| Outcome::Text(json.into()))
            }),
        ],
    );
    Ok(())
}
