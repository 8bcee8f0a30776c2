//! Decryption of what comes back from the platform.

use signkey::{Decrypted, Error};

use crate::{
    exports::encryptor::CEncryptor,
    guard,
    pointers::{handle::shared, out::Out, slice},
    types::{buffer::Buffer, failure::Failure, status::Status},
};

/// Decrypts the output of a step or of a function. A value without the marker
/// `"__ENCRYPTED__":true` is plaintext: it is copied as it is, or refused if the encryptor has
/// `SIGNKEY_ENCRYPTOR_REQUIRE_ENCRYPTED`.
///
/// - `encryptor`: the keys to try, in order, and options.
/// - `json`, `json_len`: a JSON document; UTF-8 without a byte order mark, of any size.
/// - `out`: receives a JSON document in plain text, which the caller owns; end it with
///   `signkey_buffer_free`, which clears it. What it held before is not freed.
/// - `was_encrypted`: receives whether the document, or a part of it, was encrypted and authentic,
///   or NULL. If not, it is the input as it was, and nothing is known about where it comes from.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL;
/// - `SIGNKEY_ERROR_JSON_INVALID_UTF8`, `_INVALID_JSON` or `_JSON_TOO_DEEP` (over 512 open
///   containers);
/// - `SIGNKEY_ERROR_ENCRYPTION_REQUIRED`: it is plaintext, and must not be;
/// - `SIGNKEY_ERROR_JSON_DUPLICATE_MEMBER`, `_UNKNOWN_ENCRYPTION_STRATEGY` or
///   `_MALFORMED_ENVELOPE`: it is not the envelope that it says it is;
/// - `SIGNKEY_ERROR_DECRYPTION_FAILED`: no key opens it, or it was changed;
/// - `SIGNKEY_ERROR_MALFORMED_PLAINTEXT`: what it holds is not the JSON that belongs there;
///
/// or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_decrypt_value(
    encryptor: *const CEncryptor,
    json: *const u8,
    json_len: usize,
    out: *mut Buffer,
    was_encrypted: *mut bool,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let (encryptor, json) = (shared(encryptor)?, slice::bytes(json, json_len)?);
        let (out, was_encrypted) = (Out::new(out)?, Out::optional(was_encrypted)?);
        conclude(out, was_encrypted, encryptor.0.decrypt_value(json)?)
    })
}

/// Decrypts event data: every field that is an envelope, whatever its name; or data that is an
/// envelope as a whole, as older writers made it, whose members that the platform put beside the
/// envelope stay. What was decrypted is not decrypted again. With
/// `SIGNKEY_ENCRYPTOR_REQUIRE_ENCRYPTED`, plaintext in the encrypted field is refused; there need
/// not be such a field.
///
/// - `json`, `json_len`: a JSON object, or `null` for no data.
///
/// The other arguments, and thread safety, are those of `signkey_decrypt_value`; so are the
/// statuses, and `SIGNKEY_ERROR_INVALID_ARGUMENT` is also a document that is neither an object nor
/// `null`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_decrypt_event_data(
    encryptor: *const CEncryptor,
    json: *const u8,
    json_len: usize,
    out: *mut Buffer,
    was_encrypted: *mut bool,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let (encryptor, json) = (shared(encryptor)?, slice::bytes(json, json_len)?);
        let (out, was_encrypted) = (Out::new(out)?, Out::optional(was_encrypted)?);
        conclude(out, was_encrypted, encryptor.0.decrypt_event_data(json)?)
    })
}

/// Decrypts the data of an event that the platform sends when a run ends, such as
/// `inngest/function.failed` and `inngest/function.finished`: `error`, `result`, and the data of
/// `event` and of each of `events`. With `SIGNKEY_ENCRYPTOR_REQUIRE_ENCRYPTED`, a `result` in
/// plaintext is refused, unless it is `null` or beside an `error`.
///
/// Arguments, statuses and thread safety are those of `signkey_decrypt_event_data`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_decrypt_lifecycle_data(
    encryptor: *const CEncryptor,
    json: *const u8,
    json_len: usize,
    out: *mut Buffer,
    was_encrypted: *mut bool,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let (encryptor, json) = (shared(encryptor)?, slice::bytes(json, json_len)?);
        let (out, was_encrypted) = (Out::new(out)?, Out::optional(was_encrypted)?);
        conclude(
            out,
            was_encrypted,
            encryptor.0.decrypt_lifecycle_data(json)?,
        )
    })
}

/// Decrypts an error whose message is an envelope into the error that it was. Any other error is
/// plaintext, and copied as it is even with `SIGNKEY_ENCRYPTOR_REQUIRE_ENCRYPTED`: time-outs and
/// crashes are the platform's own errors, and it has no key. `was_encrypted` tells them apart.
///
/// Arguments, statuses and thread safety are those of `signkey_decrypt_value`, without
/// `SIGNKEY_ERROR_ENCRYPTION_REQUIRED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_decrypt_error(
    encryptor: *const CEncryptor,
    json: *const u8,
    json_len: usize,
    out: *mut Buffer,
    was_encrypted: *mut bool,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let (encryptor, json) = (shared(encryptor)?, slice::bytes(json, json_len)?);
        let (out, was_encrypted) = (Out::new(out)?, Out::optional(was_encrypted)?);
        conclude(out, was_encrypted, encryptor.0.decrypt_error(json)?)
    })
}

/// Hands the outcome to the caller.
fn conclude(
    out: Out<Buffer>,
    was_encrypted: Option<Out<bool>>,
    decrypted: Decrypted<'_>,
) -> Result<(), Error> {
    let is_encrypted = decrypted.was_encrypted();
    out.write(Buffer::holding(decrypted.into_bytes())?);
    if let Some(place) = was_encrypted {
        place.write(is_encrypted);
    }
    Ok(())
}
