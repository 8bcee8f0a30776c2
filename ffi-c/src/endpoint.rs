//! Who sends a request to an app.

use std::ptr;

use signkey::{Authenticated, Endpoint, Error, ErrorKind, Keyring};

use crate::{
    endpoint_options::CEndpointOptions,
    failure::Failure,
    guard, handle,
    keyring::{CKeyring, Keys},
    out::Out,
    request::{CRequest, Received},
    sender::{CSender, CWarning},
    sized::SizedOut,
    status::Status,
    verified::CVerified,
};

/// How requests to an app are authenticated: each one by its signature, whatever its method. Without
/// one, a request is let through in dev mode, and in cloud mode where it was asked for. A signature
/// that is there is always verified.
///
/// It never changes, so any number of threads may use it at once.
pub struct CEndpoint {
    endpoint: Endpoint,
    /// The keys, or why there are none.
    keys: Result<Keys, Error>,
}

impl CEndpoint {
    pub(crate) fn new(endpoint: Endpoint, keys: Result<Keys, Error>) -> Self {
        Self { endpoint, keys }
    }

    pub(crate) fn authenticate(
        &self,
        received: &Received<'_>,
        now: u64,
    ) -> Result<Authenticated, Error> {
        self.endpoint
            .authenticate(self.keyring(), &received.request(), now)
    }

    fn keyring(&self) -> Result<&Keyring, Error> {
        match &self.keys {
            Ok(keys) => keys.keyring(),
            Err(error) => Err(*error),
        }
    }
}

/// Makes an endpoint that is not that of a configuration.
///
/// - `options`: what differs from the strictest endpoint, or NULL.
/// - `keyring`: the keys, or NULL if there are none; it may be freed before the endpoint.
/// - `keyring_failure`: why there are none, as the call that would have made the keyring has filled it
///   in, or NULL. Every request gets to hear of it that needs a key. It is not looked at if there is
///   a keyring; if it holds no failure either, or is NULL, that is
///   `SIGNKEY_ERROR_MISSING_SIGNING_KEY`.
/// - `endpoint`: receives the endpoint, which the caller owns; end it with `signkey_endpoint_free`.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: `endpoint` is NULL, a `size` is not set, a mode, a flag or the
///   status of `keyring_failure` is unknown, or a method is not UTF-8;
///
/// or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_endpoint_new(
    options: *const CEndpointOptions,
    keyring: *const CKeyring,
    keyring_failure: *const Failure,
    endpoint: *mut *mut CEndpoint,
    failure: *mut Failure,
) -> Status {
    let call = || {
        // SAFETY: the contract in the header.
        let (built, keys, out) = unsafe {
            let base = |mode: Option<_>| Ok(Endpoint::new(mode.unwrap_or(signkey::Mode::Cloud)));
            let keys =
                match CKeyring::keep(keyring)? {
                    Some(keys) => Ok(keys),
                    None => Err(Failure::read(keyring_failure)?
                        .unwrap_or(ErrorKind::MissingSigningKey.into())),
                };
            (
                CEndpointOptions::build(options, base)?,
                keys,
                Out::new(endpoint)?,
            )
        };
        handle::give(out, CEndpoint::new(built, keys))
    };
    // SAFETY: the contract in the header.
    unsafe { guard::status(failure, call) }
}

