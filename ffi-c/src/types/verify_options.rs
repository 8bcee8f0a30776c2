//! What a caller may set for a verification.

use signkey::{Error, JSON_SIZE_DEFAULT, ReplayWindow, VerifyOptions};

use crate::{
    limits::{SIGNKEY_VERIFY_JSON_SIZE_DEFAULT, SIGNKEY_WINDOW_DEFAULT},
    pointers::extensible::{self, Extensible},
};

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
unsafe impl Extensible for CVerifyOptions {}

impl CVerifyOptions {
    const DEFAULT: Self = Self {
        size: size_of::<Self>(),
        past_seconds: SIGNKEY_WINDOW_DEFAULT,
        future_seconds: SIGNKEY_WINDOW_DEFAULT,
        max_json_size: SIGNKEY_VERIFY_JSON_SIZE_DEFAULT,
    };

    /// The caller's options, or the defaults for null.
    ///
    /// # Safety
    ///
    /// As [`extensible::read_or`].
    pub(crate) unsafe fn read(options: *const Self) -> Result<VerifyOptions, Error> {
        // SAFETY: the caller's promise.
        let options = unsafe { extensible::read_or(options, Self::DEFAULT) }?;
        let window = ReplayWindow {
            past: options.past_seconds,
            future: options.future_seconds,
        };
        let max_json_size = size_or(options.max_json_size, VerifyOptions::DEFAULT.max_json_size);
        Ok(VerifyOptions::DEFAULT
            .with_window(window)
            .with_max_json_size(max_json_size))
    }
}

/// The caller's limit on JSON that is only canonicalized.
pub(crate) fn json_size(limit: u64) -> usize {
    size_or(limit, JSON_SIZE_DEFAULT)
}

/// The caller's limit, where 0 is the default. A limit beyond the address space is none.
fn size_or(limit: u64, default: usize) -> usize {
    match limit {
        0 => default,
        limit => usize::try_from(limit).unwrap_or(usize::MAX),
    }
}
