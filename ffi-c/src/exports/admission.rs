//! How a request gets in.

use std::ptr;

use signkey::ReceivedBody;

use crate::{
    exports::endpoint::CEndpoint,
    guard,
    pointers::{handle::shared, slice},
    types::{
        admission::{self, AdmissionOut, CAdmission},
        body,
        failure::Failure,
        field::{Field, Fields},
        status::Status,
        step::{CStep, StepOut},
        verified::CVerified,
    },
};

/// Begins with a request. What no body can change is decided here, so that no body is read in vain.
///
/// A refused request is not a failed call: for it, this and the other functions about an admission
/// return `SIGNKEY_OK` with the step `SIGNKEY_STEP_REFUSE`, and fill in `failure` as well.
///
/// - `endpoint`: the endpoint.
/// - `method`, `method_len`: the request's method, as received.
/// - `headers`, `header_count`: its headers as received, in any order and case, repeated ones as often.
///   None of it is kept. Only those of `signkey_wanted_header` matter.
/// - `admission`: receives the admission. What it held before does not matter, apart from its `size`.
/// - `step`: receives what comes next.
/// - `failure`: receives why the request is refused, or why the call failed; or NULL.
///
/// Returns `SIGNKEY_OK`, whatever becomes of the request, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a
/// required pointer is NULL or a `size` is not set, or `SIGNKEY_ERROR_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_endpoint_admit(
    endpoint: *const CEndpoint,
    method: *const u8,
    method_len: usize,
    headers: *const Field,
    header_count: usize,
    admission: *mut CAdmission,
    step: *mut CStep,
    failure: *mut Failure,
) -> Status {
    guard::verdict(failure, || {
        let method = slice::bytes(method, method_len)?;
        let headers = Fields::read(headers, header_count)?;
        let (endpoint, out) = (shared(endpoint)?, AdmissionOut::new(admission)?);
        let step = StepOut::new(step, ptr::null_mut())?;
        let admission = endpoint.0.admit(method, headers.present());
        let refusal = step.write(&admission)?;
        out.write(admission);
        Ok(refusal)
    })
}

/// Takes the body that `SIGNKEY_STEP_READ_BODY` asks for, and gives the verdict.
///
/// - `endpoint`: the endpoint that began with the request.
/// - `admission`: the request's admission, which changes. No other thread may be using it.
/// - `body`, `body_len`: the body as received, after which the handler may run on the same bytes; NULL
///   and 0 are an empty one.
/// - `framing`: how its end is known: one of `SIGNKEY_FRAMING_*`.
/// - `declared`: how many bytes are declared, for `SIGNKEY_FRAMING_DECLARED` alone.
/// - `now`: the clock, in seconds since 1970-01-01 00:00 UTC.
/// - `step`: receives what comes next: to refuse, or to admit.
/// - `verified`: receives the proof for `SIGNKEY_CALLER_VERIFIED`, and is cleared for anyone else; or
///   NULL.
/// - `failure`: receives why the request is refused, or why the call failed; or NULL.
///
/// Returns `SIGNKEY_OK`, whatever becomes of the request, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, a `size` is not set, the admission
///   was not filled in, or the framing is unknown;
/// - `SIGNKEY_ERROR_FINISHED`: no body is asked for; the admission stays as it is;
///
/// or `SIGNKEY_ERROR_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_endpoint_receive_body(
    endpoint: *const CEndpoint,
    admission: *mut CAdmission,
    body: *const u8,
    body_len: usize,
    framing: u32,
    declared: u64,
    now: u64,
    step: *mut CStep,
    verified: *mut CVerified,
    failure: *mut Failure,
) -> Status {
    guard::verdict(failure, || {
        let body = slice::bytes(body, body_len)?;
        let body = ReceivedBody::Bytes(body, body::framing(framing, declared)?);
        let (endpoint, step) = (shared(endpoint)?, StepOut::new(step, verified)?);
        let admission = admission::exclusive(admission)?;
        endpoint.0.receive_body(admission, body, now)?;
        step.write(admission)
    })
}

