//! Verification of a whole message.

use signkey::{Error, Keyring, Verified, VerifyOptions};

use crate::{
    failure::Failure,
    guard,
    keyring::CKeyring,
    sized::SizedOut,
    slice,
    status::Status,
    verified::{CVerified, CVerifyOptions},
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
    let call = || {
        // SAFETY: the contract in the header.
        unsafe {
            conclude(
                keyring,
                (body, body_len),
                (header, header_len),
                options,
                verified,
                |keyring, body, header, options| keyring.verify_request(body, header, now, options),
            )
        }
    };
    // SAFETY: the contract in the header.
    unsafe { guard::status(failure, call) }
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
    let call = || {
        // SAFETY: the contract in the header.
        unsafe {
            conclude(
                keyring,
                (json, json_len),
                (header, header_len),
                options,
                verified,
                |keyring, json, header, options| {
                    keyring.verify_canonical(json, header, now, options)
                },
            )
        }
    };
    // SAFETY: the contract in the header.
    unsafe { guard::status(failure, call) }
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
    let call = || {
        // SAFETY: the contract in the header.
        unsafe {
            conclude(
                keyring,
                (body, body_len),
                (header, header_len),
                options,
                verified,
                |keyring, body, header, options| {
                    keyring.verify_raw(body, header, now, options.window)
                },
            )
        }
    };
    // SAFETY: the contract in the header.
    unsafe { guard::status(failure, call) }
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
    let call = || {
        // SAFETY: the contract in the header.
        unsafe {
            conclude(
                keyring,
                (body, body_len),
                (header, header_len),
                options,
                verified,
                |keyring, body, header, options| {
                    keyring.verify_response(body, header, now, options.window)
                },
            )
        }
    };
    // SAFETY: the contract in the header.
    unsafe { guard::status(failure, call) }
}

/// Checks the arguments that all verifications share, has the core decide, and hands the verdict to
/// the caller. Nothing is gathered into a struct, which would cost copies.
///
/// # Safety
///
/// Each pointer must be as the header describes it.
unsafe fn conclude(
    keyring: *const CKeyring,
    (body, body_len): (*const u8, usize),
    (header, header_len): (*const u8, usize),
    options: *const CVerifyOptions,
    verified: *mut CVerified,
    verify: impl FnOnce(&Keyring, &[u8], Option<&[u8]>, &VerifyOptions) -> Result<Verified, Error>,
) -> Result<(), Error> {
    // SAFETY: the caller's promise.
    let (keyring, body, header, options, out) = unsafe {
        (
            CKeyring::shared(keyring)?,
            slice::bytes(body, body_len)?,
            slice::optional(header, header_len)?,
            CVerifyOptions::read(options)?,
            SizedOut::new(verified)?,
        )
    };
    // Looked at where it is: to move it out of the result is one more copy.
    match &verify(keyring, body, header, &options) {
        Ok(verified) => out.write(verified.try_into()?),
        Err(error) => return Err(*error),
    }
    Ok(())
}
