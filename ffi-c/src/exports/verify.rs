//! Verification of a whole message.

use signkey::{Error, Verified};

use crate::{
    exports::keyring::CKeyring,
    guard,
    pointers::{extensible::ExtensibleOut, handle::shared, slice},
    types::{
        failure::Failure, status::Status, verified::CVerified, verify_options::CVerifyOptions,
    },
};

/// Verifies a request: its body as received, and if no key matches that, its canonical form.
///
/// - `keyring`: the keys to try, in order.
/// - `body`, `body_len`: the body as received; NULL and 0 are an empty one.
/// - `header`, `header_len`: the value of `X-Inngest-Signature`. NULL and 0 say that the request has
///   none; an empty value is another pointer and 0, and is malformed.
/// - `now`: the clock, in seconds since 1970-01-01 00:00 UTC.
/// - `options`: what differs from the defaults, or NULL.
/// - `verified`: receives which key signed, when, and in which form.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or the first that applies of
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, or a `size` is not set;
/// - `SIGNKEY_ERROR_MISSING_SIGNATURE`: there is no header;
/// - `SIGNKEY_ERROR_MALFORMED_SIGNATURE`: the header does not have the one form that is accepted;
/// - `SIGNKEY_ERROR_SIGNATURE_MISMATCH`: no key matches;
/// - `SIGNKEY_ERROR_EXPIRED`: authentic, but too old;
/// - `SIGNKEY_ERROR_NOT_YET_VALID`: authentic, but too far ahead of the clock;
///
/// or `SIGNKEY_ERROR_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_verify_request(
    keyring: *const CKeyring,
    body: *const u8,
    body_len: usize,
    header: *const u8,
    header_len: usize,
    now: u64,
    options: *const CVerifyOptions,
    verified: *mut CVerified,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let body = slice::bytes(body, body_len)?;
        let header = slice::optional(header, header_len)?;
        let (keyring, options) = (shared(keyring)?, CVerifyOptions::read(options)?);
        let out = ExtensibleOut::new(verified)?;
        conclude(out, &keyring.0.verify_request(body, header, now, &options))
    })
}

/// Verifies the canonical form of a JSON document that has lost the bytes it was sent as, for
/// frameworks that hand over parsed bodies only. The bytes as they are are not tried.
///
/// Arguments, statuses and thread safety are those of `signkey_verify_request`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_verify_canonical(
    keyring: *const CKeyring,
    json: *const u8,
    json_len: usize,
    header: *const u8,
    header_len: usize,
    now: u64,
    options: *const CVerifyOptions,
    verified: *mut CVerified,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let body = slice::bytes(json, json_len)?;
        let header = slice::optional(header, header_len)?;
        let (keyring, options) = (shared(keyring)?, CVerifyOptions::read(options)?);
        let out = ExtensibleOut::new(verified)?;
        conclude(
            out,
            &keyring.0.verify_canonical(body, header, now, &options),
        )
    })
}

/// Verifies a message in the form it was received, and in no other.
///
/// Arguments, statuses and thread safety are those of `signkey_verify_request`; `max_json_size` in
/// `options` has no effect.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_verify_raw(
    keyring: *const CKeyring,
    body: *const u8,
    body_len: usize,
    header: *const u8,
    header_len: usize,
    now: u64,
    options: *const CVerifyOptions,
    verified: *mut CVerified,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let body = slice::bytes(body, body_len)?;
        let header = slice::optional(header, header_len)?;
        let (keyring, options) = (shared(keyring)?, CVerifyOptions::read(options)?);
        let out = ExtensibleOut::new(verified)?;
        conclude(
            out,
            &keyring.0.verify_raw(body, header, now, options.window),
        )
    })
}

/// Verifies a response: its body as received, or less one trailing line feed. It is never
/// canonicalized.
///
/// Arguments, statuses and thread safety are those of `signkey_verify_request`; `max_json_size` in
/// `options` has no effect.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_verify_response(
    keyring: *const CKeyring,
    body: *const u8,
    body_len: usize,
    header: *const u8,
    header_len: usize,
    now: u64,
    options: *const CVerifyOptions,
    verified: *mut CVerified,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let body = slice::bytes(body, body_len)?;
        let header = slice::optional(header, header_len)?;
        let (keyring, options) = (shared(keyring)?, CVerifyOptions::read(options)?);
        let out = ExtensibleOut::new(verified)?;
        conclude(
            out,
            &keyring.0.verify_response(body, header, now, options.window),
        )
    })
}

/// Hands the verdict to the caller. It is looked at where it is: to move it out of the result is one
/// more copy.
fn conclude(out: ExtensibleOut<CVerified>, verdict: &Result<Verified, Error>) -> Result<(), Error> {
    match verdict {
        Ok(verified) => out.write(verified.try_into()?),
        Err(error) => return Err(*error),
    }
    Ok(())
}
