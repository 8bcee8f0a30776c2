//! What an endpoint may be told.

use alloc::{string::String, vec::Vec};

use super::method::is_method;
#[cfg(target_has_atomic = "64")]
use crate::replay::ReplayGuard;
use crate::{
    error::{Error, ErrorKind},
    signing::{ReplayWindow, VerifyOptions},
};

/// The options of an [`Endpoint`](super::Endpoint). The defaults are the strictest.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EndpointOptions {
    /// Methods whose requests may come without a signature, such as `GET`. They are compared byte
    /// for byte (RFC 9110, section 9.1); a name with lower-case letters is an error. A signature
    /// that is present is verified for every method.
    pub unsigned_methods: Vec<String>,
    /// Whether a `PUT`, which begins a sync, may come without a signature.
    pub unsigned_sync: bool,
    /// How far a signature may be from the clock; five minutes on both sides by default.
    pub window: ReplayWindow,
    /// The largest body of a request, in bytes; 16 MiB by default. A larger one is refused.
    pub max_body_size: u64,
    /// The largest body, in bytes, whose canonical form is tried. By default that is
    /// `max_body_size`, and at most 4 MiB.
    pub max_json_size: Option<u64>,
    /// The largest response that is held back to be signed, in bytes; 16 MiB by default.
    pub max_response_size: u64,
    /// Whether responses to verified requests are signed, with the key that verified the request.
    pub sign_responses: bool,
    /// What replay protection takes for one endpoint: a message is accepted once under each name.
    pub name: String,
    /// Remembers what this process has accepted, so that each message is accepted once.
    #[cfg(target_has_atomic = "64")]
    pub replay_guard: Option<ReplayGuard>,
    /// How to ask a store that several processes share, so that each message is accepted once by all
    /// of them.
    pub replay_store: Option<ReplayStoreOptions>,
}

/// How a store is asked about replays, by whoever answers [`Step::Claim`](super::Step::Claim).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReplayStoreOptions {
    /// How far the clocks of the processes may be apart, in seconds; 300 by default. Claims last so
    /// much longer.
    pub skew: u64,
    /// Whether to accept messages while the store does not answer. By default they are refused.
    pub admit_unclaimed: bool,
}

impl Default for ReplayStoreOptions {
    fn default() -> Self {
        Self {
            skew: 300,
            admit_unclaimed: false,
        }
    }
}

impl EndpointOptions {
    /// The names of all options, in all languages.
    pub const NAMES: &'static [&'static str] = &[
        UNSIGNED_METHODS,
        "unsigned_sync",
        "past",
        "future",
        "max_body_size",
        "max_json_size",
        "max_response_size",
        "sign_responses",
        "name",
        REPLAY_GUARD,
        "replay_store",
        "replay_skew",
        "admit_unclaimed",
    ];

    /// The defaults.
    pub const DEFAULT: Self = Self {
        unsigned_methods: Vec::new(),
        unsigned_sync: false,
        window: ReplayWindow::DEFAULT,
        max_body_size: SIZE_DEFAULT,
        max_json_size: None,
        max_response_size: SIZE_DEFAULT,
        sign_responses: false,
        name: String::new(),
        #[cfg(target_has_atomic = "64")]
        replay_guard: None,
        replay_store: None,
    };

    /// # Errors
    ///
    /// `invalid_argument` for a name that is no method, and for a guard that forgets messages which
    /// the window still accepts.
    pub(super) fn check(&self) -> Result<(), Error> {
        let invalid = |setting| Error::from(ErrorKind::InvalidArgument).with_setting(setting);
        if !self.unsigned_methods.iter().all(|name| is_method(name)) {
            return Err(invalid(UNSIGNED_METHODS));
        }
        #[cfg(target_has_atomic = "64")]
        if let Some(guard) = &self.replay_guard {
            let (wide, narrow) = (guard.window(), self.window);
            if narrow.past > wide.past || narrow.future > wide.future {
                return Err(invalid(REPLAY_GUARD));
            }
        }
        Ok(())
    }

    pub(super) fn verify_options(&self) -> VerifyOptions {
        let default = VerifyOptions::DEFAULT.max_json_size;
        let size = |bytes| usize::try_from(bytes).unwrap_or(usize::MAX);
        let max_json_size = match self.max_json_size {
            Some(bytes) => size(bytes),
            None => default.min(size(self.max_body_size)),
        };
        VerifyOptions::DEFAULT
            .with_window(self.window)
            .with_max_json_size(max_json_size)
    }
}

const UNSIGNED_METHODS: &str = "unsigned_methods";
const REPLAY_GUARD: &str = "replay_guard";
const SIZE_DEFAULT: u64 = 16 << 20;

impl Default for EndpointOptions {
    fn default() -> Self {
        Self::DEFAULT
    }
}
