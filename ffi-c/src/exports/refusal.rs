//! What to answer in place of a handler.

use std::ptr;

use signkey::{ErrorKind, Step};

use crate::{
    exports::endpoint::CEndpoint,
    guard,
    pointers::{extensible::ExtensibleOut, handle::shared},
    types::{
        admission::{self, CAdmission},
        failure::{Failure, ReturnedFailure},
        refusal::CRefusal,
        status::Status,
    },
};

/// Says what to answer to a request that is refused.
///
/// - `admission`: that of a request whose step is `SIGNKEY_STEP_REFUSE`.
/// - `refusal`: receives the answer.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL, a `size` is not set,
/// the admission was not filled in, or the request is not refused; or `SIGNKEY_ERROR_INTERNAL`.
/// Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_admission_refusal(
    admission: *const CAdmission,
    refusal: *mut CRefusal,
) -> Status {
    guard::status(ptr::null_mut(), || {
        let (admission, out) = (admission::shared(admission)?, ExtensibleOut::new(refusal)?);
        let Step::Refuse(refusal) = admission.step() else {
            return Err(ErrorKind::InvalidArgument.into());
        };
        out.write(refusal.try_into()?);
        Ok(())
    })
}

/// Says what to answer for an error that arises after a request was admitted, for example in a
/// registration.
///
/// - `endpoint`: the endpoint.
/// - `failure`: the error, as a call has filled it in.
/// - `refusal`: receives the answer.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL, a `size` is not set,
/// or `failure` holds no error that this version knows; or `SIGNKEY_ERROR_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_endpoint_refuse(
    endpoint: *const CEndpoint,
    failure: *const Failure,
    refusal: *mut CRefusal,
) -> Status {
    guard::status(ptr::null_mut(), || {
        let (endpoint, out) = (shared(endpoint)?, ExtensibleOut::new(refusal)?);
        let error = ReturnedFailure::read(failure)?.error()?;
        let refusal = endpoint.0.refuse(error.ok_or(ErrorKind::InvalidArgument)?);
        out.write(refusal.try_into()?);
        Ok(())
    })
}

/// Says what to send in place of a response that cannot be signed: `SIGNKEY_ERROR_RESPONSE_UNSIGNABLE`.
///
/// - `endpoint`: the endpoint.
/// - `refusal`: receives the answer.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL or `size` is not set,
/// or `SIGNKEY_ERROR_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_endpoint_unsignable(
    endpoint: *const CEndpoint,
    refusal: *mut CRefusal,
) -> Status {
    guard::status(ptr::null_mut(), || {
        let (endpoint, out) = (shared(endpoint)?, ExtensibleOut::new(refusal)?);
        out.write(endpoint.0.unsignable().try_into()?);
        Ok(())
    })
}
