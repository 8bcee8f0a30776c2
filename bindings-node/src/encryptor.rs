//! Encryptors: opened from keys and options, closed when JavaScript has no more use for them.

use std::borrow::Cow;

use napi::{
    Env,
    bindgen_prelude::{Buffer, Uint8Array},
};
use napi_derive::napi;
use signkey::{Decrypted, EncryptionKey, Encryptor, Error, ErrorKind, Nonce};

use crate::{
    objects::{open, with},
    outcome::{guard, guard_number},
};

/// An encryption key: its text in UTF-8, or raw bytes.
#[napi(object, object_to_js = false)]
pub struct EncryptionKeySource {
    /// The text or the key itself.
    pub bytes: Uint8Array,
    /// Whether it is the key itself.
    pub is_raw: bool,
}

impl EncryptionKeySource {
    fn read(&self) -> Result<EncryptionKey, Error> {
        if self.is_raw {
            return EncryptionKey::from_bytes(&self.bytes);
        }
        let text = str::from_utf8(&self.bytes).map_err(|_| ErrorKind::InvalidArgument)?;
        EncryptionKey::from_text(text)
    }
}

/// The keys and options of an encryptor.
#[napi(object, object_to_js = false)]
pub struct EncryptorSettings {
    /// The key that encrypts, if there is one.
    pub primary: Option<EncryptionKeySource>,
    /// Keys that only decrypt.
    pub fallbacks: Vec<EncryptionKeySource>,
    /// Whether to encrypt nothing.
    pub decrypt_only: bool,
    /// Whether plaintext is an error where something encrypted is due.
    pub require_encrypted: bool,
    /// Whether to decrypt the format without authentication.
    pub legacy_aes: bool,
    /// The field of event data that is encrypted, if not the usual one.
    pub event_field: Option<String>,
}

impl EncryptorSettings {
    fn build(self) -> Result<Encryptor, Error> {
        let mut builder = Encryptor::builder()
            .decrypt_only(self.decrypt_only)
            .require_encrypted(self.require_encrypted)
            .legacy_aes(self.legacy_aes);
        if let Some(name) = self.event_field {
            builder = builder.event_field(name);
        }
        if let Some(key) = self.primary {
            builder = builder.primary(key.read()?);
        }
        for key in self.fallbacks {
            builder = builder.fallback(key.read()?);
        }
        builder.build()
    }
}

/// An encryptor of these keys and options.
#[napi]
pub fn open_encryptor(env: &Env, settings: EncryptorSettings) -> i32 {
    guard_number(|| open(env, settings.build()?))
}

/// The field of event data that is encrypted.
#[napi]
pub fn event_field(handle: u32) -> Option<String> {
    guard(|| {
        with(handle, |encryptor: &Encryptor| {
            Ok(encryptor.event_field().to_owned())
        })
    })
}

/// Encrypts a value.
#[napi]
pub fn encrypt_value(handle: u32, json: &[u8], nonce: Option<&[u8]>) -> Option<Buffer> {
    encrypt(handle, json, nonce, Encryptor::encrypt_value)
}

/// Encrypts the encrypted field of event data.
#[napi]
pub fn encrypt_event_data(handle: u32, json: &[u8], nonce: Option<&[u8]>) -> Option<Buffer> {
    encrypt(handle, json, nonce, Encryptor::encrypt_event_data)
}

/// Encrypts an error.
#[napi]
pub fn encrypt_error(handle: u32, json: &[u8], nonce: Option<&[u8]>) -> Option<Buffer> {
    encrypt(handle, json, nonce, Encryptor::encrypt_error)
}

/// What a decryption comes to.
#[napi(object, object_from_js = false)]
pub struct Opened {
    /// The JSON text; a copy of the input if nothing of it was encrypted.
    pub json: Buffer,
    /// Whether any of it was encrypted.
    pub was_encrypted: bool,
}

/// Decrypts a value.
#[napi]
pub fn decrypt_value(handle: u32, json: &[u8]) -> Option<Opened> {
    decrypt(handle, json, Encryptor::decrypt_value)
}

/// Decrypts event data.
#[napi]
pub fn decrypt_event_data(handle: u32, json: &[u8]) -> Option<Opened> {
    decrypt(handle, json, Encryptor::decrypt_event_data)
}

/// Decrypts the data of an event about the end of a run.
#[napi]
pub fn decrypt_lifecycle_data(handle: u32, json: &[u8]) -> Option<Opened> {
    decrypt(handle, json, Encryptor::decrypt_lifecycle_data)
}

/// Decrypts an error.
#[napi]
pub fn decrypt_error(handle: u32, json: &[u8]) -> Option<Opened> {
    decrypt(handle, json, Encryptor::decrypt_error)
}

/// One of the encryptor's ways to encrypt.
type Encrypt = for<'a> fn(&Encryptor, &'a [u8], Nonce) -> Result<Cow<'a, [u8]>, Error>;

fn encrypt(handle: u32, json: &[u8], nonce: Option<&[u8]>, method: Encrypt) -> Option<Buffer> {
    guard(|| {
        let nonce = match nonce {
            None => Nonce::random()?,
            Some(bytes) => {
                Nonce::from_bytes(bytes.try_into().map_err(|_| ErrorKind::InvalidArgument)?)
            }
        };
        with(handle, |encryptor: &Encryptor| {
            Ok(method(encryptor, json, nonce)?.into_owned().into())
        })
    })
}

fn decrypt(
    handle: u32,
    json: &[u8],
    method: for<'a> fn(&Encryptor, &'a [u8]) -> Result<Decrypted<'a>, Error>,
) -> Option<Opened> {
    guard(|| {
        with(handle, |encryptor: &Encryptor| {
            let decrypted = method(encryptor, json)?;
            Ok(Opened {
                was_encrypted: decrypted.was_encrypted(),
                json: decrypted.into_bytes().into_owned().into(),
            })
        })
    })
}
