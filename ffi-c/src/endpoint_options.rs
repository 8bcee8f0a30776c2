//! What an endpoint lets through.

use std::ptr;

use signkey::{Endpoint, Error, ErrorKind, Mode, ReplayWindow, VerifyOptions};

use crate::{
    limits::{SIGNKEY_JSON_SIZE_DEFAULT, SIGNKEY_WINDOW_DEFAULT},
    mode,
    sized::{self, Growing},
    slice::{self, Slice},
    verified::json_size,
};

/// Flag of an endpoint: let a `PUT`, which begins a sync, through without a signature.
pub const SIGNKEY_ENDPOINT_UNSIGNED_SYNC: u32 = 1;

/// What a caller may set for an endpoint.
///
/// Begin with `SIGNKEY_ENDPOINT_OPTIONS_INIT`, which sets `size` and the strictest endpoint.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct CEndpointOptions {
    /// `sizeof(signkey_endpoint_options)`, set by the caller.
    pub size: usize,
    /// `SIGNKEY_MODE_CLOUD`, `SIGNKEY_MODE_DEV`, or 0: of an endpoint by itself that is cloud mode;
    /// that of a configuration has the configuration's mode, and takes no other.
    pub mode: u32,
    /// `SIGNKEY_ENDPOINT_UNSIGNED_SYNC`, or 0.
    pub flags: u32,
    /// The methods of requests that need no signature. They are compared byte for byte (RFC 9110,
    /// section 9.1): `GET`, not `get`.
    pub unsigned_methods: *const Slice,
    /// How many methods there are.
    pub unsigned_method_count: usize,
    /// How old a signature may be, in seconds; the border is accepted.
    pub past_seconds: u64,
    /// How far ahead of the clock a signature may be, in seconds; the border is accepted.
    pub future_seconds: u64,
    /// The largest body, in bytes, whose canonical form is tried; 0 is the default. A larger one can
    /// still match as received.
    pub max_json_size: u64,
}

// SAFETY: `repr(C)`, the size comes first, and pointers and integers are valid for all bytes.
unsafe impl Growing for CEndpointOptions {
    const FIRST_SIZE: usize = size_of::<Self>();
}

impl CEndpointOptions {
    pub(crate) const DEFAULT: Self = Self {
        size: size_of::<Self>(),
        mode: 0,
        flags: 0,
        unsigned_methods: ptr::null(),
        unsigned_method_count: 0,
        past_seconds: SIGNKEY_WINDOW_DEFAULT,
        future_seconds: SIGNKEY_WINDOW_DEFAULT,
        max_json_size: SIGNKEY_JSON_SIZE_DEFAULT,
    };

    /// Makes the endpoint of the caller's options, the strictest for null. `base` makes it of the
    /// mode that is set, if one is.
    ///
    /// # Safety
    ///
    /// As [`sized::read`], and the pointers in it as [`slice::items`].
    pub(crate) unsafe fn build(
        options: *const Self,
        base: impl FnOnce(Option<Mode>) -> Result<Endpoint, Error>,
    ) -> Result<Endpoint, Error> {
        let options = match options.is_null() {
            true => Self::DEFAULT,
            // SAFETY: the caller's promise.
            false => unsafe { sized::read(options, Self::DEFAULT) }?,
        };
        let mut endpoint = base(mode::read(options.mode)?)?.with_options(options.verification());
        match options.flags {
            0 => {}
            SIGNKEY_ENDPOINT_UNSIGNED_SYNC => endpoint = endpoint.allow_unsigned_sync(),
            _ => return Err(ErrorKind::InvalidArgument.into()),
        }
        // SAFETY: the caller's promise.
        let methods =
            unsafe { slice::items(options.unsigned_methods, options.unsigned_method_count) }?;
        for method in methods.unwrap_or_default() {
            // SAFETY: the caller's promise.
            endpoint = endpoint.allow_unsigned([unsafe { method.text() }?]);
        }
        Ok(endpoint)
    }

    fn verification(&self) -> VerifyOptions {
        let window = ReplayWindow {
            past: self.past_seconds,
            future: self.future_seconds,
        };
        VerifyOptions::DEFAULT
            .with_window(window)
            .with_max_json_size(json_size(self.max_json_size))
    }
}
