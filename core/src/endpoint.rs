//! Who sends a request to an app's endpoint.

use alloc::{string::String, vec::Vec};
use core::fmt;

use crate::{
    config::Mode,
    error::{Error, ErrorKind},
    header::SignatureHeader,
    keyring::Keyring,
    request_headers::{Field, RequestHeaders},
    verify::{Verified, VerifyOptions},
};

/// How requests to an endpoint are authenticated: each one by its signature, whatever its method.
///
/// Without one, a request is let through in dev mode, and in cloud mode where it was asked for. A
/// signature that is there is always verified. Immutable, hence safe to share between threads.
///
/// ```
/// use signkey::{Endpoint, ErrorKind, Keyring, Mode, Request, RequestHeaders, SigningKey};
///
/// # fn main() -> Result<(), signkey::Error> {
/// let keyring = Keyring::new(SigningKey::parse("signkey-test-12345678")?);
/// let request = Request { method: "PUT", headers: RequestHeaders::default(), body: b"" };
/// let verdict = Endpoint::new(Mode::Cloud).authenticate(Ok(&keyring), &request, 1_700_000_000);
/// assert_eq!(verdict.map_err(|error| error.kind()), Err(ErrorKind::MissingSignature));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Endpoint {
    mode: Mode,
    unsigned_methods: Vec<String>,
    unsigned_sync: bool,
    options: VerifyOptions,
    /// The error of a setting, with which every request is refused.
    settings: Result<(), Error>,
}

/// A request as it was received.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The method, in the case it came in.
    pub method: &'a str,
    /// The headers that matter.
    pub headers: RequestHeaders<'a>,
    /// The bytes of the body, before anything read them.
    pub body: &'a [u8],
}

/// Who sent a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Authenticated {
    /// A holder of a signing key, not long ago.
    Verified(Verified),
    /// Anyone.
    Unverified(Unverified),
}

/// Why a request was let through without proof of its sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unverified {
    /// Dev mode, and nothing is signed.
    Dev,
    /// Dev mode, and there is no key to verify the signature with.
    DevWithoutKey,
    /// Requests of this method need no signature.
    UnsignedMethod,
    /// A sync needs no signature.
    UnsignedSync,
}

impl Unverified {
    /// The name that all languages share.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::DevWithoutKey => "dev_without_key",
            Self::UnsignedMethod => "unsigned_method",
            Self::UnsignedSync => "unsigned_sync",
        }
    }
}

/// Something that looks wrong about a request, and changes nothing in how it is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Warning {
    /// A development server calls an app in cloud mode.
    DevServerInCloudMode,
    /// The platform calls an app in dev mode.
    CloudServerInDevMode,
}

impl Warning {
    /// The name that all languages share.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::DevServerInCloudMode => "dev_server_in_cloud_mode",
            Self::CloudServerInDevMode => "cloud_server_in_dev_mode",
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DevServerInCloudMode => {
                "the request says that it is from a development server, but the app is in cloud mode"
            }
            Self::CloudServerInDevMode => {
                "the request says that it is from the platform, but the app is in dev mode"
            }
        })
    }
}

impl Endpoint {
    /// The strictest endpoint of a mode.
    #[must_use]
    pub fn new(mode: Mode) -> Self {
        Self {
            mode,
            unsigned_methods: Vec::new(),
            unsigned_sync: false,
            options: VerifyOptions::DEFAULT,
            settings: Ok(()),
        }
    }

    /// Lets requests of these methods through without a signature. Methods are compared byte for
    /// byte (RFC 9110, section 9.1): `GET`, not `get`.
    #[must_use]
    pub fn allow_unsigned<T: Into<String>>(mut self, methods: impl IntoIterator<Item = T>) -> Self {
        self.unsigned_methods
            .extend(methods.into_iter().map(Into::into));
        self
    }

    /// Lets a `PUT`, which begins a sync, through without a signature.
    #[must_use]
    pub fn allow_unsigned_sync(mut self) -> Self {
        self.unsigned_sync = true;
        self
    }

