//! The vectors of encryption, through the Rust API: `tests/README.md` describes the files.

#![cfg(all(feature = "getrandom", feature = "legacy-aes"))]
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::print_stdout, reason = "tests say how many cases ran")]

use std::{fs, path::Path};

use serde_json::Value;
use signkey::{EncryptionKey, Encryptor, Error, ErrorKind, Nonce};

#[test]
fn every_vector_has_its_answer() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/encryption");
    let Ok(files) = fs::read_dir(&folder) else {
        println!("NO VECTORS in {}: none was run", folder.display());
        return;
    };
    let mut ran = 0;
    for file in files {
        let text = fs::read(file.expect("a file").path()).expect("readable");
        let document: Value = serde_json::from_slice(&text).expect("JSON");
        let cases = document["cases"].as_array().expect("cases");
        for case in cases {
            let answer = answer(case).map_err(|error| error.code().to_owned());
            let expect = &case["expect"];
            let expected = match expect["error"].as_str() {
                Some(code) => Err(code.to_owned()),
                None => Ok(bytes(&expect["ok"], "json").expect("an outcome")),
            };
            assert_eq!(answer, expected, "{}", case["id"]);
        }
        ran += cases.len();
    }
    println!("{ran} vectors");
    assert!(ran > 400);
}

fn answer(case: &Value) -> Result<Vec<u8>, Error> {
    let encryptor = encryptor(case)?;
    let json = bytes(case, "json").expect("JSON");
    let nonce = || {
        let nonce = bytes(case, "nonce").expect("a nonce").try_into();
        Nonce::from_bytes(nonce.expect("24 bytes"))
    };
    let encrypted = match case["request"].as_str().expect("a request") {
        "encrypt" => encryptor.encrypt_value(&json, nonce())?,
        "encrypt_event" => encryptor.encrypt_event_data(&json, nonce())?,
        "encrypt_error" => encryptor.encrypt_error(&json, nonce())?,
        request => {
            let decrypted = match request {
                "decrypt" => encryptor.decrypt_value(&json)?,
                "decrypt_event" => encryptor.decrypt_event_data(&json)?,
                "decrypt_error" => encryptor.decrypt_error(&json)?,
                "decrypt_lifecycle" => encryptor.decrypt_lifecycle_data(&json)?,
                _ => panic!("an unknown request: {request}"),
            };
            assert_eq!(decrypted.was_encrypted(), decrypted.as_bytes() != json);
            decrypted.into_bytes()
        }
    };
    Ok(encrypted.into_owned())
}

fn encryptor(case: &Value) -> Result<Encryptor, Error> {
    let options: Vec<_> = case["options"].as_str().unwrap_or("").split(',').collect();
    let mut builder = Encryptor::builder()
        .decrypt_only(options.contains(&"decrypt_only"))
        .require_encrypted(options.contains(&"require_encrypted"))
        .legacy_aes(options.contains(&"legacy_aes"));
    if let Some(field) = bytes(case, "field") {
        builder = builder.event_field(String::from_utf8(field).expect("text"));
    }
    let keys = case["keys"].as_array().expect("keys");
    for (index, item) in keys.iter().enumerate() {
        let Some(key) = item_bytes(item) else {
            continue;
        };
        let key = if options.contains(&"raw_keys") {
            EncryptionKey::from_bytes(key)?
        } else {
            EncryptionKey::from_text(String::from_utf8(key).expect("text"))?
        };
        builder = if index == 0 {
            builder.primary(key)
        } else {
            builder.fallback(key)
        };
    }
    builder.build()
}

/// Bytes under a name, in hexadecimal under `name_hex`, or in pieces under `name_parts`.
fn bytes(fields: &Value, name: &str) -> Option<Vec<u8>> {
    let field = |form: &str| fields.get(format!("{name}{form}"));
    if let Some(digits) = field("_hex") {
        return Some(hex(digits));
    }
    match field("_parts") {
        Some(parts) => Some(joined(parts)),
        None => item_bytes(field("")?),
    }
}

fn item_bytes(item: &Value) -> Option<Vec<u8>> {
    if let Some(text) = item.as_str() {
        return Some(text.as_bytes().to_vec());
    }
    let form = item.as_object()?;
    Some(if let Some(digits) = form.get("hex") {
        hex(digits)
    } else if let Some(unit) = form.get("repeat") {
        let times = form["times"]
            .as_u64()
            .and_then(|times| usize::try_from(times).ok());
        item_bytes(unit)?.repeat(times.expect("a number"))
    } else {
        joined(&form["parts"])
    })
}

fn joined(parts: &Value) -> Vec<u8> {
    let parts = parts.as_array().expect("parts").iter();
    parts
        .flat_map(|part| item_bytes(part).expect("a part"))
        .collect()
}

fn hex(digits: &Value) -> Vec<u8> {
    let (pairs, rest) = digits.as_str().expect("digits").as_bytes().as_chunks::<2>();
    assert!(rest.is_empty());
    let decode = |pair: &[u8; 2]| {
        let pair = str::from_utf8(pair).expect("ASCII");
        u8::from_str_radix(pair, 16).expect("digits")
    };
    pairs.iter().map(decode).collect()
}

/// The kinds of errors about encryption each decide some vector, but for those that no input
/// brings about.
#[test]
fn every_kind_of_error_has_a_vector() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/encryption");
    let Ok(files) = fs::read_dir(&folder) else {
        return;
    };
    let texts: Vec<_> = files
        .map(|file| fs::read_to_string(file.expect("a file").path()).expect("readable"))
        .collect();
    for kind in ErrorKind::ALL {
        let expected = format!("{{\"error\": \"{}\"}}", kind.code());
        let seen = texts.iter().any(|text| text.contains(&expected));
        let about_encryption = (50..60).contains(&kind.number());
        assert!(
            seen || !about_encryption || *kind == ErrorKind::RandomSourceFailed,
            "{kind:?}"
        );
    }
}
