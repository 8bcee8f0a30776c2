//! The result of a verification, and what a caller may set for one.

use std::ffi::{CStr, c_char};

use signkey::{Error, ErrorKind, Form, ReplayWindow, Verified, VerifyOptions};

use crate::{
    guard,
    limits::{SIGNKEY_JSON_SIZE_DEFAULT, SIGNKEY_KEY_ID_MAX, SIGNKEY_WINDOW_DEFAULT},
    sized::{self, Growing},
};

/// The form of a body under which a signature matched.
#[expect(non_camel_case_types, reason = "the names are those of the header")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum CForm {
    /// The bytes as received.
    SIGNKEY_FORM_RAW = 1,
    /// The canonical form (RFC 8785) of the JSON received. Requests only.
    SIGNKEY_FORM_CANONICAL = 2,
    /// The bytes less one trailing line feed. Responses only.
    SIGNKEY_FORM_TRIMMED = 3,
}

/// Proof that a message is authentic and timely. Filled in only by a verification that succeeds.
///
/// Begin with `SIGNKEY_VERIFIED_INIT`, which sets `size`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct CVerified {
    /// `sizeof(signkey_verified)`, set by the caller.
    pub size: usize,
    /// When the message was signed, in seconds since 1970-01-01 00:00 UTC.
    pub timestamp: u64,
    /// The age of the signature in seconds; negative if it was ahead of the clock.
    pub age_seconds: i64,
    /// The index in the keyring of the key that matched; 0 is the primary.
    pub key_index: u32,
    /// The form of the body under which the signature matched.
    pub form: CForm,
    /// The id of the key that matched, as from `signkey_keyring_key_id`.
    pub key_id: [c_char; SIGNKEY_KEY_ID_MAX],
}

// SAFETY: `repr(C)`, the size comes first, and it is only written, never read.
unsafe impl Growing for CVerified {
    const FIRST_SIZE: usize = size_of::<Self>();
}

impl TryFrom<&Verified> for CVerified {
    type Error = Error;

    #[inline]
    fn try_from(verified: &Verified) -> Result<Self, Error> {
        let mut key_id = [0; SIGNKEY_KEY_ID_MAX];
        for (slot, byte) in key_id.iter_mut().zip(verified.key_id().as_str().bytes()) {
            *slot = c_char::from_ne_bytes([byte]);
        }
        Ok(Self {
            size: size_of::<Self>(),
            timestamp: verified.timestamp(),
            age_seconds: verified.age_seconds(),
            key_index: u32::try_from(verified.key_index()).map_err(|_| ErrorKind::Internal)?,
            form: match verified.form() {
                Form::Raw => CForm::SIGNKEY_FORM_RAW,
                Form::Canonical => CForm::SIGNKEY_FORM_CANONICAL,
                Form::Trimmed => CForm::SIGNKEY_FORM_TRIMMED,
                _ => return Err(ErrorKind::Internal.into()),
            },
            key_id,
        })
    }
}

/// The name of a form that all languages share.
///
/// - `form`: any number.
///
/// Returns "raw", "canonical" or "trimmed", and "unknown" for a number that this version does not
/// know. The text is static. Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn signkey_form_name(form: u32) -> *const c_char {
    const UNKNOWN: &CStr = c"unknown";
    const RAW: u32 = CForm::SIGNKEY_FORM_RAW as u32;
    const CANONICAL: u32 = CForm::SIGNKEY_FORM_CANONICAL as u32;
    const TRIMMED: u32 = CForm::SIGNKEY_FORM_TRIMMED as u32;
    let call = || match form {
        RAW => c"raw",
        CANONICAL => c"canonical",
        TRIMMED => c"trimmed",
        _ => UNKNOWN,
    };
    guard::value(UNKNOWN, call).as_ptr()
}

/// What a caller may set for a verification.
///
/// Begin with `SIGNKEY_VERIFY_OPTIONS_INIT`, which sets `size` and the defaults of the protocol.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct CVerifyOptions {
    /// `sizeof(signkey_verify_options)`, set by the caller.
    pub size: usize,
    /// How old a signature may be, in seconds; the border is accepted.
    pub past_seconds: u64,
    /// How far ahead of the clock a signature may be, in seconds; the border is accepted.
    pub future_seconds: u64,
    /// The largest body, in bytes, whose canonical form is tried; 0 is the default. A larger one can
    /// still match as received.
    pub max_json_size: u64,
}

// SAFETY: `repr(C)`, the size comes first, and integers are valid for all bytes.
unsafe impl Growing for CVerifyOptions {
    const FIRST_SIZE: usize = size_of::<Self>();
}

impl CVerifyOptions {
    const DEFAULT: Self = Self {
        size: size_of::<Self>(),
        past_seconds: SIGNKEY_WINDOW_DEFAULT,
        future_seconds: SIGNKEY_WINDOW_DEFAULT,
        max_json_size: SIGNKEY_JSON_SIZE_DEFAULT,
    };

    /// The caller's options, or the defaults for null.
    ///
    /// # Safety
    ///
    /// As [`sized::read`].
    pub(crate) unsafe fn read(options: *const Self) -> Result<VerifyOptions, Error> {
        if options.is_null() {
            return Ok(VerifyOptions::DEFAULT);
        }
        // SAFETY: the caller's promise.
        let options = unsafe { sized::read(options, Self::DEFAULT) }?;
        let window = ReplayWindow {
            past: options.past_seconds,
            future: options.future_seconds,
        };
        Ok(VerifyOptions::DEFAULT
            .with_window(window)
            .with_max_json_size(json_size(options.max_json_size)))
    }
}

/// The caller's limit on JSON, where 0 is the default. A limit beyond the address space is none.
pub(crate) fn json_size(limit: u64) -> usize {
    match limit {
        0 => VerifyOptions::DEFAULT.max_json_size,
        limit => usize::try_from(limit).unwrap_or(usize::MAX),
    }
}
