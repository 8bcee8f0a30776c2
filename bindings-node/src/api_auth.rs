//! Authentication of calls to the platform's API.

use std::{cell::RefCell, rc::Rc};

use napi::Env;
use napi_derive::napi;
use signkey::{ApiAuth, Attempt, Error, ErrorKind, Origin};

use crate::{
    config::config,
    handles::Handles,
    keyring::with_keyring,
    outcome::{guard, guard_number},
};

thread_local! {
    static API_AUTHS: RefCell<Handles<Rc<ApiAuth>>> = const { RefCell::new(Handles::new()) };
}

/// The authentication of this handle.
pub(crate) fn api_auth(handle: u32) -> Result<Rc<ApiAuth>, Error> {
    API_AUTHS.with_borrow(|auths| auths.get(handle).cloned())
}

/// Authentication of calls to this origin; without a keyring, they carry no credential.
#[napi]
pub fn open_api_auth(env: &Env, keyring: Option<u32>, origin: String) -> i32 {
    open(env, || {
        let origin = Origin::of(&origin)?;
        match keyring {
            None => Ok(ApiAuth::new(None, origin)),
            Some(handle) => with_keyring(handle, |keyring| Ok(ApiAuth::new(Some(keyring), origin))),
        }
    })
}

/// Authentication as these settings ask for it.
#[napi]
pub fn open_config_api_auth(env: &Env, handle: u32) -> i32 {
    open(env, || config(handle)?.api_auth())
}

fn open(env: &Env, auth: impl FnOnce() -> Result<ApiAuth, Error>) -> i32 {
    guard_number(|| {
        let auth = Rc::new(auth()?);
        let handle = API_AUTHS.with_borrow_mut(|auths| auths.open(auth))?;
        Handles::<ApiAuth>::weigh(env, 1);
        Ok(handle)
    })
}

/// Clears the tokens of this handle.
#[napi]
pub fn close_api_auth(env: &Env, handle: u32) -> bool {
    guard(|| {
        API_AUTHS.with_borrow_mut(|auths| auths.close(handle))?;
        Handles::<ApiAuth>::weigh(env, -1);
        Ok(())
    })
    .is_some()
}

/// Begins a call: the number of its first attempt.
#[napi]
pub fn begin_call(handle: u32) -> i32 {
    guard_number(|| Ok(api_auth(handle)?.begin().to_number().into()))
}

/// The value of `Authorization` for an attempt; empty for none. It is a secret.
#[napi]
pub fn authorization(handle: u32, attempt: u32) -> Option<String> {
    guard(|| {
        let value = api_auth(handle)?.authorization(self::attempt(attempt)?);
        Ok(value.map_or_else(String::new, |value| value.as_str().to_owned()))
    })
}

/// The number of the attempt behind one that was answered with this status; -2 if there is none.
#[napi]
pub fn after_attempt(handle: u32, attempt: u32, status: u32) -> i32 {
    const DONE: i32 = -2;
    guard_number(|| {
        let status = u16::try_from(status).map_err(|_| ErrorKind::InvalidArgument)?;
        let next = api_auth(handle)?.after(self::attempt(attempt)?, status);
        Ok(next.map_or(DONE, |next| next.to_number().into()))
    })
}

/// Whether a credential may be sent to this URL.
#[napi]
pub fn may_send_to(handle: u32, url: String) -> bool {
    guard(|| Ok(api_auth(handle)?.may_send_to(&url))).unwrap_or(false)
}

fn attempt(number: u32) -> Result<Attempt, Error> {
    let number = u16::try_from(number).map_err(|_| ErrorKind::InvalidArgument)?;
    Ok(Attempt::from_number(number))
}
