//! The functions that Node calls with nothing in between.
//!
//! What napi-rs does around a function, so that classes and futures may borrow from JavaScript,
//! takes as long as a tenth of a verification of 1 KB.

#![expect(unsafe_code, reason = "the interface of Node is one of pointers")]

use std::ptr;

use napi::{
    JsError,
    bindgen_prelude::{FromNapiValue, JsObjectValue, Object, ToNapiValue},
    check_status, sys,
};
use napi_derive::napi;
use signkey::{Error, Keyring, Verified, VerifyOptions};

use crate::{
    bytes::Bytes,
    clock::Clock,
    header::HeaderText,
    keyring::with_keyring,
    limits::limits,
    outcome::{guard, times_and_verdict},
    verify::bytes,
};

/// Exports them. Their types are in `lib/internal/direct.d.ts`.
#[napi(module_exports)]
pub fn direct(mut exports: Object) -> napi::Result<()> {
    exports.create_named_method("verifyRequest", verify_request)?;
    exports.create_named_method("verifyResponse", verify_response)
}

/// What is done with the keyring, the body, the header, the clock and the limits.
type Work = fn(&Keyring, &[u8], Option<&[u8]>, u64, &VerifyOptions) -> Result<Verified, Error>;

/// Verifies a request.
unsafe extern "C" fn verify_request(
    env: sys::napi_env,
    info: sys::napi_callback_info,
) -> sys::napi_value {
    // SAFETY: only Node calls this.
    unsafe { verify(env, info, Keyring::verify_request) }
}

/// Verifies a response.
unsafe extern "C" fn verify_response(
    env: sys::napi_env,
    info: sys::napi_callback_info,
) -> sys::napi_value {
    let work: Work = |keyring, body, header, now, limits| {
        keyring.verify_response(body, header, now, limits.window)
    };
    // SAFETY: only Node calls this.
    unsafe { verify(env, info, work) }
}

/// Answers a call: with a verdict, or by an exception if the arguments are not of the right types.
///
/// # Safety
///
/// `env` and `info` are those of a call that Node is making.
unsafe fn verify(env: sys::napi_env, info: sys::napi_callback_info, work: Work) -> sys::napi_value {
    // SAFETY: as the caller promises.
    let answer = unsafe { verdict(env, info, work).and_then(|it| f64::to_napi_value(env, it)) };
    answer.unwrap_or_else(|error| {
        // SAFETY: as the caller promises.
        unsafe { JsError::from(error).throw_into(env) };
        ptr::null_mut()
    })
}

/// The verdict on the arguments of a call: a handle, the body, the header, the clock and limits.
///
/// # Safety
///
/// As of [`verify`].
unsafe fn verdict(
    env: sys::napi_env,
    info: sys::napi_callback_info,
    work: Work,
) -> napi::Result<f64> {
    let mut arguments = [ptr::null_mut(); 5];
    let mut count = arguments.len();
    // SAFETY: as the caller promises. Node writes `count` values: `undefined` for what is missing.
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
    let [handle, body, header, now, numbers] = arguments;
    // SAFETY: the values are valid until the call ends. No JavaScript runs before that, so what is
    // borrowed from them neither moves nor changes.
    let (handle, body, header, now, numbers) = unsafe {
        (
            u32::from_napi_value(env, handle)?,
            Bytes::from_napi_value(env, body)?,
            Option::<HeaderText>::from_napi_value(env, header)?,
            Clock::from_napi_value(env, now)?,
            Option::<&[u64]>::from_napi_value(env, numbers)?,
        )
    };
    let verdict = guard(|| {
        let (body, now, limits) = (body.unshared()?, now.seconds()?, limits(numbers)?);
        times_and_verdict(&with_keyring(handle, |keyring| {
            work(keyring, body, bytes(&header), now, &limits)
        })?)
    });
    Ok(verdict.unwrap_or(-1.0))
}
