//! Registration: how an app tells the platform which functions it has, and others what it is.

use std::ptr;

use signkey::{ErrorKind, Registration};

use crate::{
    exports::{api_auth::http_status_of, config::CConfig},
    guard,
    pointers::{
        extensible::ExtensibleOut,
        handle::{exclusive, free, give, shared},
        out::Out,
        slice::{self, Slice},
    },
    types::{
        admission::{self, CAdmission},
        app::CApp,
        buffer::Buffer,
        failure::Failure,
        registration_output::{CRegisterRequest, CSyncResponse, CSyncState, Output},
        status::Status,
    },
};

/// A sync on its way: a state machine without input and output. It is idempotent: the same inputs lead
/// to the same requests, and nothing is remembered between syncs but the key that worked, in
/// `signkey_api_auth`.
///
/// One thread at a time may use it.
pub struct CRegistration {
    registration: Registration,
    /// What the caller has borrowed.
    output: Output,
}

/// Writes the body of the answer to a `GET`, in which an endpoint says what it is (SDK specification,
/// section 4.5). Only a request with a valid signature brings the privileged members, and even then
/// no more of a signing key than its id; a request that is refused brings the least.
///
/// - `config`: the configuration.
/// - `app`: the app.
/// - `admission`: that of the request.
/// - `out`: receives the JSON, which the caller owns; end it with `signkey_buffer_free`. What it held
///   before is not freed.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, whatever became of the request, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a
/// required pointer is NULL, a `size` is not set, the admission was not filled in, a flag is unknown or
/// a text of the app is not UTF-8, or `SIGNKEY_ERROR_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_config_introspect(
    config: *const CConfig,
    app: *const CApp,
    admission: *const CAdmission,
    out: *mut Buffer,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let (config, app) = (shared(config)?, CApp::read(app)?);
        let (admission, out) = (admission::shared(admission)?, Out::new(out)?);
        out.write(Buffer::from(config.0.introspect(&app, admission)));
        Ok(())
    })
}

/// Begins a sync with a request that was admitted, which is not judged again. In band it goes only if
/// the request asks for it, its signature was verified, and the settings allow it.
///
/// - `config`: the settings; they may be freed before the registration.
/// - `app`: the app, whose `sdk` is of the form `name:v1.2.3`; it and `framework` are printable ASCII.
///   None of it is kept.
/// - `admission`: that of the request, a `PUT`. It is not kept.
/// - `query`, `query_len`: the query of its URL as received, without the question mark.
/// - `registration`: receives the registration, which the caller owns; end it with
///   `signkey_registration_free`.
/// - `failure`: receives the reason, or NULL. `signkey_endpoint_refuse` says what to answer.
///
/// Returns `SIGNKEY_OK`, or the first that applies of
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, a `size` is not set, the admission
///   was not filled in, a flag is unknown or a text of the app is not UTF-8;
/// - why the request was refused, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if its body is still to be judged;
/// - the errors of `signkey_config_api_auth`;
/// - `SIGNKEY_ERROR_METHOD_NOT_ALLOWED`: the method is not `PUT`;
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a text of the app cannot stand in a header;
/// - `SIGNKEY_ERROR_MISSING_ENVIRONMENT`, `_INVALID_HEADER_VALUE`, `_INVALID_SETTING` or
///   `_MALFORMED_URL`, of the settings;
///
/// or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_config_registration(
    config: *const CConfig,
    app: *const CApp,
    admission: *const CAdmission,
    query: *const u8,
    query_len: usize,
    registration: *mut *mut CRegistration,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let (config, app) = (shared(config)?, CApp::read(app)?);
        let (admission, out) = (admission::shared(admission)?, Out::new(registration)?);
        // Whoever sends a request chooses these bytes, which must not become the app's fault.
        let query = String::from_utf8_lossy(slice::bytes(query, query_len)?);
        let registration = CRegistration {
            registration: config.0.registration(&app, admission, &query)?,
            output: Output::default(),
        };
        give(out, registration)
    })
}

/// Says how far a sync is.
///
/// - `registration`: the registration.
/// - `state`: receives what comes next.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL. One thread at a
/// time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_registration_state(
    registration: *const CRegistration,
    state: *mut CSyncState,
) -> Status {
    guard::status(ptr::null_mut(), || {
        let (registration, out) = (shared(registration)?, Out::new(state)?);
        out.write(registration.registration.state().into());
        Ok(())
    })
}

