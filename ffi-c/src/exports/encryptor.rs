//! Encryptors: their making and their end.

use signkey::Encryptor;

use crate::{
    guard,
    pointers::{
        handle::{free, give},
        out::Out,
    },
    types::{encryptor_options::CEncryptorOptions, failure::Failure, status::Status},
};

/// Encrypts what goes to the platform and decrypts what comes back: the platform stores envelopes
/// (XSalsa20-Poly1305) that only the owners of the keys can read. It never changes, so any number
/// of threads may use it at once.
///
/// To rotate keys: deploy the new key as a fallback everywhere, then as the primary key with the
/// old one as a fallback, and drop the old one when nothing is left that it encrypted.
pub struct CEncryptor(pub(crate) Encryptor);

/// Makes an encryptor of encryption keys, which have nothing to do with signing keys. A blank key
/// is an error: one that is not configured is absent.
///
/// - `options`: the keys and what differs from the defaults; none of it is kept.
/// - `encryptor`: receives the encryptor, which the caller owns; end it with
///   `signkey_encryptor_free`.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a pointer is NULL, `size` is not set, a flag is unknown, or
///   `event_field` is not UTF-8;
/// - for the first key that is refused, `SIGNKEY_ERROR_INVALID_ARGUMENT` (an unknown kind, a text
///   that is not UTF-8, NULL with a length), `_EMPTY_ENCRYPTION_KEY` or
///   `_INVALID_ENCRYPTION_KEY_LENGTH`;
/// - `SIGNKEY_ERROR_MISSING_ENCRYPTION_KEY`: there is no primary key; with
///   `SIGNKEY_ENCRYPTOR_DECRYPT_ONLY`, there is no key at all;
///
/// or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_encryptor_new(
    options: *const CEncryptorOptions,
    encryptor: *mut *mut CEncryptor,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let (out, encryptor) = (Out::new(encryptor)?, CEncryptorOptions::build(options)?);
        give(out, CEncryptor(encryptor))
    })
}

/// Ends an encryptor and clears its keys from memory.
///
/// - `encryptor`: from `signkey_encryptor_new`, and not used again; NULL does nothing.
///
/// No other thread may be using the encryptor.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_encryptor_free(encryptor: *mut CEncryptor) {
    guard::value((), || free(encryptor));
}
