//! The sentence of a failure.

use std::{ffi::c_char, ptr};

use crate::{
    guard,
    limits::SIGNKEY_MESSAGE_MAX,
    pointers::out::TextOut,
    types::{
        failure::{Failure, ReturnedFailure},
        status::{Status, look_up},
    },
};

/// cbindgen:ptrs-as-arrays=[[out;SIGNKEY_MESSAGE_MAX]]
/// Writes the sentence that describes a failure, with its setting, and its position or its skew.
///
/// - `failure`: as a call has filled it in, or with a `status`, `detail_kind`, `detail` and `setting`
///   that the caller has kept elsewhere.
/// - `out`: receives English ASCII text with a final NUL, without a final stop. It never quotes the
///   input.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL, `size` is not set,
/// or there is no such setting. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_failure_message(
    failure: *const Failure,
    out: *mut c_char,
) -> Status {
    guard::status(ptr::null_mut(), || {
        let (failure, out) = (
            ReturnedFailure::read(failure)?,
            TextOut::<SIGNKEY_MESSAGE_MAX>::new(out)?,
        );
        match failure.known()? {
            Some(error) => out.write(&error.to_string()),
            None => out.write(&look_up(failure.status).message.to_string_lossy()),
        }
    })
}