/// Says what to send to the platform.
///
/// - `registration`: the registration.
/// - `request`: receives the request. What it points to is borrowed until the next call with the
///   registration other than `signkey_registration_state`. It holds a credential, which is cleared then.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, `size` is not set, or the sync is
///   in band;
/// - `SIGNKEY_ERROR_FINISHED`: the platform has answered for good;
///
/// or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. One thread at a time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_registration_request(
    registration: *mut CRegistration,
    request: *mut CRegisterRequest,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let (it, out) = (exclusive(registration)?, ExtensibleOut::new(request)?);
        out.write(it.output.request(it.registration.request()?)?);
        Ok(())
    })
}

/// Takes the platform's answer to the request. Whatever is borrowed from the registration ends.
///
/// - `registration`: the registration.
/// - `http_status`: the status of the answer, 0 to 65535; 0 stands for none that arrived.
/// - `body`, `body_len`: the body of the answer, of at most `SIGNKEY_ANSWER_SIZE_MAX` bytes; nothing of
///   a larger one.
///
/// Returns `SIGNKEY_OK`, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, there is no such status, or the
///   sync is in band;
/// - `SIGNKEY_ERROR_FINISHED`: the platform has answered for good already;
///
/// or `SIGNKEY_ERROR_INTERNAL`. One thread at a time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_registration_answer(
    registration: *mut CRegistration,
    http_status: u32,
    body: *const u8,
    body_len: usize,
) -> Status {
    guard::status(ptr::null_mut(), || {
        let (it, body) = (exclusive(registration)?, slice::bytes(body, body_len)?);
        let status = http_status_of(http_status)?;
        it.output = Output::default();
        it.registration.answer(status, body)
    })
}

/// Says how a sync ended that was not in band.
///
/// - `registration`: the registration.
/// - `message`: receives what happened, for people: the platform's own words where it gave some. It
///   holds no credential, and is borrowed until the end of the registration.
/// - `modified`: receives whether the platform changed anything.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL or the state is not
/// `SIGNKEY_SYNC_DONE`. One thread at a time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_registration_outcome(
    registration: *const CRegistration,
    message: *mut Slice,
    modified: *mut bool,
) -> Status {
    guard::status(ptr::null_mut(), || {
        let it = shared(registration)?;
        let (message, modified) = (Out::new(message)?, Out::new(modified)?);
        let outcome = it.registration.outcome();
        let outcome = outcome.ok_or(ErrorKind::InvalidArgument)?;
        message.write(Slice::of(outcome.message()));
        modified.write(outcome.is_modified());
        Ok(())
    })
}

/// Says what to answer to the request that began the sync.
///
/// - `registration`: the registration.
/// - `configuration`, `configuration_len`: the configuration of the functions if the sync is in band,
///   else NULL and 0.
/// - `timestamp`: the clock, in seconds since 1970-01-01 00:00 UTC.
/// - `response`: receives the response, signed if, and only if, the request was verified. What it
///   points to is borrowed until the next call with the registration other than
///   `signkey_registration_state`.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, `size` is not set, the platform has
///   not answered for good yet, there is no configuration where it is the response, or one where it is
///   not; or the request was verified with other keys than those of the configuration;
/// - `SIGNKEY_ERROR_INVALID_TIMESTAMP`: `timestamp` has more than 19 digits;
///
/// or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. One thread at a time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_registration_response(
    registration: *mut CRegistration,
    configuration: *const u8,
    configuration_len: usize,
    timestamp: u64,
    response: *mut CSyncResponse,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let configuration = slice::optional(configuration, configuration_len)?;
        let (it, out) = (exclusive(registration)?, ExtensibleOut::new(response)?);
        let response = it.registration.response(configuration, timestamp)?;
        out.write(it.output.response(response)?);
        Ok(())
    })
}

/// Ends a registration and clears its credential from memory.
///
/// - `registration`: from `signkey_config_registration`, and not used again; NULL does nothing.
///
/// No other thread may be using the registration.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_registration_free(registration: *mut CRegistration) {
    guard::value((), || free(registration));
}