/// Judges a request.
///
/// - `endpoint`: the endpoint.
/// - `request`: the request; its query is not looked at.
/// - `now`: the clock, in seconds since 1970-01-01 00:00 UTC.
/// - `sender`: receives who sent the request.
/// - `verified`: receives the proof for `SIGNKEY_SENDER_VERIFIED`; for anyone else it is cleared.
/// - `failure`: receives the reason, or NULL. `signkey_status_http` is the status to answer with.
///
/// Returns `SIGNKEY_OK` if the request is to be let through, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, or a `size` is not set;
/// - why there is no keyring, for which `SIGNKEY_ERROR_MISSING_SIGNING_KEY` is no reason in dev mode,
///   nor any other one for a request there without a signature;
/// - the errors of `signkey_verify_request`. A signature header that comes more than once is
///   `SIGNKEY_ERROR_MALFORMED_SIGNATURE`.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_endpoint_authenticate(
    endpoint: *const CEndpoint,
    request: *const CRequest,
    now: u64,
    sender: *mut CSender,
    verified: *mut CVerified,
    failure: *mut Failure,
) -> Status {
    let call = || {
        // SAFETY: the contract in the header.
        let (endpoint, request, sender, proof) = unsafe {
            (
                handle::shared(endpoint)?,
                Received::read(request)?,
                Out::new(sender)?,
                SizedOut::<CVerified>::new(verified)?,
            )
        };
        match &endpoint.authenticate(&request, now)? {
            Authenticated::Verified(verified) => {
                proof.write(verified.try_into()?);
                sender.write(CSender::SIGNKEY_SENDER_VERIFIED);
            }
            Authenticated::Unverified(reason) => {
                let reason = (*reason).try_into()?;
                proof.clear();
                sender.write(reason);
            }
        }
        Ok(())
    };
    // SAFETY: the contract in the header.
    unsafe { guard::status(failure, call) }
}

/// Judges a request before its body is read, so that none is read in vain.
///
/// - `endpoint`: the endpoint.
/// - `request`: the request; its query and its body are not looked at.
/// - `sender`: receives who sent the request, or `SIGNKEY_SENDER_UNDECIDED` if the body decides: then
///   read it, and ask `signkey_endpoint_authenticate`. It is never `SIGNKEY_SENDER_VERIFIED`.
/// - `failure`: receives the reason, or NULL. `signkey_status_http` is the status to answer with.
///
/// Returns `SIGNKEY_OK`, or what `signkey_endpoint_authenticate` returns whatever the body is:
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, or a `size` is not set;
/// - why there is no keyring, where that counts;
/// - `SIGNKEY_ERROR_MISSING_SIGNATURE`, `SIGNKEY_ERROR_MALFORMED_SIGNATURE`.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_endpoint_authenticate_unread(
    endpoint: *const CEndpoint,
    request: *const CRequest,
    sender: *mut CSender,
    failure: *mut Failure,
) -> Status {
    let call = || {
        // SAFETY: the contract in the header.
        let (endpoint, received, sender) = unsafe {
            (
                handle::shared(endpoint)?,
                Received::read(request)?,
                Out::new(sender)?,
            )
        };
        let reason = endpoint.endpoint.authenticate_unread(
            endpoint.keyring(),
            &received.method,
            &received.headers,
        )?;
        sender.write(reason.map_or(Ok(CSender::SIGNKEY_SENDER_UNDECIDED), TryInto::try_into)?);
        Ok(())
    };
    // SAFETY: the contract in the header.
    unsafe { guard::status(failure, call) }
}

/// Says what the headers of a request say that contradicts the mode. It proves nothing, and changes
/// nothing in how the request is judged.
///
/// - `endpoint`: the endpoint.
/// - `request`: the request; its headers alone are looked at.
/// - `warning`: receives the warning, or `SIGNKEY_WARNING_NONE`.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL or `size` is not set.
/// Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_endpoint_warning(
    endpoint: *const CEndpoint,
    request: *const CRequest,
    warning: *mut CWarning,
) -> Status {
    let call = || {
        // SAFETY: the contract in the header.
        let (endpoint, received, out) = unsafe {
            (
                handle::shared(endpoint)?,
                Received::read(request)?,
                Out::new(warning)?,
            )
        };
        let warning = endpoint.endpoint.warning(&received.headers);
        out.write(warning.try_into()?);
        Ok(())
    };
    // SAFETY: null is a caller without a failure to fill in.
    unsafe { guard::status(ptr::null_mut(), call) }
}

/// Ends an endpoint.
///
/// - `endpoint`: made by the library, and not used again; NULL does nothing.
///
/// No other thread may be using the endpoint.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_endpoint_free(endpoint: *mut CEndpoint) {
    // SAFETY: the contract in the header.
    guard::value((), || unsafe { handle::free(endpoint) });
}
