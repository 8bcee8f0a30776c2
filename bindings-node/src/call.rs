//! A call of Node, with nothing in between.
//!
//! What napi-rs does around a function, so that classes and futures may borrow from JavaScript,
//! takes as long as a tenth of a verification of 1 KB.

#![expect(unsafe_code, reason = "the interface of Node is one of pointers")]

use std::ptr;

use napi::{JsError, bindgen_prelude::ToNapiValue, check_status, sys};

/// Answers a call: with what the work makes of its arguments, or by an exception if they are not of
/// the right types.
///
/// # Safety
///
/// `env` and `info` are those of a call that Node is making.
pub(crate) unsafe fn answer<T: ToNapiValue, const N: usize>(
    env: sys::napi_env,
    info: sys::napi_callback_info,
    work: impl FnOnce(sys::napi_env, [sys::napi_value; N]) -> napi::Result<T>,
) -> sys::napi_value {
    // SAFETY: as the caller promises.
    let answer = unsafe {
        arguments(env, info)
            .and_then(|arguments| work(env, arguments))
            .and_then(|answer| T::to_napi_value(env, answer))
    };
    answer.unwrap_or_else(|error| {
        // SAFETY: as the caller promises.
        unsafe { JsError::from(error).throw_into(env) };
        ptr::null_mut()
    })
}

/// The arguments of a call; `undefined` for those that are missing. They are valid until the call
/// ends. No JavaScript runs before that, so what is borrowed from them neither moves nor changes.
///
/// # Safety
///
/// As of [`answer`].
unsafe fn arguments<const N: usize>(
    env: sys::napi_env,
    info: sys::napi_callback_info,
) -> napi::Result<[sys::napi_value; N]> {
    let mut arguments = [ptr::null_mut(); N];
    let mut count = N;
    // SAFETY: as the caller promises. Node writes `N` values.
    check_status!(unsafe {
        sys::napi_get_cb_info(
            env,
            info,
            &raw mut count,
            arguments.as_mut_ptr(),
            ptr::null_mut(),
            ptr::null_mut(),
        )
    })?;
    Ok(arguments)
}
