//! Claims in a store that several processes share.

use std::{ffi::c_char, ptr};

use crate::{
    exports::endpoint::CEndpoint,
    guard,
    limits::SIGNKEY_CLAIM_ID_MAX,
    pointers::{
        handle::shared,
        out::{Out, TextOut},
        slice,
    },
    types::{
        admission::{self, CAdmission},
        claim,
        failure::Failure,
        status::Status,
        step::{CStep, StepOut},
        verified::CVerified,
    },
};

/// Takes the answer of the store to the claim that `SIGNKEY_STEP_CLAIM` asks for, and gives the verdict.
/// A store answers `SIGNKEY_CLAIM_FIRST` to one alone of all that claim an id. Wait for it 100 ms or so,
/// and take what is late, or wrong in another way, for `SIGNKEY_CLAIM_UNAVAILABLE`.
///
/// - `endpoint`: the endpoint that began with the request.
/// - `admission`: the request's admission, which changes. No other thread may be using it.
/// - `claim`: the answer: one of `SIGNKEY_CLAIM_*`.
/// - `step`: receives what comes next: to refuse, or to admit.
/// - `verified`: receives the proof for `SIGNKEY_CALLER_VERIFIED`, and is cleared for anyone else; or
///   NULL.
/// - `failure`: receives why the request is refused, or why the call failed; or NULL.
///
/// Returns `SIGNKEY_OK`, whatever becomes of the request, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, a `size` is not set, the admission
///   was not filled in, or the answer is unknown;
/// - `SIGNKEY_ERROR_FINISHED`: no claim is asked for; the admission stays as it is;
///
/// or `SIGNKEY_ERROR_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_endpoint_receive_claim(
    endpoint: *const CEndpoint,
    admission: *mut CAdmission,
    claim: u32,
    step: *mut CStep,
    verified: *mut CVerified,
    failure: *mut Failure,
) -> Status {
    guard::verdict(failure, || {
        let claim = claim::read(claim)?;
        let (endpoint, step) = (shared(endpoint)?, StepOut::new(step, verified)?);
        let admission = admission::exclusive(admission)?;
        endpoint.0.receive_claim(admission, claim)?;
        step.write(admission)
    })
}

/// cbindgen:ptrs-as-arrays=[[claim_id;SIGNKEY_CLAIM_ID_MAX]]
/// Remembers a signed response to a verified request, so that it cannot come back as a request, and
/// says what to claim in the store for it. Call it for every response with a signature, whoever signed
/// it, before it is sent; and send it whatever the store answers. It concerns endpoints with a replay
/// guard or with `SIGNKEY_ENDPOINT_REPLAY_STORE`, and changes nothing of others.
///
/// - `endpoint`: the endpoint that verified the request.
/// - `admission`: the request's admission.
/// - `signature`, `signature_len`: the value of the response's `SIGNKEY_SIGNATURE_HEADER`.
/// - `claim_id`: receives the id to claim and a final NUL; an empty text if there is nothing to claim:
///   without a store, for a request that was not verified, and for what is no signature.
/// - `claim_lifetime_seconds`: receives how long the claim must last, in seconds from now; 0 if there
///   is nothing to claim.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL or the admission was
/// not filled in, or `SIGNKEY_ERROR_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_endpoint_response_claim(
    endpoint: *const CEndpoint,
    admission: *const CAdmission,
    signature: *const u8,
    signature_len: usize,
    claim_id: *mut c_char,
    claim_lifetime_seconds: *mut u64,
) -> Status {
    guard::status(ptr::null_mut(), || {
        let signature = slice::bytes(signature, signature_len)?;
        let (endpoint, admission) = (shared(endpoint)?, admission::shared(admission)?);
        let id_out = TextOut::<SIGNKEY_CLAIM_ID_MAX>::new(claim_id)?;
        let lifetime_out = Out::new(claim_lifetime_seconds)?;
        match endpoint.0.response_claim(admission, signature) {
            Some((id, lifetime)) => {
                id_out.write(str::from_utf8(&id.to_text()).unwrap_or_default())?;
                lifetime_out.write(lifetime);
            }
            None => {
                id_out.write("")?;
                lifetime_out.write(0);
            }
        }
        Ok(())
    })
}
