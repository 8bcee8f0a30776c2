//! Authentication of an app's own calls to the platform's API.

use std::{ffi::c_char, ptr};

use signkey::{ApiAuth, Attempt, Authorization, Error, ErrorKind, Origin};

use crate::{
    exports::keyring::CKeyring,
    guard,
    limits::SIGNKEY_AUTHORIZATION_MAX,
    pointers::{
        handle::{free, give, optional, shared},
        out::{Out, TextOut},
        slice,
    },
    types::{failure::Failure, status::Status},
};

/// Which credential goes with a call to the platform's API: that of the key that worked last, the
/// primary at first. A call that is answered 401 or 403 is tried again with each of the other keys,
/// once, and the first that is answered 2xx is used from then on.
///
/// Any number of threads may use it at once; what one call learns, the next one knows.
pub struct CApiAuth(pub(crate) ApiAuth);

/// The attempt of the caller's number.
fn attempt_of(number: u32) -> Result<Attempt, Error> {
    let number = u16::try_from(number).map_err(|_| ErrorKind::InvalidArgument)?;
    Ok(Attempt::from_number(number))
}

/// The caller's HTTP status.
pub(crate) fn http_status_of(number: u32) -> Result<u16, Error> {
    Ok(u16::try_from(number).map_err(|_| ErrorKind::InvalidArgument)?)
}

/// Authenticates calls to an API that is not that of a configuration.
///
/// - `keyring`: the keys, or NULL for calls that carry no credential; it may be freed before.
/// - `origin`, `origin_len`: the API's URL, of which the scheme, the host and the port count.
/// - `auth`: receives the object, which the caller owns; end it with `signkey_api_auth_free`.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if `auth` is NULL or the URL is not
/// UTF-8, `SIGNKEY_ERROR_MALFORMED_URL`, `_OUT_OF_MEMORY` or `_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_api_auth_new(
    keyring: *const CKeyring,
    origin: *const u8,
    origin_len: usize,
    auth: *mut *mut CApiAuth,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let keyring = optional(keyring)?.map(|keyring| &*keyring.0);
        let (origin, out) = (slice::text(origin, origin_len)?, Out::new(auth)?);
        give(out, CApiAuth(ApiAuth::new(keyring, Origin::of(origin)?)))
    })
}

/// Begins a call.
///
/// - `auth`: the object.
/// - `attempt`: receives the number of the first attempt, which goes into the other functions.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_api_auth_begin(
    auth: *const CApiAuth,
    attempt: *mut u32,
) -> Status {
    guard::status(ptr::null_mut(), || {
        let (auth, out) = (shared(auth)?, Out::new(attempt)?);
        out.write(auth.0.begin().to_number().into());
        Ok(())
    })
}

/// cbindgen:ptrs-as-arrays=[[out;SIGNKEY_AUTHORIZATION_MAX]]
/// Writes the value of `Authorization` for an attempt. Send it only where
/// `signkey_api_auth_may_send_to` allows it.
///
/// - `auth`: the object.
/// - `attempt`: from `signkey_api_auth_begin` or `_after`.
/// - `out`: receives the value, with its `Bearer `, and a final NUL; an empty text if there is no key,
///   and so no header to send. It is a secret; clear it after use.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL or there can be no
/// such attempt. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_api_auth_authorization(
    auth: *const CApiAuth,
    attempt: u32,
    out: *mut c_char,
) -> Status {
    guard::status(ptr::null_mut(), || {
        let (auth, out) = (shared(auth)?, TextOut::new(out)?);
        let out: TextOut<SIGNKEY_AUTHORIZATION_MAX> = out;
        let value = auth.0.authorization(attempt_of(attempt)?);
        out.write(value.as_ref().map_or("", Authorization::as_str))
    })
}

/// Takes the status of the answer to an attempt.
///
/// - `auth`: the object.
/// - `attempt`: the attempt that was answered.
/// - `http_status`: the status, 0 to 65535.
/// - `again`: receives whether the call is to be sent again. If not, the answer stands, whatever it
///   is.
/// - `next`: receives the attempt with which to send it again, or else the one that was answered.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL, there can be no
/// such attempt, or no such status. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_api_auth_after(
    auth: *const CApiAuth,
    attempt: u32,
    http_status: u32,
    again: *mut bool,
    next: *mut u32,
) -> Status {
    guard::status(ptr::null_mut(), || {
        let (auth, again, next) = (shared(auth)?, Out::new(again)?, Out::new(next)?);
        let (attempt, status) = (attempt_of(attempt)?, http_status_of(http_status)?);
        let after = auth.0.after(attempt, status);
        again.write(after.is_some());
        next.write(after.unwrap_or(attempt).to_number().into());
        Ok(())
    })
}

/// Says whether a credential may be sent to a URL: whether it has the API's origin. Follow no redirect
/// to any other one with a credential.
///
/// - `auth`: the object.
/// - `url`, `url_len`: the URL, absolute. Whatever is none may not be sent to.
/// - `may`: receives the answer.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a required pointer is NULL.
/// Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_api_auth_may_send_to(
    auth: *const CApiAuth,
    url: *const u8,
    url_len: usize,
    may: *mut bool,
) -> Status {
    guard::status(ptr::null_mut(), || {
        let url = slice::bytes(url, url_len)?;
        let (auth, out) = (shared(auth)?, Out::new(may)?);
        out.write(str::from_utf8(url).is_ok_and(|url| auth.0.may_send_to(url)));
        Ok(())
    })
}

/// Ends API authentication. Its credentials are cleared from memory when everything has ended, too,
/// that shares it: the configuration that it is of, and registrations.
///
/// - `auth`: made by the library, and not used again; NULL does nothing.
///
/// No other thread may be using the object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_api_auth_free(auth: *mut CApiAuth) {
    guard::value((), || free(auth));
}