/// Says why there is no body to judge where `SIGNKEY_STEP_READ_BODY` asks for one. The request is
/// refused.
///
/// - `endpoint`: the endpoint that began with the request.
/// - `admission`: the request's admission, which changes. No other thread may be using it.
/// - `reason`: one of `SIGNKEY_NO_BODY_*`.
/// - `step`: receives what comes next: to refuse.
/// - `failure`: receives why the request is refused, or why the call failed; or NULL.
///
/// Returns `SIGNKEY_OK`, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, a `size` is not set, the admission
///   was not filled in, or the reason is unknown;
/// - `SIGNKEY_ERROR_FINISHED`: no body is asked for; the admission stays as it is;
///
/// or `SIGNKEY_ERROR_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_endpoint_no_body(
    endpoint: *const CEndpoint,
    admission: *mut CAdmission,
    reason: u32,
    step: *mut CStep,
    failure: *mut Failure,
) -> Status {
    guard::verdict(failure, || {
        let reason = body::no_body(reason)?;
        let (endpoint, step) = (shared(endpoint)?, StepOut::new(step, ptr::null_mut())?);
        let admission = admission::exclusive(admission)?;
        // No clock is needed without bytes.
        endpoint.0.receive_body(admission, reason, 0)?;
        step.write(admission)
    })
}

/// Judges a request of which all is in hand, its body included.
///
/// - `endpoint`, `method`, `headers`, `admission`: as in `signkey_endpoint_admit`.
/// - `body`, `now`, `step`, `verified`, `failure`: as in `signkey_endpoint_receive_body`. The body is
///   all that was sent, and nothing read from it before.
///
/// Returns what `signkey_endpoint_admit` returns. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_endpoint_admit_whole(
    endpoint: *const CEndpoint,
    method: *const u8,
    method_len: usize,
    headers: *const Field,
    header_count: usize,
    body: *const u8,
    body_len: usize,
    now: u64,
    admission: *mut CAdmission,
    step: *mut CStep,
    verified: *mut CVerified,
    failure: *mut Failure,
) -> Status {
    guard::verdict(failure, || {
        let (method, body) = (
            slice::bytes(method, method_len)?,
            slice::bytes(body, body_len)?,
        );
        let headers = Fields::read(headers, header_count)?;
        let (endpoint, out) = (shared(endpoint)?, AdmissionOut::new(admission)?);
        let step = StepOut::new(step, verified)?;
        let admission = endpoint.0.admit_whole(method, headers.present(), body, now);
        let refusal = step.write(&admission)?;
        out.write(admission);
        Ok(refusal)
    })
}

/// Judges the handshake of a WebSocket: a `GET` without a body (RFC 6455, section 4.1). Its response is
/// never signed.
///
/// - `endpoint`, `headers`, `header_count`, `admission`: as in `signkey_endpoint_admit`.
/// - `now`, `step`, `verified`, `failure`: as in `signkey_endpoint_receive_body`.
///
/// Returns what `signkey_endpoint_admit` returns. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_endpoint_admit_websocket(
    endpoint: *const CEndpoint,
    headers: *const Field,
    header_count: usize,
    now: u64,
    admission: *mut CAdmission,
    step: *mut CStep,
    verified: *mut CVerified,
    failure: *mut Failure,
) -> Status {
    guard::verdict(failure, || {
        let headers = Fields::read(headers, header_count)?;
        let (endpoint, out) = (shared(endpoint)?, AdmissionOut::new(admission)?);
        let step = StepOut::new(step, verified)?;
        let admission = endpoint.0.admit_websocket(headers.present(), now);
        let refusal = step.write(&admission)?;
        out.write(admission);
        Ok(refusal)
    })
}

/// Looks at an admission again.
///
/// - `admission`: filled in by a call.
/// - `step`: receives what comes next.
/// - `verified`: receives the proof for `SIGNKEY_CALLER_VERIFIED`, and is cleared for anyone else; or
///   NULL.
/// - `failure`: receives why the request is refused, or why the call failed; or NULL.
///
/// Returns `SIGNKEY_OK`, whatever became of the request, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a
/// required pointer is NULL, a `size` is not set, or the admission was not filled in. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_admission_step(
    admission: *const CAdmission,
    step: *mut CStep,
    verified: *mut CVerified,
    failure: *mut Failure,
) -> Status {
    guard::verdict(failure, || {
        let step = StepOut::new(step, verified)?;
        step.write(admission::shared(admission)?)
    })
}
