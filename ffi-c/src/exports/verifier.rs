//! Verification of a message that arrives in pieces.

use std::ptr;

use signkey::{ErrorKind, Verifier};

use crate::{
    exports::keyring::CKeyring,
    guard,
    pointers::{
        extensible::ExtensibleOut,
        handle::{exclusive, free, give, shared},
        out::Out,
        slice,
    },
    types::{
        failure::Failure, status::Status, verified::CVerified, verify_options::CVerifyOptions,
    },
};

/// A message on its way through verification, in constant memory. It checks the bytes as received
/// under all keys in one pass: the canonical form of a request, and a response without its last
/// line feed, need the whole body.
///
/// One thread at a time may use it. It keeps no reference to its keyring.
pub struct CVerifier(Option<Verifier>);

/// Begins to verify a message that arrives in pieces.
///
/// - `keyring`: the keys to try; it may be freed before the verifier.
/// - `header`, `header_len`: as in `signkey_verify_request`.
/// - `verifier`: receives the verifier, which the caller owns; end it with `signkey_verifier_free`.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL;
/// - `SIGNKEY_ERROR_MISSING_SIGNATURE`: there is no header;
/// - `SIGNKEY_ERROR_MALFORMED_SIGNATURE`: the header does not have the one form that is accepted;
///
/// or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_verifier_new(
    keyring: *const CKeyring,
    header: *const u8,
    header_len: usize,
    verifier: *mut *mut CVerifier,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let header = slice::optional(header, header_len)?;
        let (keyring, out) = (shared(keyring)?, Out::new(verifier)?);
        let verifier = Verifier::begin(&keyring.0, header)?;
        give(out, CVerifier(Some(verifier)))
    })
}

/// Takes the next piece of the body.
///
/// - `verifier`: the verifier.
/// - `chunk`, `chunk_len`: the piece, of any size; NULL and 0 are none.
///
/// Returns `SIGNKEY_OK`, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a pointer is NULL;
/// - `SIGNKEY_ERROR_FINISHED`: `signkey_verifier_finish` has given its verdict already;
///
/// or `SIGNKEY_ERROR_INTERNAL`. One thread at a time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_verifier_update(
    verifier: *mut CVerifier,
    chunk: *const u8,
    chunk_len: usize,
) -> Status {
    guard::status(ptr::null_mut(), || {
        let (verifier, chunk) = (exclusive(verifier)?, slice::bytes(chunk, chunk_len)?);
        let verifier = verifier.0.as_mut().ok_or(ErrorKind::Finished)?;
        verifier.update(chunk);
        Ok(())
    })
}

/// Ends the message and gives the verdict. Nothing of the message may be acted on before.
///
/// - `verifier`: the verifier, which is finished afterwards unless an argument was invalid; it is
///   still to be freed.
/// - `now`: the clock, in seconds since 1970-01-01 00:00 UTC.
/// - `options`: what differs from the defaults, or NULL; `max_json_size` has no effect.
/// - `verified`: receives which key signed, and when; the form is always `SIGNKEY_FORM_RAW`.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or the first that applies of
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, or a `size` is not set;
/// - `SIGNKEY_ERROR_FINISHED`: the verdict was given already;
/// - `SIGNKEY_ERROR_SIGNATURE_MISMATCH`: no key matches;
/// - `SIGNKEY_ERROR_EXPIRED`: authentic, but too old;
/// - `SIGNKEY_ERROR_NOT_YET_VALID`: authentic, but too far ahead of the clock;
///
/// or `SIGNKEY_ERROR_INTERNAL`. One thread at a time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_verifier_finish(
    verifier: *mut CVerifier,
    now: u64,
    options: *const CVerifyOptions,
    verified: *mut CVerified,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let options = CVerifyOptions::read(options)?;
        let (verifier, out) = (exclusive(verifier)?, ExtensibleOut::new(verified)?);
        let verifier = verifier.0.take().ok_or(ErrorKind::Finished)?;
        out.write(CVerified::try_from(&verifier.finish(now, options.window)?)?);
        Ok(())
    })
}

/// Ends a verifier, finished or not.
///
/// - `verifier`: from `signkey_verifier_new`, and not used again; NULL does nothing.
///
/// No other thread may be using the verifier.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_verifier_free(verifier: *mut CVerifier) {
    guard::value((), || free(verifier));
}
