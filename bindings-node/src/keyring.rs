//! Keyrings: opened from key texts, closed when JavaScript has no more use for them.

use std::cell::RefCell;

use napi::{Env, bindgen_prelude::Uint8ArraySlice};
use napi_derive::napi;
use signkey::{Error, ErrorKind, Keyring, SigningKey};

use crate::{
    handles::Handles,
    outcome::{guard, guard_number},
};

thread_local! {
    static KEYRINGS: RefCell<Handles<Keyring>> = const { RefCell::new(Handles::new()) };
}

/// Works with the keyring of this handle.
pub(crate) fn with_keyring<T>(
    handle: u32,
    work: impl FnOnce(&Keyring) -> Result<T, Error>,
) -> Result<T, Error> {
    KEYRINGS.with_borrow(|keyrings| work(keyrings.get(handle)?))
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

fn open(env: &Env, keyring: Keyring) -> Result<i32, Error> {
    let handle = KEYRINGS.with_borrow_mut(|keyrings| keyrings.open(keyring))?;
    Handles::<Keyring>::weigh(env, 1);
    Ok(handle)
}

/// A keyring of keys as they come from the environment; absent ones are empty here.
#[napi]
pub fn open_keyring(env: &Env, texts: Vec<Uint8ArraySlice>) -> i32 {
    guard_number(|| open(env, Keyring::from_texts(texts.iter().map(Some))?))
}

/// A keyring of this one key.
#[napi]
pub fn open_key(env: &Env, text: &[u8]) -> i32 {
    guard_number(|| open(env, Keyring::new(SigningKey::parse(text)?)))
}

/// Clears the keys of this handle.
#[napi]
pub fn close_keyring(env: &Env, handle: u32) -> bool {
    guard(|| {
        KEYRINGS.with_borrow_mut(|keyrings| keyrings.close(handle))?;
        Handles::<Keyring>::weigh(env, -1);
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

/// The API token of the primary. It is a secret.
#[napi]
pub fn api_token(handle: u32) -> Option<String> {
    guard(|| with_key(handle, 0, |key| Ok(key.api_token().as_str().to_owned())))
}
