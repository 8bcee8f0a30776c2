//! Signing.

use std::ffi::c_char;

use crate::{
    exports::keyring::{CKeyring, key},
    guard,
    limits::SIGNKEY_HEADER_MAX,
    pointers::{out::TextOut, slice},
    types::{failure::Failure, status::Status},
};

/// cbindgen:ptrs-as-arrays=[[out;SIGNKEY_HEADER_MAX]]
/// Signs a request as the platform does: the canonical form (RFC 8785) of its JSON body. Send the
/// canonical form too (`signkey_canonicalize`), so that the receiver need not compute it.
///
/// - `keyring`, `key_index`: the key to sign with; 0 is the primary.
/// - `body`, `body_len`: a JSON document of at most 16 MiB.
/// - `timestamp`: the clock, in seconds since 1970-01-01 00:00 UTC.
/// - `out`: receives the value of `X-Inngest-Signature` and a final NUL.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: there is no such key, or a required pointer is NULL;
/// - `SIGNKEY_ERROR_INVALID_TIMESTAMP`: the timestamp has more than 19 digits;
/// - `SIGNKEY_ERROR_JSON_NUMBER_LOSSY`: the canonical form would be another document;
/// - the errors of `signkey_canonicalize`.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_sign_request(
    keyring: *const CKeyring,
    key_index: u32,
    body: *const u8,
    body_len: usize,
    timestamp: u64,
    out: *mut c_char,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let (key, body) = (key(keyring, key_index)?, slice::bytes(body, body_len)?);
        let out = TextOut::<SIGNKEY_HEADER_MAX>::new(out)?;
        out.write(key.sign_request(body, timestamp)?.to_text().as_str())
    })
}

/// cbindgen:ptrs-as-arrays=[[out;SIGNKEY_HEADER_MAX]]
/// Signs bytes as they are.
///
/// - `keyring`, `key_index`: the key to sign with; 0 is the primary.
/// - `body`, `body_len`: the bytes; NULL and 0 are none.
/// - `timestamp`: the clock, in seconds since 1970-01-01 00:00 UTC.
/// - `out`: receives the value of `X-Inngest-Signature` and a final NUL.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: there is no such key, or a required pointer is NULL;
/// - `SIGNKEY_ERROR_INVALID_TIMESTAMP`: the timestamp has more than 19 digits;
///
/// or `SIGNKEY_ERROR_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_sign_raw(
    keyring: *const CKeyring,
    key_index: u32,
    body: *const u8,
    body_len: usize,
    timestamp: u64,
    out: *mut c_char,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let (key, body) = (key(keyring, key_index)?, slice::bytes(body, body_len)?);
        let out = TextOut::<SIGNKEY_HEADER_MAX>::new(out)?;
        out.write(key.sign_raw(body, timestamp)?.to_text().as_str())
    })
}

/// cbindgen:ptrs-as-arrays=[[out;SIGNKEY_HEADER_MAX]]
/// Signs a response: its bytes exactly as they are sent. Use the key that verified the request:
/// `key_index` of `signkey_verified`.
///
/// Arguments, statuses and thread safety are those of `signkey_sign_raw`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_sign_response(
    keyring: *const CKeyring,
    key_index: u32,
    body: *const u8,
    body_len: usize,
    timestamp: u64,
    out: *mut c_char,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let (key, body) = (key(keyring, key_index)?, slice::bytes(body, body_len)?);
        let out = TextOut::<SIGNKEY_HEADER_MAX>::new(out)?;
        out.write(key.sign_response(body, timestamp)?.to_text().as_str())
    })
}
