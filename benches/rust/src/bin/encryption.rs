//! End-to-end encryption beside libsodium, in one run, on the same bytes.
//!
//! libsodium gets its own base64 and no JSON to check: the cheapest way to write the same envelope.

#[path = "../corpus.rs"]
#[allow(dead_code, reason = "one style is enough here")]
mod corpus;
#[path = "../measure.rs"]
mod measure;

use corpus::{Style, bodies};
use libsodium_rs::{
    crypto_generichash, crypto_secretbox as sodium,
    utils::{BASE64_VARIANT_ORIGINAL as BASE64, base642bin, bin2base64},
};
use measure::compare;
use signkey::{EncryptionKey, Encryptor, Nonce};

const KEY: &str = "zV2Z9kXn0a6mWkqgLr3s7w";
const BEFORE: &str = r#"{"__ENCRYPTED__":true,"__STRATEGY__":"inngest/libsodium","data":""#;
const AFTER: &str = r#""}"#;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    libsodium_rs::ensure_init()?;
    let key = EncryptionKey::from_text(KEY)?;
    let encryptor = Encryptor::builder().primary(key).build()?;
    let sodium_key = crypto_generichash::generichash(KEY.as_bytes(), None, 32)?;
    let sodium_key = sodium::Key::from_bytes(&sodium_key)?;
    for size in [64, 1024, 65_536, 1 << 20] {
        encryption(size, &encryptor, &sodium_key)?;
    }
    Ok(())
}

fn encryption(size: usize, encryptor: &Encryptor, key: &sodium::Key) -> Result<(), Failure> {
    let values = bodies(size, Style::Canonical);
    let nonce = [7; Nonce::SIZE];
    let sodium_nonce = sodium::Nonce::from_bytes(nonce);
    compare(
        &format!("encrypt, {size} bytes"),
        &values,
        &[
            ("signkey encrypt_value", &|json| {
                let nonce = Nonce::from_bytes(nonce);
                encryptor.encrypt_value(json, nonce).is_ok()
            }),
            ("libsodium, box and base64", &|json| {
                let sealed = sodium::seal(json, &sodium_nonce, key);
                let sealed = [&nonce[..], &sealed].concat();
                let data = bin2base64(&sealed, BASE64);
                [BEFORE, &data, AFTER].concat().len() > json.len()
            }),
            ("libsodium, box alone", &|json| {
                sodium::seal(json, &sodium_nonce, key).len() > json.len()
            }),
        ],
    );

    let sealed: Result<Vec<Vec<u8>>, _> = values
        .iter()
        .map(|json| {
            let sealed = encryptor.encrypt_value(json, Nonce::from_bytes(nonce))?;
            Ok::<_, signkey::Error>(sealed.into_owned())
        })
        .collect();
    compare(
        &format!("decrypt, {size} bytes"),
        &sealed?,
        &[
            ("signkey decrypt_value", &|json| {
                encryptor.decrypt_value(json).is_ok()
            }),
            ("libsodium, base64 and box", &|json| {
                let data = &json[BEFORE.len()..json.len() - AFTER.len()];
                let sealed = str::from_utf8(data).map(|data| base642bin(data, BASE64));
                sealed.is_ok_and(|sealed| {
                    sealed.is_ok_and(|sealed| {
                        sodium::open(&sealed[Nonce::SIZE..], &sodium_nonce, key).is_ok()
                    })
                })
            }),
        ],
    );
    Ok(())
}
