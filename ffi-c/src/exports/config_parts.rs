//! What is made of settings.

use std::sync::Arc;

use signkey::ErrorKind;

use crate::{
    exports::{api_auth::CApiAuth, config::CConfig, endpoint::CEndpoint, keyring::CKeyring},
    guard,
    pointers::{
        handle::{give, shared},
        out::Out,
    },
    types::{endpoint_options::CEndpointOptions, failure::Failure, status::Status},
};

/// Makes a keyring of the signing key of a configuration and its fallback, if there is one.
///
/// - `config`: the configuration; it may be freed before the keyring.
/// - `keyring`: receives the keyring, which the caller owns; end it with `signkey_keyring_free`.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a required pointer is NULL, the
/// errors of `signkey_keyring_new` for the keys that are set, `SIGNKEY_ERROR_OUT_OF_MEMORY` or
/// `_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_config_keyring(
    config: *const CConfig,
    keyring: *mut *mut CKeyring,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let (config, out) = (shared(config)?, Out::new(keyring)?);
        give(out, CKeyring(Arc::clone(config.0.keyring()?)))
    })
}

/// Makes the endpoint of a configuration: of its mode, with its keys or why there are none, and as
/// strict as its settings say. If the mode or another switch is an error, it refuses every request with
/// that.
///
/// - `config`: the configuration; it may be freed before the endpoint.
/// - `options`: what else differs from the strictest endpoint, or NULL. Its `mode` is not set.
/// - `endpoint`: receives the endpoint, which the caller owns; end it with `signkey_endpoint_free`.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, `size` is not set, a mode is set, a
///   flag is unknown, or an unsigned method is no method;
///
/// or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_config_endpoint(
    config: *const CConfig,
    options: *const CEndpointOptions,
    endpoint: *mut *mut CEndpoint,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let (config, out) = (shared(config)?, Out::new(endpoint)?);
        match CEndpointOptions::read(options)? {
            (None, options) => give(out, CEndpoint(config.0.endpoint(options)?)),
            (Some(_), _) => Err(ErrorKind::InvalidArgument.into()),
        }
    })
}

/// Authenticates calls to the API of a configuration: not at all in dev mode without a usable key. What
/// one object learns of the keys, all know that were made of the same configuration.
///
/// - `config`: the configuration; it may be freed before.
/// - `auth`: receives the object, which the caller owns; end it with `signkey_api_auth_free`.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a required pointer is NULL,
/// `SIGNKEY_ERROR_MALFORMED_URL` or `_INVALID_SETTING` for the URL of the API, in cloud mode the errors of
/// `signkey_config_keyring`, `SIGNKEY_ERROR_OUT_OF_MEMORY` or `_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_config_api_auth(
    config: *const CConfig,
    auth: *mut *mut CApiAuth,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let (config, out) = (shared(config)?, Out::new(auth)?);
        give(out, CApiAuth(config.0.api_auth()?))
    })
}
