//! What can be said of a status.

use std::{
    ffi::{CStr, c_char},
    ptr,
};

use crate::{
    guard,
    types::status::{UNKNOWN, look_up},
};

/// The short name of a status that all languages share, for programs and logs.
///
/// - `status`: any number.
///
/// Returns for example "expired"; "ok" for `SIGNKEY_OK`, and "unknown" for a number that this
/// version does not know. The text is static. Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn signkey_status_code(status: u32) -> *const c_char {
    guard::value(UNKNOWN.code, || look_up(status).code).as_ptr()
}

/// A sentence about a status, for people. `signkey_failure_message` says more if there is a
/// failure.
///
/// - `status`: any number.
///
/// Returns an English sentence without a final stop, also for a number that this version does not
/// know. The text is static. Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn signkey_status_message(status: u32) -> *const c_char {
    guard::value(UNKNOWN.message, || look_up(status).message).as_ptr()
}

/// What the operator of an app can do about an error, for logs. `signkey_failure_hint` says more if there
/// is a failure.
///
/// - `status`: any number.
///
/// Returns an English sentence without a final stop, or NULL if there is nothing to say. The text is
/// static. Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn signkey_status_hint(status: u32) -> *const c_char {
    guard::value(ptr::null(), || {
        look_up(status).hint.map_or(ptr::null(), CStr::as_ptr)
    })
}

/// Where the documentation says more about an error.
///
/// - `status`: any number.
///
/// Returns a file of the repository and a section of it, such as "docs/errors.md#expired", or NULL for
/// `SIGNKEY_OK` and for a number that this version does not know. The text is static. Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn signkey_status_docs(status: u32) -> *const c_char {
    guard::value(ptr::null(), || {
        look_up(status).docs.map_or(ptr::null(), CStr::as_ptr)
    })
}

/// The HTTP status with which an endpoint should answer.
///
/// - `status`: any number.
///
/// Returns 401 for what an outsider can cause, 400 for a body that breaks off, 405 for a method that
/// does not belong there, 413 for a body over the limit, 503 for what may pass by itself, 500 for
/// other faults of this side and for a number that this version does not know, and 200 for
/// `SIGNKEY_OK`. Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn signkey_status_http(status: u32) -> u32 {
    guard::value(UNKNOWN.http, || look_up(status).http).into()
}
