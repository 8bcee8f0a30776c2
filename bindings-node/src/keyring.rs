//! Keyrings: opened from key texts, closed when JavaScript has no more use for them.

use std::{cell::RefCell, rc::Rc};

use napi::{Env, bindgen_prelude::Uint8ArraySlice};
use napi_derive::napi;
use signkey::{Config, Error, ErrorKind, Keyring, SigningKey};

use crate::{
    config::config,
    handles::Handles,
    outcome::{guard, guard_number},
};

thread_local! {
    static KEYRINGS: RefCell<Handles<Held>> = const { RefCell::new(Handles::new()) };
}

/// A keyring by itself, or that of settings, which keep it.
#[expect(
    clippy::large_enum_variant,
    reason = "settings are few, and a second box would cost every verification time"
)]
enum Held {
    Own(Keyring),
    OfConfig(Rc<Config>),
}

impl Held {
    fn keyring(&self) -> Result<&Keyring, Error> {
        match self {
            Self::Own(keyring) => Ok(keyring),
            Self::OfConfig(config) => config.keyring(),
        }
    }
}

/// Works with the keyring of this handle.
pub(crate) fn with_keyring<T>(
    handle: u32,
    work: impl FnOnce(&Keyring) -> Result<T, Error>,
) -> Result<T, Error> {
    KEYRINGS.with_borrow(|keyrings| work(keyrings.get(handle)?.keyring()?))
}

/// Works with one key of the keyring of this handle.
pub(crate) fn with_key<T>(
    handle: u32,
    index: u32,
    work: impl FnOnce(&SigningKey) -> Result<T, Error>,
) -> Result<T, Error> {
    with_keyring(handle, |keyring| {
        let key = keyring.key(index as usize);
        work(key.ok_or(ErrorKind::InvalidArgument)?)
    })
}

fn open(env: &Env, keyring: Held) -> Result<i32, Error> {
    let handle = KEYRINGS.with_borrow_mut(|keyrings| keyrings.open(keyring))?;
    Handles::<Held>::weigh(env, 1);
    Ok(handle)
}

/// A keyring of keys as they come from the environment; absent ones are empty here.
#[napi]
pub fn open_keyring(env: &Env, texts: Vec<Uint8ArraySlice>) -> i32 {
    guard_number(|| {
        let keyring = Keyring::from_texts(texts.iter().map(Some))?;
        open(env, Held::Own(keyring))
    })
}

/// A keyring of this one key.
#[napi]
pub fn open_key(env: &Env, text: &[u8]) -> i32 {
    guard_number(|| open(env, Held::Own(Keyring::new(SigningKey::parse(text)?))))
}

/// The keyring of settings.
#[napi]
pub fn open_config_keyring(env: &Env, handle: u32) -> i32 {
    guard_number(|| {
        let config = config(handle)?;
        config.keyring()?;
        open(env, Held::OfConfig(config))
    })
}

/// Clears the keys of this handle.
#[napi]
pub fn close_keyring(env: &Env, handle: u32) -> bool {
    guard(|| {
        KEYRINGS.with_borrow_mut(|keyrings| keyrings.close(handle))?;
        Handles::<Held>::weigh(env, -1);
        Ok(())
    })
    .is_some()
}

/// The ids of the keys, the primary first.
#[napi]
pub fn key_ids(handle: u32) -> Option<Vec<String>> {
    guard(|| {
        with_keyring(handle, |keyring| {
            Ok(keyring.keys().map(|key| key.id().to_string()).collect())
        })
    })
}

/// The index of the key whose token a header presents.
#[napi]
pub fn verify_token(handle: u32, authorization: Option<String>) -> i32 {
    guard_number(|| {
        let index = with_keyring(handle, |keyring| {
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
