//! The keys that a verifier accepts and a signer signs with.

use std::{ffi::c_char, ptr, sync::Arc};

use signkey::{Error, ErrorKind, Keyring, SigningKey};

use crate::{
    guard,
    limits::{SIGNKEY_API_TOKEN_MAX, SIGNKEY_KEY_ID_MAX},
    pointers::{
        handle::{free, give, shared},
        out::{Out, TextOut},
        slice::{self, Slice},
    },
    types::{failure::Failure, status::Status},
};

/// One primary signing key and up to seven fallbacks. It never changes, so any number of threads
/// may use it at once.
pub struct CKeyring(pub(crate) Arc<Keyring>);

/// A key of the caller's keyring.
///
/// # Safety
///
/// As [`shared`].
pub(crate) unsafe fn key<'a>(
    keyring: *const CKeyring,
    index: u32,
) -> Result<&'a SigningKey, Error> {
    let index = usize::try_from(index).map_err(|_| ErrorKind::InvalidArgument)?;
    Ok(shared(keyring)?
        .0
        .key(index)
        .ok_or(ErrorKind::InvalidArgument)?)
}

/// Makes a keyring of signing keys, read as they come from the environment: absent and blank ones
/// are dropped, then the first is the primary key and the others are fallbacks.
///
/// - `keys`: `count` texts, of which `{NULL, 0}` is absent; they are not kept.
/// - `keyring`: receives the keyring, which the caller owns; end it with `signkey_keyring_free`.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: `keyring` is NULL, or a text is NULL with a length;
/// - for the first key that is refused, `SIGNKEY_ERROR_EMPTY_KEY`, `_KEY_TOO_LONG`,
///   `_MALFORMED_KEY_PREFIX`, `_EVENT_KEY`, `_NON_HEX_KEY` or `_ODD_KEY_LENGTH`, or if it is one
///   over `SIGNKEY_KEYS_MAX`, `_TOO_MANY_KEYS`;
/// - `SIGNKEY_ERROR_MISSING_SIGNING_KEY`: no key is left;
///
/// or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_keyring_new(
    keys: *const Slice,
    count: usize,
    keyring: *mut *mut CKeyring,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let (keys, out) = (slice::items(keys, count)?, Out::new(keyring)?);
        let keys = keys.unwrap_or_default();
        keys.iter().try_for_each(|key| key.optional().map(drop))?;
        let texts = keys.iter().map(|key| key.optional().unwrap_or_default());
        give(out, CKeyring(Arc::new(Keyring::from_texts(texts)?)))
    })
}

/// Makes a keyring of one signing key that is not optional: a blank text is an error of its own.
///
/// - `text`, `text_len`: the key; it is not kept.
/// - `keyring`: receives the keyring, which the caller owns; end it with `signkey_keyring_free`.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or the first that applies of `SIGNKEY_ERROR_INVALID_ARGUMENT`,
/// `_EMPTY_KEY`, `_KEY_TOO_LONG`, `_MALFORMED_KEY_PREFIX`, `_EVENT_KEY`, `_NON_HEX_KEY`,
/// `_ODD_KEY_LENGTH`, `_OUT_OF_MEMORY`; or `_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_keyring_from_key(
    text: *const u8,
    text_len: usize,
    keyring: *mut *mut CKeyring,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let (text, out) = (slice::bytes(text, text_len)?, Out::new(keyring)?);
        let keyring = Keyring::new(SigningKey::parse(text)?);
        give(out, CKeyring(Arc::new(keyring)))
    })
}

/// Ends a keyring. Its keys are cleared from memory when everything has ended, too, that was made with it,
/// and the configuration that it is of.
///
/// - `keyring`: made by the library, and not used again; NULL does nothing.
///
/// No other thread may be using the keyring.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_keyring_free(keyring: *mut CKeyring) {
    guard::value((), || free(keyring));
}

/// Counts the keys of a keyring.
///
/// - `keyring`: the keyring.
/// - `count`: receives 1 to `SIGNKEY_KEYS_MAX`.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_keyring_count(
    keyring: *const CKeyring,
    count: *mut u32,
) -> Status {
    guard::status(ptr::null_mut(), || {
        let (keyring, out) = (shared(keyring)?, Out::new(count)?);
        let count = keyring.0.keys().count();
        out.write(u32::try_from(count).map_err(|_| ErrorKind::Internal)?);
        Ok(())
    })
}

/// cbindgen:ptrs-as-arrays=[[out;SIGNKEY_KEY_ID_MAX]]
/// Writes the id of a key: the first 12 hexadecimal digits of its hash, which may be shown.
///
/// - `keyring`: the keyring.
/// - `key_index`: which key; 0 is the primary.
/// - `out`: receives the digits and a final NUL.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if there is no such key or a pointer
/// is NULL. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_keyring_key_id(
    keyring: *const CKeyring,
    key_index: u32,
    out: *mut c_char,
) -> Status {
    guard::status(ptr::null_mut(), || {
        let (key, out) = (key(keyring, key_index)?, TextOut::new(out)?);
        let out: TextOut<SIGNKEY_KEY_ID_MAX> = out;
        out.write(key.id().as_str())
    })
}

/// cbindgen:ptrs-as-arrays=[[out;SIGNKEY_API_TOKEN_MAX]]
/// Writes the token that authenticates calls to the platform's API under a key. It goes behind
/// `Bearer ` in the header `Authorization`.
///
/// - `keyring`: the keyring.
/// - `key_index`: which key; 0 is the primary.
/// - `out`: receives the token and a final NUL. It is a secret; clear it after use.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if there is no such key or a pointer
/// is NULL. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_keyring_api_token(
    keyring: *const CKeyring,
    key_index: u32,
    out: *mut c_char,
) -> Status {
    guard::status(ptr::null_mut(), || {
        let (key, out) = (key(keyring, key_index)?, TextOut::new(out)?);
        let out: TextOut<SIGNKEY_API_TOKEN_MAX> = out;
        out.write(key.api_token().as_str())
    })
}
