//! Endpoints: their making and their end.

use std::sync::Arc;

use signkey::{Endpoint, ErrorKind, Mode};

use crate::{
    exports::keyring::CKeyring,
    guard,
    pointers::{
        handle::{free, give, optional},
        out::Out,
    },
    types::{
        endpoint_options::CEndpointOptions,
        failure::{Failure, ReturnedFailure},
        status::Status,
    },
};

/// How requests get into an app: each one by its signature, whatever its method. Without one, a request
/// is let through in dev mode, and in cloud mode where it was asked for. A signature that is there is
/// always verified.
///
/// It never changes, so any number of threads may use it at once.
pub struct CEndpoint(pub(crate) Endpoint);

/// Makes an endpoint that is not that of a configuration.
///
/// - `keyring`: the keys, or NULL if there are none; it may be freed before the endpoint.
/// - `keyring_failure`: why there are none, as the call that would have made the keyring has filled it
///   in, or NULL. It refuses every request that needs a key. It is not looked at if there is a keyring;
///   if it holds no failure either, or is NULL, that is `SIGNKEY_ERROR_MISSING_SIGNING_KEY`.
/// - `options`: what differs from the strictest endpoint, or NULL.
/// - `endpoint`: receives the endpoint, which the caller owns; end it with `signkey_endpoint_free`.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: `endpoint` is NULL, a `size` is not set, a mode, a flag or the
///   status of `keyring_failure` is unknown, or an unsigned method is no method;
///
/// or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_endpoint_new(
    keyring: *const CKeyring,
    keyring_failure: *const Failure,
    options: *const CEndpointOptions,
    endpoint: *mut *mut CEndpoint,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let (mode, options) = CEndpointOptions::read(options)?;
        let (keyring, out) = (optional(keyring)?, Out::new(endpoint)?);
        let keyring = match keyring {
            Some(keyring) => Ok(Arc::clone(&keyring.0)),
            None => {
                let reason = ReturnedFailure::read_or_none(keyring_failure)?.error()?;
                Err(reason.unwrap_or(ErrorKind::MissingSigningKey.into()))
            }
        };
        let mode = mode.unwrap_or(Mode::Cloud);
        give(out, CEndpoint(Endpoint::new(mode, keyring, options)?))
    })
}

/// Ends an endpoint.
///
/// - `endpoint`: made by the library, and not used again; NULL does nothing.
///
/// No other thread may be using the endpoint.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_endpoint_free(endpoint: *mut CEndpoint) {
    guard::value((), || free(endpoint));
}
