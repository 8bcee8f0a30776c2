//! Encryption of what goes to the platform.

use signkey::{Error, Nonce};

use crate::{
    exports::encryptor::CEncryptor,
    guard,
    limits::SIGNKEY_NONCE_SIZE,
    pointers::{handle::shared, out::Out, slice},
    types::{buffer::Buffer, failure::Failure, status::Status},
};

/// cbindgen:ptrs-as-arrays=[[nonce;SIGNKEY_NONCE_SIZE]]
/// Encrypts the output of a step or of a function: any JSON value, `null` included. A value that
/// looks like an envelope is encrypted like any other.
///
/// - `encryptor`: the keys and options. One that only decrypts returns a copy of the input.
/// - `json`, `json_len`: a JSON document; UTF-8 without a byte order mark, of any size.
/// - `nonce`: NULL, for a random one from the operating system. Otherwise bytes that never served
///   before and never will again under this key: two messages under one nonce betray each other,
///   and let anyone forge more. For hosts without an operating system, and for tests.
/// - `out`: receives the envelope, a JSON document, which the caller owns; end it with
///   `signkey_buffer_free`. What it held before is not freed.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL;
/// - `SIGNKEY_ERROR_RANDOM_SOURCE_FAILED`: `nonce` is NULL, and the operating system has no random
///   bytes to give; a WebAssembly module never has;
/// - `SIGNKEY_ERROR_JSON_INVALID_UTF8`, `_INVALID_JSON` or `_JSON_TOO_DEEP` (over 512 open
///   containers);
///
/// or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_encrypt_value(
    encryptor: *const CEncryptor,
    json: *const u8,
    json_len: usize,
    nonce: *const u8,
    out: *mut Buffer,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let (encryptor, json) = (shared(encryptor)?, slice::bytes(json, json_len)?);
        let (out, nonce) = (Out::new(out)?, read_nonce(nonce)?);
        out.write(Buffer::holding(encryptor.0.encrypt_value(json, nonce)?)?);
        Ok(())
    })
}

/// cbindgen:ptrs-as-arrays=[[nonce;SIGNKEY_NONCE_SIZE]]
/// Encrypts the encrypted field of event data, or of the data of an invocation, whatever the field
/// holds. The rest is kept byte for byte, and stays readable for the platform's routing; data
/// without the field is copied as it is.
///
/// - `json`, `json_len`: a JSON object, or `null` for no data.
///
/// The other arguments, and thread safety, are those of `signkey_encrypt_value`; so are the
/// statuses, and besides
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: also a document that is neither an object nor `null`;
/// - `SIGNKEY_ERROR_JSON_DUPLICATE_MEMBER`: the object holds a name twice.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_encrypt_event_data(
    encryptor: *const CEncryptor,
    json: *const u8,
    json_len: usize,
    nonce: *const u8,
    out: *mut Buffer,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let (encryptor, json) = (shared(encryptor)?, slice::bytes(json, json_len)?);
        let (out, nonce) = (Out::new(out)?, read_nonce(nonce)?);
        out.write(Buffer::holding(
            encryptor.0.encrypt_event_data(json, nonce)?,
        )?);
        Ok(())
    })
}

/// cbindgen:ptrs-as-arrays=[[nonce;SIGNKEY_NONCE_SIZE]]
/// Encrypts the error of a step or of a function: a JSON object with name, message, stack and
/// whatever else, or any other JSON value. The outcome is an error too, for the platform to store
/// and to show, whose message is the envelope; nothing of the original stays readable.
///
/// Arguments, statuses and thread safety are those of `signkey_encrypt_value`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_encrypt_error(
    encryptor: *const CEncryptor,
    json: *const u8,
    json_len: usize,
    nonce: *const u8,
    out: *mut Buffer,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let (encryptor, json) = (shared(encryptor)?, slice::bytes(json, json_len)?);
        let (out, nonce) = (Out::new(out)?, read_nonce(nonce)?);
        out.write(Buffer::holding(encryptor.0.encrypt_error(json, nonce)?)?);
        Ok(())
    })
}

/// The caller's nonce, or a random one for null.
///
/// # Safety
///
/// `nonce` must be null, or valid for reads of [`SIGNKEY_NONCE_SIZE`] bytes.
unsafe fn read_nonce(nonce: *const u8) -> Result<Nonce, Error> {
    if nonce.is_null() {
        return random_nonce();
    }
    // Bytes are always aligned.
    let bytes: &[u8; SIGNKEY_NONCE_SIZE] = shared(nonce.cast())?;
    Ok(Nonce::from_bytes(*bytes))
}

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
fn random_nonce() -> Result<Nonce, Error> {
    Nonce::random()
}

/// There is no operating system to ask.
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
fn random_nonce() -> Result<Nonce, Error> {
    Err(signkey::ErrorKind::RandomSourceFailed.into())
}