    /// Verifies with these options: the window above all.
    #[must_use]
    pub fn with_options(mut self, options: VerifyOptions) -> Self {
        self.options = options;
        self
    }

    /// Refuses every request with this error, if it is one.
    pub(crate) fn refuse_on(mut self, settings: Result<(), Error>) -> Self {
        self.settings = settings;
        self
    }

    /// Judges a request. `keyring` is that of [`crate::Config::keyring`]; `now` is the clock in
    /// seconds since 1970-01-01 00:00 UTC.
    ///
    /// # Errors
    ///
    /// The keyring's own, but not in dev mode where no key is needed; then those of
    /// [`Keyring::verify_request`]. A signature header that comes more than once is
    /// `malformed_signature`. [`ErrorKind::http_status`] is the status to answer with.
    pub fn authenticate(
        &self,
        keyring: Result<&Keyring, Error>,
        request: &Request<'_>,
        now: u64,
    ) -> Result<Authenticated, Error> {
        let (keyring, signature) = match self.signed(keyring, request.method, &request.headers)? {
            Ok(signed) => signed,
            Err(reason) => return Ok(Authenticated::Unverified(reason)),
        };
        keyring
            .verify_request(request.body, Some(signature), now, &self.options)
            .map(Authenticated::Verified)
    }

    /// Judges a request before its body is read, so that none is read in vain: `None` if the body
    /// decides, and [`Endpoint::authenticate`] has to be asked.
    ///
    /// # Errors
    ///
    /// Those of [`Endpoint::authenticate`] that no body changes: the keyring's own,
    /// `missing_signature`, `malformed_signature`.
    pub fn authenticate_unread(
        &self,
        keyring: Result<&Keyring, Error>,
        method: &str,
        headers: &RequestHeaders<'_>,
    ) -> Result<Option<Unverified>, Error> {
        match self.signed(keyring, method, headers)? {
            Ok((_, signature)) => SignatureHeader::parse(signature).map(|_| None),
            Err(reason) => Ok(Some(reason)),
        }
    }

    /// What these headers say that contradicts the mode.
    #[must_use]
    pub fn warning(&self, headers: &RequestHeaders<'_>) -> Option<Warning> {
        match (self.mode, headers.server_kind()) {
            (Mode::Cloud, Some("dev")) => Some(Warning::DevServerInCloudMode),
            (Mode::Dev, Some("cloud")) => Some(Warning::CloudServerInDevMode),
            _ => None,
        }
    }

    /// What a signature has to be verified with, and the signature; or why none is needed.
    fn signed<'k, 'r>(
        &self,
        keyring: Result<&'k Keyring, Error>,
        method: &str,
        headers: &RequestHeaders<'r>,
    ) -> Result<Result<(&'k Keyring, &'r [u8]), Unverified>, Error> {
        self.settings?;
        let signature = match headers.signature {
            Field::Absent => return self.unsigned(keyring, method).map(Err),
            Field::Once(value) => value,
            // More than one are joined with commas (RFC 9110, section 5.3), which is malformed.
            Field::Repeated => b",",
        };
        match keyring {
            Err(error) if self.mode == Mode::Dev && is_missing(error) => {
                Ok(Err(Unverified::DevWithoutKey))
            }
            keyring => Ok(Ok((keyring?, signature))),
        }
    }

    /// Why a request without a signature is let through.
    fn unsigned(
        &self,
        keyring: Result<&Keyring, Error>,
        method: &str,
    ) -> Result<Unverified, Error> {
        if self.mode == Mode::Dev {
            return Ok(Unverified::Dev);
        }
        keyring?;
        if self.unsigned_methods.iter().any(|other| other == method) {
            Ok(Unverified::UnsignedMethod)
        } else if self.unsigned_sync && method == "PUT" {
            Ok(Unverified::UnsignedSync)
        } else {
            Err(ErrorKind::MissingSignature.into())
        }
    }
}

fn is_missing(error: Error) -> bool {
    error.kind() == ErrorKind::MissingSigningKey
}
