//! What can be said of a failure.

use std::{ffi::c_char, ptr};

use signkey::{Error, ErrorKind};

use crate::{
    guard,
    limits::SIGNKEY_MESSAGE_MAX,
    pointers::{extensible::SIZE_SETTING, out::TextOut},
    types::{
        failure::{Failure, ReturnedFailure},
        status::{Status, look_up},
    },
};

const NOT_SET_UP: &str =
    "there is no failure, or it was not set up: begin with SIGNKEY_FAILURE_INIT";
const SET_SIZE: &str = "begin each struct with its *_INIT macro, which sets size";

/// cbindgen:ptrs-as-arrays=[[out;SIGNKEY_MESSAGE_MAX]]
/// Writes the sentence that describes a failure, with its setting, and its position or its skew.
///
/// - `failure`: as a call has filled it in, or with a `status`, `detail_kind`, `detail` and `setting`
///   that the caller has kept elsewhere.
/// - `out`: receives English ASCII text with a final NUL, without a final stop. It never quotes the
///   input.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL, `size` is not set,
/// or there is no such setting. Without a failure, and without its `size`, `out` says so. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_failure_message(
    failure: *const Failure,
    out: *mut c_char,
) -> Status {
    guard::status(ptr::null_mut(), || {
        let out = TextOut::<SIGNKEY_MESSAGE_MAX>::new(out)?;
        let failure = match ReturnedFailure::read(failure) {
            Ok(failure) => failure,
            Err(error) => return out.write(NOT_SET_UP).and(Err(error)),
        };
        match failure.known()? {
            Some(error) => out.write(&error.to_string()),
            None => out.write(&look_up(failure.status).message.to_string_lossy()),
        }
    })
}

/// cbindgen:ptrs-as-arrays=[[out;SIGNKEY_MESSAGE_MAX]]
/// Writes what the operator of an app can do about a failure, for logs. It knows more than
/// `signkey_status_hint`, because it looks at the setting and at the detail.
///
/// - `failure`: as in `signkey_failure_message`.
/// - `out`: receives an English sentence with a final NUL, without a final stop; an empty text if there
///   is nothing to say.
///
/// Returns what `signkey_failure_message` returns. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_failure_hint(failure: *const Failure, out: *mut c_char) -> Status {
    guard::status(ptr::null_mut(), || {
        let out = TextOut::<SIGNKEY_MESSAGE_MAX>::new(out)?;
        let failure = match ReturnedFailure::read(failure) {
            Ok(failure) => failure,
            Err(error) => return out.write(SET_SIZE).and(Err(error)),
        };
        out.write(failure.known()?.map_or("", hint))
    })
}

fn hint(error: Error) -> &'static str {
    match (error.kind(), error.setting()) {
        (ErrorKind::InvalidArgument, Some(SIZE_SETTING)) => SET_SIZE,
        _ => error.hint().unwrap_or_default(),
    }
}
