//! What an endpoint may be told.

use alloc::{string::String, vec::Vec};

use super::method::is_method;
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
    };

    /// # Errors
    ///
    /// `invalid_argument` for a name that is no method.
    pub(super) fn check(&self) -> Result<(), Error> {
        let are_methods = self.unsigned_methods.iter().all(|name| is_method(name));
        match are_methods {
            true => Ok(()),
            false => Err(Error::from(ErrorKind::InvalidArgument).with_setting(UNSIGNED_METHODS)),
        }
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
const SIZE_DEFAULT: u64 = 16 << 20;

impl Default for EndpointOptions {
    fn default() -> Self {
        Self::DEFAULT
    }
}
