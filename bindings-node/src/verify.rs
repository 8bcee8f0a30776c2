//! Verification of messages.

#![expect(unsafe_code, reason = "the interface of Node is one of pointers")]

use std::sync::Arc;

use napi::{bindgen_prelude::FromNapiValue, sys};
use napi_derive::napi;
use signkey::{Error, Keyring, Verified, VerifyOptions};

use crate::{
    arguments::{Count, count},
    bytes::Bytes,
    call::answer,
    clock::Clock,
    limits::limits,
    objects::with,
    outcome::{guard, guard_number, times_and_verdict, verdict},
    text::ShortText,
};

/// What is done with the keyring, the body, the header, the clock and the limits.
type Work = fn(&Keyring, &[u8], Option<&[u8]>, u64, &VerifyOptions) -> Result<Verified, Error>;

/// Verifies a request: a handle, the body, the header, the clock and limits.
pub(crate) unsafe extern "C" fn verify_request(
    env: sys::napi_env,
    info: sys::napi_callback_info,
) -> sys::napi_value {
    // SAFETY: only Node calls this.
    unsafe {
        answer(env, info, |env, values| {
            verify(env, values, Keyring::verify_request)
        })
    }
}

/// As [`verify_request`], for a response.
pub(crate) unsafe extern "C" fn verify_response(
    env: sys::napi_env,
    info: sys::napi_callback_info,
) -> sys::napi_value {
    let work: Work = |keyring, body, header, now, limits| {
        keyring.verify_response(body, header, now, limits.window)
    };
    // SAFETY: only Node calls this.
    unsafe { answer(env, info, |env, values| verify(env, values, work)) }
}

fn verify(env: sys::napi_env, values: [sys::napi_value; 5], work: Work) -> napi::Result<f64> {
    let [handle, body, header, now, numbers] = values;
    // SAFETY: these are the values of a call that Node is making.
    let (handle, body, header, now, numbers) = unsafe {
        (
            u32::from_napi_value(env, handle)?,
            Bytes::from_napi_value(env, body)?,
            Option::<ShortText>::from_napi_value(env, header)?,
            Clock::from_napi_value(env, now)?,
            Option::<&[u64]>::from_napi_value(env, numbers)?,
        )
    };
    let verdict = guard(|| {
        let (body, now, limits) = (body.unshared()?, now.seconds()?, limits(numbers)?);
        let header = header.as_ref().map(ShortText::as_bytes);
        with(handle, |keyring: &Arc<Keyring>| {
            times_and_verdict(&work(keyring, body, header, now, &limits)?)
        })
    });
    Ok(verdict.unwrap_or(-1.0))
}

/// Verifies the canonical form of a request whose bytes are lost.
#[napi]
pub fn verify_canonical(
    handle: u32,
    json: String,
    #[napi(ts_arg_type = "string | undefined | null")] header: Option<ShortText>,
    now: Count,
    numbers: Option<&[u64]>,
) -> i32 {
    guard_number(|| {
        let (now, limits) = (count(&now)?, limits(numbers)?);
        let header = header.as_ref().map(ShortText::as_bytes);
        with(handle, |keyring: &Arc<Keyring>| {
            verdict(&keyring.verify_canonical(json.as_bytes(), header, now, &limits)?)
        })
    })
}
