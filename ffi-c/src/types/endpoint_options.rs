//! How an endpoint admits requests.

use std::ptr;

use signkey::{EndpointOptions, Error, ErrorKind, Mode, ReplayWindow};

use crate::{
    limits::{SIGNKEY_BODY_SIZE_DEFAULT, SIGNKEY_RESPONSE_SIZE_DEFAULT, SIGNKEY_WINDOW_DEFAULT},
    pointers::{
        extensible::{self, Extensible},
        slice::{self, Slice},
    },
    types::mode,
};

/// Flag of an endpoint: let a `PUT`, which begins a sync, through without a signature.
pub const SIGNKEY_ENDPOINT_UNSIGNED_SYNC: u32 = 1;

/// Flag of an endpoint: sign responses to verified requests, with the key that verified the request.
pub const SIGNKEY_ENDPOINT_SIGN_RESPONSES: u32 = 2;

/// The limit on JSON that follows from the limit on bodies: that, and at most
/// `SIGNKEY_VERIFY_JSON_SIZE_DEFAULT`.
pub const SIGNKEY_JSON_SIZE_BY_BODY: u64 = 0xffff_ffff_ffff_ffff;

const _: () = assert!(SIGNKEY_JSON_SIZE_BY_BODY == u64::MAX);

/// What a caller may set for an endpoint.
///
/// Begin with `SIGNKEY_ENDPOINT_OPTIONS_INIT`, which sets `size` and the strictest endpoint.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct CEndpointOptions {
    /// `sizeof(signkey_endpoint_options)`, set by the caller.
    pub size: usize,
    /// `SIGNKEY_MODE_CLOUD`, `SIGNKEY_MODE_DEV`, or 0: an endpoint by itself is in cloud mode then; one
    /// of a configuration has the configuration's mode, and takes no other.
    pub mode: u32,
    /// Any of `SIGNKEY_ENDPOINT_UNSIGNED_SYNC` and `SIGNKEY_ENDPOINT_SIGN_RESPONSES`, or 0.
    pub flags: u32,
    /// The methods of requests that need no signature. They are compared byte for byte (RFC 9110,
    /// section 9.1): `GET`; a name with lower-case letters is an error.
    pub unsigned_methods: *const Slice,
    /// How many methods there are.
    pub unsigned_method_count: usize,
    /// How old a signature may be, in seconds; the border is accepted.
    pub past_seconds: u64,
    /// How far ahead of the clock a signature may be, in seconds; the border is accepted.
    pub future_seconds: u64,
    /// The largest body of a request, in bytes. A larger one is refused.
    pub max_body_size: u64,
    /// The largest body, in bytes, whose canonical form is tried, or `SIGNKEY_JSON_SIZE_BY_BODY`. A
    /// larger one can still match as received.
    pub max_json_size: u64,
    /// The largest response that is held back to be signed, in bytes.
    pub max_response_size: u64,
}

// SAFETY: `repr(C)`, the size comes first, and pointers and integers are valid for all bytes.
unsafe impl Extensible for CEndpointOptions {}

impl CEndpointOptions {
    pub(crate) const DEFAULT: Self = Self {
        size: size_of::<Self>(),
        mode: 0,
        flags: 0,
        unsigned_methods: ptr::null(),
        unsigned_method_count: 0,
        past_seconds: SIGNKEY_WINDOW_DEFAULT,
        future_seconds: SIGNKEY_WINDOW_DEFAULT,
        max_body_size: SIGNKEY_BODY_SIZE_DEFAULT,
        max_json_size: SIGNKEY_JSON_SIZE_BY_BODY,
        max_response_size: SIGNKEY_RESPONSE_SIZE_DEFAULT,
    };

    /// The mode that is set, if one is, and the caller's options, the defaults for null.
    ///
    /// # Safety
    ///
    /// As [`extensible::read_or`], and the pointers in it as [`slice::items`].
    pub(crate) unsafe fn read(
        options: *const Self,
    ) -> Result<(Option<Mode>, EndpointOptions), Error> {
        const FLAGS: u32 = SIGNKEY_ENDPOINT_UNSIGNED_SYNC | SIGNKEY_ENDPOINT_SIGN_RESPONSES;
        // SAFETY: the caller's promise.
        let (options, methods) = unsafe {
            let options = extensible::read_or(options, Self::DEFAULT)?;
            let methods = slice::items(options.unsigned_methods, options.unsigned_method_count)?;
            (options, methods.unwrap_or_default())
        };
        if options.flags & !FLAGS != 0 {
            return Err(ErrorKind::InvalidArgument.into());
        }
        let mut read = EndpointOptions::DEFAULT;
        for method in methods {
            // SAFETY: the caller's promise.
            read.unsigned_methods.push(unsafe { method.text() }?.into());
        }
        read.unsigned_sync = options.flags & SIGNKEY_ENDPOINT_UNSIGNED_SYNC != 0;
        read.sign_responses = options.flags & SIGNKEY_ENDPOINT_SIGN_RESPONSES != 0;
        read.window = ReplayWindow {
            past: options.past_seconds,
            future: options.future_seconds,
        };
        read.max_body_size = options.max_body_size;
        read.max_json_size = match options.max_json_size {
            SIGNKEY_JSON_SIZE_BY_BODY => None,
            size => Some(size),
        };
        read.max_response_size = options.max_response_size;
        Ok((mode::read(options.mode)?, read))
    }
}
