//! How an endpoint admits requests.

use std::ptr;

use signkey::{EndpointOptions, Error, ErrorKind, Mode, ReplayStoreOptions, ReplayWindow};

use crate::{
    limits::{
        SIGNKEY_BODY_SIZE_DEFAULT, SIGNKEY_REPLAY_SKEW_DEFAULT, SIGNKEY_RESPONSE_SIZE_DEFAULT,
        SIGNKEY_WINDOW_DEFAULT,
    },
    pointers::{
        extensible::{self, Extensible},
        handle,
        slice::{self, Slice},
    },
    types::{mode, replay_guard::CReplayGuard},
};

/// Flag of an endpoint: let a `PUT`, which begins a sync, through without a signature.
pub const SIGNKEY_ENDPOINT_UNSIGNED_SYNC: u32 = 1;

/// Flag of an endpoint: sign responses to verified requests, with the key that verified the request.
pub const SIGNKEY_ENDPOINT_SIGN_RESPONSES: u32 = 2;

/// Flag of an endpoint: ask for a claim of each message in a store that several processes share, so
/// that each message is accepted once by all of them. The caller talks to the store: see
/// `SIGNKEY_STEP_CLAIM` and `signkey_endpoint_response_claim`.
pub const SIGNKEY_ENDPOINT_REPLAY_STORE: u32 = 4;

/// Flag of an endpoint with `SIGNKEY_ENDPOINT_REPLAY_STORE`, and of no other: accept messages while the
/// store does not answer.
pub const SIGNKEY_ENDPOINT_ADMIT_UNCLAIMED: u32 = 8;

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
    /// Any of the flags `SIGNKEY_ENDPOINT_*`, or 0.
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
    /// What replay protection takes for one endpoint: a message is accepted once under each name. UTF-8;
    /// empty by default.
    pub name: Slice,
    /// Remembers what this process has accepted, so that each message is accepted once; or NULL. It may
    /// be freed before the endpoint. No endpoint may have a wider window than its guard.
    pub replay_guard: *const CReplayGuard,
    /// How far apart the clocks of the processes that share a store may be, in seconds: claims last so
    /// much longer. Without `SIGNKEY_ENDPOINT_REPLAY_STORE` it must be the default.
    pub replay_skew_seconds: u64,
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
        name: Slice::ABSENT,
        replay_guard: ptr::null(),
        replay_skew_seconds: SIGNKEY_REPLAY_SKEW_DEFAULT,
    };

    /// The mode that is set, if one is, and the caller's options, the defaults for null.
    ///
    /// # Safety
    ///
    /// As [`extensible::read_or`], and the pointers in it as [`slice::items`] and [`handle::shared`].
    pub(crate) unsafe fn read(
        options: *const Self,
    ) -> Result<(Option<Mode>, EndpointOptions), Error> {
        // SAFETY: the caller's promise.
        let (options, methods, name, guard) = unsafe {
            let options = extensible::read_or(options, Self::DEFAULT)?;
            let methods = slice::items(options.unsigned_methods, options.unsigned_method_count)?;
            let guard = handle::optional(options.replay_guard)?;
            (
                options,
                methods.unwrap_or_default(),
                options.name.text()?,
                guard,
            )
        };
        let mut read = EndpointOptions::DEFAULT;
        read.replay_store = options.replay_store()?;
        if let Some(guard) = guard {
            guard.protect(&mut read);
        }
        read.name = name.into();
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

    /// How a store is asked, if it is; refuses flags that mean nothing.
    fn replay_store(&self) -> Result<Option<ReplayStoreOptions>, Error> {
        const FLAGS: u32 = SIGNKEY_ENDPOINT_UNSIGNED_SYNC
            | SIGNKEY_ENDPOINT_SIGN_RESPONSES
            | SIGNKEY_ENDPOINT_REPLAY_STORE
            | SIGNKEY_ENDPOINT_ADMIT_UNCLAIMED;
        let is_set = |flag| self.flags & flag != 0;
        let admit_unclaimed = is_set(SIGNKEY_ENDPOINT_ADMIT_UNCLAIMED);
        if is_set(!FLAGS) {
            return Err(ErrorKind::InvalidArgument.into());
        }
        if !is_set(SIGNKEY_ENDPOINT_REPLAY_STORE) {
            let alone = |name| Err(Error::from(ErrorKind::InvalidArgument).with_setting(name));
            return match self.replay_skew_seconds {
                _ if admit_unclaimed => alone("admit_unclaimed"),
                SIGNKEY_REPLAY_SKEW_DEFAULT => Ok(None),
                _ => alone("replay_skew"),
            };
        }
        let mut store = ReplayStoreOptions::default();
        store.skew = self.replay_skew_seconds;
        store.admit_unclaimed = admit_unclaimed;
        Ok(Some(store))
    }
}
