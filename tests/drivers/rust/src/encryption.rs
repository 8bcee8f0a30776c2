//! The requests about end-to-end encryption.

use signkey::{EncryptionKey, Encryptor, Nonce};

use crate::{
    fields::{absent_or_bytes, bytes, hex, keys},
    refusal::{INVALID_ARGUMENT, Refusal, UNSUPPORTED},
};

/// The fields of the answer behind `ok`.
pub(crate) fn answer(request: &[u8], fields: &[&[u8]]) -> Result<String, Refusal> {
    match (request, fields) {
        (b"encrypt", &[keys, options, nonce, json]) => {
            let (setup, nonce, json) = (
                Setup::read(keys, options, b"-")?,
                nonce_of(nonce)?,
                bytes(json)?,
            );
            Ok(hex(setup.encryptor()?.encrypt_value(&json, nonce)?))
        }
        (b"decrypt", &[keys, options, json]) => {
            let (setup, json) = (Setup::read(keys, options, b"-")?, bytes(json)?);
            Ok(hex(setup.encryptor()?.decrypt_value(&json)?.as_bytes()))
        }
        (b"encrypt_event", &[keys, options, field, nonce, json]) => {
            let (setup, nonce, json) = (
                Setup::read(keys, options, field)?,
                nonce_of(nonce)?,
                bytes(json)?,
            );
            Ok(hex(setup.encryptor()?.encrypt_event_data(&json, nonce)?))
        }
        (b"decrypt_event", &[keys, options, field, json]) => {
            let (setup, json) = (Setup::read(keys, options, field)?, bytes(json)?);
            Ok(hex(setup
                .encryptor()?
                .decrypt_event_data(&json)?
                .as_bytes()))
        }
        (b"encrypt_error", &[keys, options, nonce, json]) => {
            let (setup, nonce, json) = (
                Setup::read(keys, options, b"-")?,
                nonce_of(nonce)?,
                bytes(json)?,
            );
            Ok(hex(setup.encryptor()?.encrypt_error(&json, nonce)?))
        }
        (b"decrypt_error", &[keys, options, json]) => {
            let (setup, json) = (Setup::read(keys, options, b"-")?, bytes(json)?);
            Ok(hex(setup.encryptor()?.decrypt_error(&json)?.as_bytes()))
        }
        (b"decrypt_lifecycle", &[keys, options, field, json]) => {
            let (setup, json) = (Setup::read(keys, options, field)?, bytes(json)?);
            Ok(hex(setup
                .encryptor()?
                .decrypt_lifecycle_data(&json)?
                .as_bytes()))
        }
        _ => Err(UNSUPPORTED),
    }
}

/// The fields that make an encryptor.
struct Setup {
    keys: Vec<Option<Vec<u8>>>,
    field: Option<String>,
    raw_keys: bool,
    decrypt_only: bool,
    require_encrypted: bool,
    legacy_aes: bool,
}

impl Setup {
    fn read(keys_field: &[u8], options: &[u8], field: &[u8]) -> Result<Self, Refusal> {
        let field = absent_or_bytes(field)?.map(String::from_utf8).transpose();
        let mut setup = Self {
            keys: keys(keys_field)?,
            field: field.map_err(|_| INVALID_ARGUMENT)?,
            raw_keys: false,
            decrypt_only: false,
            require_encrypted: false,
            legacy_aes: false,
        };
        if options == b"-" {
            return Ok(setup);
        }
        for option in options.split(|byte| *byte == b',') {
            let flag = match option {
                b"raw_keys" => &mut setup.raw_keys,
                b"decrypt_only" => &mut setup.decrypt_only,
                b"require_encrypted" => &mut setup.require_encrypted,
                b"legacy_aes" => &mut setup.legacy_aes,
                _ => return Err(INVALID_ARGUMENT),
            };
            *flag = true;
        }
        Ok(setup)
    }

    fn encryptor(self) -> Result<Encryptor, Refusal> {
        let mut builder = Encryptor::builder()
            .decrypt_only(self.decrypt_only)
            .require_encrypted(self.require_encrypted)
            .legacy_aes(self.legacy_aes);
        if let Some(field) = self.field {
            builder = builder.event_field(field);
        }
        for (index, key) in self.keys.into_iter().enumerate() {
            let Some(key) = key else { continue };
            let key = if self.raw_keys {
                EncryptionKey::from_bytes(key)?
            } else {
                EncryptionKey::from_text(String::from_utf8(key).map_err(|_| INVALID_ARGUMENT)?)?
            };
            builder = match index {
                0 => builder.primary(key),
                _ => builder.fallback(key),
            };
        }
        Ok(builder.build()?)
    }
}

/// A nonce, or `-` for one from the operating system.
fn nonce_of(field: &[u8]) -> Result<Nonce, Refusal> {
    match absent_or_bytes(field)? {
        None => Ok(Nonce::random()?),
        Some(nonce) => {
            let nonce = nonce.try_into().map_err(|_| INVALID_ARGUMENT)?;
            Ok(Nonce::from_bytes(nonce))
        }
    }
}
