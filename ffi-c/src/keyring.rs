//! The keys that a verifier accepts and a signer signs with.

use std::{ffi::c_char, ptr};

use signkey::{Error, ErrorKind, Keyring, SigningKey};

use crate::{
    config::Settings,
    failure::Failure,
    guard, handle,
    limits::{SIGNKEY_API_TOKEN_MAX, SIGNKEY_KEY_ID_MAX},
    out::{Out, TextOut},
    shared::Shared,
    slice::{self, Slice},
    status::Status,
};

/// One primary signing key and up to seven fallbacks. It never changes, so any number of threads
/// may use it at once.
pub struct CKeyring(pub(crate) Keys);

/// A keyring that several objects use: one by itself, or that of a configuration.
pub(crate) enum Keys {
    Own(Shared<Keyring>),
    Of(Shared<Settings>),
}

impl Keys {
    pub(crate) fn keyring(&self) -> Result<&Keyring, Error> {
        match self {
            Self::Own(keyring) => Ok(keyring),
            Self::Of(settings) => settings.config.keyring(),
        }
    }

    fn share(&self) -> Self {
        match self {
            Self::Own(keyring) => Self::Own(keyring.share()),
            Self::Of(settings) => Self::Of(settings.share()),
        }
    }
}

impl CKeyring {
    /// The caller's keyring.
    ///
    /// # Safety
    ///
    /// As [`handle::shared`].
    pub(crate) unsafe fn shared<'a>(keyring: *const Self) -> Result<&'a Keyring, Error> {
        // SAFETY: the caller's promise.
        unsafe { handle::shared(keyring) }?.0.keyring()
    }

    /// A share in the caller's keyring, `None` for null.
    ///
    /// # Safety
    ///
    /// As [`handle::shared`].
    pub(crate) unsafe fn keep(keyring: *const Self) -> Result<Option<Keys>, Error> {
        if keyring.is_null() {
            return Ok(None);
        }
        // SAFETY: the caller's promise.
        unsafe { handle::shared(keyring) }.map(|keyring| Some(keyring.0.share()))
    }

    /// A key of the caller's keyring.
    ///
    /// # Safety
    ///
    /// As [`handle::shared`].
    pub(crate) unsafe fn key<'a>(
        keyring: *const Self,
        index: u32,
    ) -> Result<&'a SigningKey, Error> {
        // SAFETY: the caller's promise.
        let keyring = unsafe { Self::shared(keyring) }?;
        let index = usize::try_from(index).map_err(|_| ErrorKind::InvalidArgument)?;
        Ok(keyring.key(index).ok_or(ErrorKind::InvalidArgument)?)
    }
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
    let call = || {
        // SAFETY: the contract in the header.
        let (keys, out) = unsafe { (slice::items(keys, count)?, Out::new(keyring)?) };
        let keys = keys.unwrap_or_default();
        let text = |key: &Slice| {
            // SAFETY: the contract in the header.
            unsafe { key.optional() }
        };
        keys.iter().try_for_each(|key| text(key).map(drop))?;
        let texts = keys.iter().map(|key| text(key).unwrap_or_default());
        let keyring = Keyring::from_texts(texts)?;
        handle::give(out, CKeyring(Keys::Own(Shared::new(keyring)?)))
    };
    // SAFETY: the contract in the header.
    unsafe { guard::status(failure, call) }
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
    let call = || {
        // SAFETY: the contract in the header.
        let (text, out) = unsafe { (slice::bytes(text, text_len)?, Out::new(keyring)?) };
        let keyring = Keyring::new(SigningKey::parse(text)?);
        handle::give(out, CKeyring(Keys::Own(Shared::new(keyring)?)))
    };
    // SAFETY: the contract in the header.
    unsafe { guard::status(failure, call) }
}

/// Ends a keyring. Its keys are cleared from memory when the endpoints have ended, too, that were made
/// with it, and the configuration that it is of.
///
/// - `keyring`: made by the library, and not used again; NULL does nothing.
///
/// No other thread may be using the keyring.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_keyring_free(keyring: *mut CKeyring) {
    // SAFETY: the contract in the header.
    guard::value((), || unsafe { handle::free(keyring) });
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
    let call = || {
        // SAFETY: the contract in the header.
        let (keyring, out) = unsafe { (CKeyring::shared(keyring)?, Out::new(count)?) };
        let count = keyring.keys().count();
        out.write(u32::try_from(count).map_err(|_| ErrorKind::Internal)?);
        Ok(())
    };
    // SAFETY: null is a caller without a failure to fill in.
    unsafe { guard::status(ptr::null_mut(), call) }
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
    let call = || {
        // SAFETY: the contract in the header.
        let (key, out) = unsafe { (CKeyring::key(keyring, key_index)?, TextOut::new(out)?) };
        let out: TextOut<SIGNKEY_KEY_ID_MAX> = out;
        out.write(key.id().as_str())
    };
    // SAFETY: null is a caller without a failure to fill in.
    unsafe { guard::status(ptr::null_mut(), call) }
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
    let call = || {
        // SAFETY: the contract in the header.
        let (key, out) = unsafe { (CKeyring::key(keyring, key_index)?, TextOut::new(out)?) };
        let out: TextOut<SIGNKEY_API_TOKEN_MAX> = out;
        out.write(key.api_token().as_str())
    };
    // SAFETY: null is a caller without a failure to fill in.
    unsafe { guard::status(ptr::null_mut(), call) }
}
