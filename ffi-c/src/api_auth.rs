//! Authentication of an app's own calls to the platform's API.

use std::{ffi::c_char, ptr};

use signkey::{ApiAuth, Attempt, Error, ErrorKind, Origin};

use crate::{
    failure::Failure,
    guard, handle,
    keyring::CKeyring,
    limits::SIGNKEY_AUTHORIZATION_MAX,
    out::{Out, TextOut},
    shared::Shared,
    slice,
    status::Status,
};

/// Which credential goes with a call to the platform's API: that of the key that worked last, the
/// primary at first. A call that is answered 401 or 403 is tried again with each of the other keys,
/// once, and the first that is answered 2xx is used from then on.
///
/// Any number of threads may use it at once; what one call learns, the next one knows.
pub struct CApiAuth(pub(crate) Shared<ApiAuth>);

impl CApiAuth {
    /// The caller's API authentication.
    ///
    /// # Safety
    ///
    /// As [`handle::shared`].
    pub(crate) unsafe fn shared<'a>(auth: *const Self) -> Result<&'a Shared<ApiAuth>, Error> {
        // SAFETY: the caller's promise.
        unsafe { handle::shared(auth) }.map(|auth| &auth.0)
    }
}

/// The attempt of the caller's number.
fn attempt_of(number: u32) -> Result<Attempt, Error> {
    let number = u16::try_from(number).map_err(|_| ErrorKind::InvalidArgument)?;
    Ok(Attempt::from_number(number))
}

/// The caller's HTTP status.
pub(crate) fn http_status(number: u32) -> Result<u16, Error> {
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
    let call = || {
        // SAFETY: the contract in the header.
        let (keyring, origin, out) = unsafe {
            let keyring = match keyring.is_null() {
                true => None,
                false => Some(CKeyring::shared(keyring)?),
            };
            (keyring, slice::text(origin, origin_len)?, Out::new(auth)?)
        };
        let auth = ApiAuth::new(keyring, Origin::of(origin)?);
        handle::give(out, CApiAuth(Shared::new(auth)?))
    };
    // SAFETY: the contract in the header.
    unsafe { guard::status(failure, call) }
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
    let call = || {
        // SAFETY: the contract in the header.
        let (auth, out) = unsafe { (CApiAuth::shared(auth)?, Out::new(attempt)?) };
        out.write(auth.begin().to_number().into());
        Ok(())
    };
    // SAFETY: null is a caller without a failure to fill in.
    unsafe { guard::status(ptr::null_mut(), call) }
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
    let call = || {
        // SAFETY: the contract in the header.
        let (auth, out) = unsafe { (CApiAuth::shared(auth)?, TextOut::new(out)?) };
        let out: TextOut<SIGNKEY_AUTHORIZATION_MAX> = out;
        let value = auth.authorization(attempt_of(attempt)?);
        out.write(value.as_ref().map_or("", |value| value.as_str()))
    };
    // SAFETY: null is a caller without a failure to fill in.
    unsafe { guard::status(ptr::null_mut(), call) }
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
    let call = || {
        // SAFETY: the contract in the header.
        let (auth, again, next) =
            unsafe { (CApiAuth::shared(auth)?, Out::new(again)?, Out::new(next)?) };
        let (attempt, status) = (attempt_of(attempt)?, self::http_status(http_status)?);
        let after = auth.after(attempt, status);
        again.write(after.is_some());
        next.write(after.unwrap_or(attempt).to_number().into());
        Ok(())
    };
    // SAFETY: null is a caller without a failure to fill in.
    unsafe { guard::status(ptr::null_mut(), call) }
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
    let call = || {
        // SAFETY: the contract in the header.
        let (auth, url, out) = unsafe {
            let url = slice::bytes(url, url_len)?;
            (CApiAuth::shared(auth)?, url, Out::new(may)?)
        };
        out.write(str::from_utf8(url).is_ok_and(|url| auth.may_send_to(url)));
        Ok(())
    };
    // SAFETY: null is a caller without a failure to fill in.
    unsafe { guard::status(ptr::null_mut(), call) }
}

/// Ends API authentication. Its credentials are cleared from memory when the handshakes have ended,
/// too, that use it.
///
/// - `auth`: made by the library, and not used again; NULL does nothing.
///
/// No other thread may be using the object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_api_auth_free(auth: *mut CApiAuth) {
    // SAFETY: the contract in the header.
    guard::value((), || unsafe { handle::free(auth) });
}
