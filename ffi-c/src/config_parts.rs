//! What is made of settings: objects and texts.

use signkey::ErrorKind;

use crate::{
    api_auth::CApiAuth,
    app::CApp,
    buffer::Buffer,
    config::CConfig,
    endpoint::CEndpoint,
    endpoint_options::CEndpointOptions,
    failure::Failure,
    guard, handle,
    keyring::{CKeyring, Keys},
    out::Out,
    request::{CRequest, Received},
    shared::Shared,
    slice,
    status::Status,
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
    let call = || {
        // SAFETY: the contract in the header.
        let (settings, out) = unsafe { (CConfig::shared(config)?, Out::new(keyring)?) };
        settings.config.keyring()?;
        handle::give(out, CKeyring(Keys::Of(settings.share())))
    };
    // SAFETY: the contract in the header.
    unsafe { guard::status(failure, call) }
}

/// Makes the endpoint of a configuration: of its mode, with its keys or why there are none, and as
/// strict as its settings say.
///
/// - `config`: the configuration; it may be freed before the endpoint.
/// - `options`: what else differs from the strictest endpoint, or NULL. Its `mode` is not set.
/// - `endpoint`: receives the endpoint, which the caller owns; end it with `signkey_endpoint_free`.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, `size` is not set, a mode is set, a
///   flag is unknown, or a method is not UTF-8;
///
/// or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_config_endpoint(
    config: *const CConfig,
    options: *const CEndpointOptions,
    endpoint: *mut *mut CEndpoint,
    failure: *mut Failure,
) -> Status {
    let call = || {
        // SAFETY: the contract in the header.
        let (settings, built, out) = unsafe {
            let settings = CConfig::shared(config)?;
            let base = |mode: Option<_>| match mode {
                None => Ok(settings.config.endpoint()),
                Some(_) => Err(ErrorKind::InvalidArgument.into()),
            };
            let built = CEndpointOptions::build(options, base)?;
            (settings, built, Out::new(endpoint)?)
        };
        handle::give(out, CEndpoint::new(built, Ok(Keys::Of(settings.share()))))
    };
    // SAFETY: the contract in the header.
    unsafe { guard::status(failure, call) }
}

/// Authenticates calls to the API of a configuration: not at all in dev mode without a usable key.
///
/// - `config`: the configuration; it may be freed before.
/// - `auth`: receives the object, which the caller owns; end it with `signkey_api_auth_free`.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a required pointer is NULL,
/// `SIGNKEY_ERROR_MALFORMED_URL` for the URL of the API, in cloud mode the errors of
/// `signkey_config_keyring`, `SIGNKEY_ERROR_OUT_OF_MEMORY` or `_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_config_api_auth(
    config: *const CConfig,
    auth: *mut *mut CApiAuth,
    failure: *mut Failure,
) -> Status {
    let call = || {
        // SAFETY: the contract in the header.
        let (settings, out) = unsafe { (CConfig::shared(config)?, Out::new(auth)?) };
        handle::give(out, CApiAuth(Shared::new(settings.config.api_auth()?)?))
    };
    // SAFETY: the contract in the header.
    unsafe { guard::status(failure, call) }
}

/// Makes the URL to report to the platform: that of a request to this app, under the origin and path
/// that were set, without `deployId` in its query. Other parameters stay byte for byte.
///
/// - `config`: the configuration.
/// - `url`, `url_len`: the URL of the request, absolute.
/// - `out`: receives the URL, which the caller owns; end it with `signkey_buffer_free`. What it held
///   before is not freed.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a required pointer is NULL or the URL
/// is not UTF-8, `SIGNKEY_ERROR_MALFORMED_URL` (also of the settings) or `_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_config_serve_url(
    config: *const CConfig,
    url: *const u8,
    url_len: usize,
    out: *mut Buffer,
    failure: *mut Failure,
) -> Status {
    let call = || {
        // SAFETY: the contract in the header.
        let (settings, url, out) = unsafe {
            let url = slice::text(url, url_len)?;
            (CConfig::shared(config)?, url, Out::new(out)?)
        };
        out.write(settings.config.serve_url(url)?.into_bytes().into());
        Ok(())
    };
    // SAFETY: the contract in the header.
    unsafe { guard::status(failure, call) }
}

/// Writes the settings and their problems as a JSON object, for logs. Of keys it says the ids, of the
/// event key whether there is one; what is malformed is `null`.
///
/// - `config`: the configuration.
/// - `out`: receives the JSON, which the caller owns; end it with `signkey_buffer_free`. What it held
///   before is not freed.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_config_describe(
    config: *const CConfig,
    out: *mut Buffer,
) -> Status {
    let call = || {
        // SAFETY: the contract in the header.
        let (settings, out) = unsafe { (CConfig::shared(config)?, Out::new(out)?) };
        out.write(settings.config.describe().into_bytes().into());
        Ok(())
    };
    // SAFETY: null is a caller without a failure to fill in.
    unsafe { guard::status(std::ptr::null_mut(), call) }
}

/// Writes the body of the answer to a `GET`, in which an endpoint says what it is (SDK specification,
/// section 4.5). Only a request with a valid signature brings the privileged members, and even then
/// no more of a signing key than its id; a request that the endpoint refuses brings the least.
///
/// - `config`: the configuration.
/// - `app`: the app.
/// - `endpoint`: who judges the request.
/// - `request`: the request.
/// - `now`: the clock, in seconds since 1970-01-01 00:00 UTC.
/// - `out`: receives the JSON, which the caller owns; end it with `signkey_buffer_free`. What it held
///   before is not freed.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, whatever the endpoint says of the request, or
/// `SIGNKEY_ERROR_INVALID_ARGUMENT` if a required pointer is NULL, a `size` is not set, a flag is
/// unknown or a text of the app is not UTF-8, or `SIGNKEY_ERROR_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_config_introspect(
    config: *const CConfig,
    app: *const CApp,
    endpoint: *const CEndpoint,
    request: *const CRequest,
    now: u64,
    out: *mut Buffer,
    failure: *mut Failure,
) -> Status {
    let call = || {
        // SAFETY: the contract in the header.
        let (settings, app, endpoint, request, out) = unsafe {
            (
                CConfig::shared(config)?,
                CApp::read(app)?,
                handle::shared(endpoint)?,
                Received::read(request)?,
                Out::new(out)?,
            )
        };
        let verdict = endpoint.authenticate(&request, now);
        let asked_by = signkey::Introspector::of(&verdict);
        let body = settings.config.introspect(&app, asked_by);
        out.write(body.into_bytes().into());
        Ok(())
    };
    // SAFETY: the contract in the header.
    unsafe { guard::status(failure, call) }
}
