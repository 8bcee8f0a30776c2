//! Keyrings: opened from key texts, closed when JavaScript has no more use for them.

use std::sync::Arc;

use napi::{Env, bindgen_prelude::Uint8ArraySlice};
use napi_derive::napi;
use signkey::{Config, Error, ErrorKind, Keyring, SigningKey};

use crate::{
    objects::{open, with},
    outcome::{guard, guard_number},
};

/// Works with one key of the keyring of this handle.
pub(crate) fn with_key<T>(
    handle: u32,
    index: u32,
    work: impl FnOnce(&SigningKey) -> Result<T, Error>,
) -> Result<T, Error> {
    with(handle, |keyring: &Arc<Keyring>| {
        let key = keyring.key(index as usize);
        work(key.ok_or(ErrorKind::InvalidArgument)?)
    })
}

/// A keyring of keys as they come from the environment; absent ones are empty here.
#[napi]
pub fn open_keyring(env: &Env, texts: Vec<Uint8ArraySlice>) -> i32 {
    guard_number(|| {
        let keyring = Keyring::from_texts(texts.iter().map(Some))?;
        open(env, Arc::new(keyring))
    })
}

/// A keyring of this one key.
#[napi]
pub fn open_key(env: &Env, text: &[u8]) -> i32 {
    guard_number(|| open(env, Arc::new(Keyring::new(SigningKey::parse(text)?))))
}

/// The keyring of settings.
#[napi]
pub fn open_config_keyring(env: &Env, handle: u32) -> i32 {
    guard_number(|| {
        let keyring = with(handle, |config: &Config| config.keyring().map(Arc::clone))?;
        open(env, keyring)
    })
}

/// The ids of the keys, the primary first.
#[napi]
pub fn key_ids(handle: u32) -> Option<Vec<String>> {
    guard(|| {
        with(handle, |keyring: &Arc<Keyring>| {
            Ok(keyring.keys().map(|key| key.id().to_string()).collect())
        })
    })
}

/// The index of the key whose token a header presents.
#[napi]
pub fn verify_token(handle: u32, authorization: Option<String>) -> i32 {
    guard_number(|| {
        let index = with(handle, |keyring: &Arc<Keyring>| {
            keyring.verify_token(authorization.as_deref().map(str::as_bytes))
        })?;
        i32::try_from(index).map_err(|_| ErrorKind::Internal.into())
    })
}

/// The API token of the primary. It is a secret.
#[napi]
pub fn api_token(handle: u32) -> Option<String> {
    guard(|| with_key(handle, 0, |key| Ok(key.api_token().as_str().to_owned())))
}
