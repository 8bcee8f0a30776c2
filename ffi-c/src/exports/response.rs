//! Responses on their way out.

use std::{ffi::c_char, ptr};

use crate::{
    exports::{api_auth::http_status_of, endpoint::CEndpoint},
    guard,
    limits::SIGNKEY_HEADER_MAX,
    pointers::{
        extensible::ExtensibleOut,
        handle::shared,
        out::{Out, TextOut},
        slice,
    },
    types::{
        admission::{self, CAdmission},
        failure::Failure,
        response_step::CResponseStep,
        status::Status,
    },
};

/// Says what becomes of the response to a request that was admitted.
///
/// - `endpoint`: the endpoint that admitted the request.
/// - `admission`: the request's admission.
/// - `http_status`: the status of the response, 0 to 65535.
/// - `content_type`, `content_type_len`: the value of its `Content-Type`. NULL and 0 say that it has
///   none.
/// - `step`: receives what to do.
/// - `failure`: receives why the response cannot be signed, for `SIGNKEY_RESPONSE_REFUSE`, or why the
///   call failed; or NULL.
///
/// Returns `SIGNKEY_OK`, whatever becomes of the response, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a
/// required pointer is NULL, a `size` is not set, the admission was not filled in, or there is no such
/// status. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_endpoint_response(
    endpoint: *const CEndpoint,
    admission: *const CAdmission,
    http_status: u32,
    content_type: *const u8,
    content_type_len: usize,
    step: *mut CResponseStep,
    failure: *mut Failure,
) -> Status {
    guard::verdict(failure, || {
        let content_type = slice::optional(content_type, content_type_len)?;
        let (endpoint, admission) = (shared(endpoint)?, admission::shared(admission)?);
        let (status, out) = (http_status_of(http_status)?, ExtensibleOut::new(step)?);
        let step = endpoint.0.response(admission, status, content_type);
        let (step, refusal) = CResponseStep::of(step);
        out.write(step);
        Ok(refusal)
    })
}

/// Says whether a response has content: not the one to a `HEAD`, and not 1xx, 204, 205 and 304 (RFC 9110,
/// sections 6.4.1 and 15.3.6). For servers that send what they are given, also of refusals.
///
/// - `admission`: that of the request.
/// - `http_status`: the status of the response, 0 to 65535.
/// - `sends`: receives the answer.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL, the admission was not
/// filled in, or there is no such status. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_admission_sends_content(
    admission: *const CAdmission,
    http_status: u32,
    sends: *mut bool,
) -> Status {
    guard::status(ptr::null_mut(), || {
        let (admission, out) = (admission::shared(admission)?, Out::new(sends)?);
        out.write(admission.sends_content(http_status_of(http_status)?));
        Ok(())
    })
}

/// cbindgen:ptrs-as-arrays=[[header;SIGNKEY_HEADER_MAX]]
/// Signs a response with the key that verified its request: the bytes exactly as they are sent.
///
/// - `endpoint`: the endpoint that verified the request.
/// - `admission`: the request's admission.
/// - `body`, `body_len`: the bytes; NULL and 0 are none.
/// - `timestamp`: the clock, in seconds since 1970-01-01 00:00 UTC.
/// - `header`: receives the value of `SIGNKEY_SIGNATURE_HEADER` and a final NUL. It takes the place of
///   any that the response has.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, the admission was not filled in, or
///   the request was not verified with a key of this endpoint;
/// - `SIGNKEY_ERROR_RESPONSE_UNSIGNABLE`: the body is over the endpoint's `max_response_size`;
/// - `SIGNKEY_ERROR_INVALID_TIMESTAMP`: the timestamp has more than 19 digits;
///
/// or `SIGNKEY_ERROR_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_endpoint_sign_response(
    endpoint: *const CEndpoint,
    admission: *const CAdmission,
    body: *const u8,
    body_len: usize,
    timestamp: u64,
    header: *mut c_char,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let body = slice::bytes(body, body_len)?;
        let (endpoint, admission) = (shared(endpoint)?, admission::shared(admission)?);
        let out = TextOut::<SIGNKEY_HEADER_MAX>::new(header)?;
        out.write(endpoint.0.sign(admission, body, timestamp)?.as_str())
    })
}
