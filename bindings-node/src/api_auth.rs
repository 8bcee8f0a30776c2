//! Authentication of calls to the platform's API.

use std::sync::Arc;

use napi::Env;
use napi_derive::napi;
use signkey::{ApiAuth, Attempt, Config, Error, ErrorKind, Keyring, Origin};

use crate::{
    objects::{open, with},
    outcome::{guard, guard_number},
};

/// Authentication of calls to this origin; without a keyring, they carry no credential.
#[napi]
pub fn open_api_auth(env: &Env, keyring: Option<u32>, origin: String) -> i32 {
    guard_number(|| {
        let origin = Origin::of(&origin)?;
        let auth = match keyring {
            None => ApiAuth::new(None, origin),
            Some(handle) => with(handle, |keyring: &Arc<Keyring>| {
                Ok(ApiAuth::new(Some(keyring), origin))
            })?,
        };
        open(env, auth)
    })
}

/// Authentication as settings ask for it.
#[napi]
pub fn open_config_api_auth(env: &Env, handle: u32) -> i32 {
    guard_number(|| open(env, with(handle, Config::api_auth)?))
}

/// Begins a call: the number of its first attempt.
#[napi]
pub fn begin_call(handle: u32) -> i32 {
    guard_number(|| with(handle, |auth: &ApiAuth| Ok(auth.begin().to_number().into())))
}

/// The value of `Authorization` for an attempt; empty for none. It is a secret.
#[napi]
pub fn authorization(handle: u32, attempt: u32) -> Option<String> {
    guard(|| {
        let attempt = self::attempt(attempt)?;
        let value = with(handle, |auth: &ApiAuth| Ok(auth.authorization(attempt)))?;
        Ok(value.map_or_else(String::new, |value| value.as_str().to_owned()))
    })
}

/// The number of the attempt behind one that was answered with this status; -2 if there is none.
#[napi]
pub fn after_attempt(handle: u32, attempt: u32, status: u32) -> i32 {
    const DONE: i32 = -2;
    guard_number(|| {
        let status = u16::try_from(status).map_err(|_| ErrorKind::InvalidArgument)?;
        let attempt = self::attempt(attempt)?;
        let next = with(handle, |auth: &ApiAuth| Ok(auth.after(attempt, status)))?;
        Ok(next.map_or(DONE, |next| next.to_number().into()))
    })
}

/// Whether a credential may be sent to this URL.
#[napi]
pub fn may_send_to(handle: u32, url: String) -> bool {
    guard(|| with(handle, |auth: &ApiAuth| Ok(auth.may_send_to(&url)))).unwrap_or(false)
}

fn attempt(number: u32) -> Result<Attempt, Error> {
    let number = u16::try_from(number).map_err(|_| ErrorKind::InvalidArgument)?;
    Ok(Attempt::from_number(number))
}
