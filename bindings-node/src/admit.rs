//! How a request gets in: what each request calls.

#![expect(unsafe_code, reason = "the interface of Node is one of pointers")]

use napi::{
    bindgen_prelude::{Either, FromNapiValue, Null},
    sys,
};
use signkey::{
    Admission, Caller, Endpoint, Error, ErrorKind, Framing, ReceivedBody, Step, Unverified,
    WANTED_HEADERS,
};

use crate::{
    bytes::Bytes,
    call::answer,
    clock::Clock,
    objects::with,
    outcome::{guard, times_and_verdict},
    state::State,
    text::ShortText,
};

/// The handle, the admission, the method, and a value for each wanted header.
const ADMIT_ARGUMENTS: usize = 3 + WANTED_HEADERS.len();

/// Begins with a request. The answer is that of [`stage`].
pub(crate) unsafe extern "C" fn admit(
    env: sys::napi_env,
    info: sys::napi_callback_info,
) -> sys::napi_value {
    let work = |env, values: [sys::napi_value; ADMIT_ARGUMENTS]| {
        let [handle, state, method, ref headers @ ..] = values;
        // SAFETY: these are the values of a call that Node is making.
        let (handle, state, method, headers) = unsafe {
            (
                u32::from_napi_value(env, handle)?,
                State::from_napi_value(env, state)?,
                ShortText::from_napi_value(env, method)?,
                headers.map(|value| ShortText::read(env, value)),
            )
        };
        let headers = WANTED_HEADERS.iter().zip(&headers);
        let headers = headers.filter_map(|(name, value)| Some((name, value.as_ref()?.as_bytes())));
        let admission = guard(|| {
            with(handle, |endpoint: &Endpoint| {
                Ok(endpoint.admit(method.as_bytes(), headers))
            })
        });
        Ok(admission.map_or(REFUSED, |admission| {
            state.store(admission);
            stage(&admission)
        }))
    };
    // SAFETY: only Node calls this.
    unsafe { answer(env, info, work) }
}

const REFUSED: f64 = -1.0;
/// Of a body: the store is to be asked.
const CLAIM: f64 = -2.0;
/// From here on downwards, the reasons of unverified callers by their index.
const UNVERIFIED: f64 = -2.0;

/// How far an admission is, as one number: how much to read at most; -1 if it is refused, -2 and
/// below if its caller is unverified.
fn stage(admission: &Admission) -> f64 {
    match admission.step() {
        #[expect(clippy::cast_precision_loss, reason = "no body is that large")]
        Step::ReadBody { at_most } => at_most as f64,
        Step::Admit(Caller::Unverified(reason)) => {
            let index = (0_u8..)
                .zip(Unverified::ALL)
                .find(|(_, other)| *other == reason);
            index.map_or(REFUSED, |(index, _)| UNVERIFIED - f64::from(index))
        }
        _ => REFUSED,
    }
}

/// Takes the body: the handle, the admission, the body, how it came, and the clock. The answer is a
/// verdict as [`times_and_verdict`] has it, -1 if the request is refused, or -2 if a claim is asked for.
pub(crate) unsafe extern "C" fn receive(
    env: sys::napi_env,
    info: sys::napi_callback_info,
) -> sys::napi_value {
    let work = |env, values: [sys::napi_value; 5]| {
        let [handle, state, body, how, now] = values;
        // SAFETY: these are the values of a call that Node is making.
        let (handle, state, body, how, now) = unsafe {
            (
                u32::from_napi_value(env, handle)?,
                State::from_napi_value(env, state)?,
                Bytes::from_napi_value(env, body)?,
                f64::from_napi_value(env, how)?,
                Clock::from_napi_value(env, now)?,
            )
        };
        let verdict = guard(|| {
            let (body, mut admission) = (received(body.unshared()?, how)?, state.load()?);
            let now = now.seconds()?;
            with(handle, |endpoint: &Endpoint| {
                endpoint.receive_body(&mut admission, body, now)
            })?;
            state.store(admission);
            match admission.step() {
                Step::Claim { .. } => Ok(CLAIM),
                _ => times_and_verdict(admission.verified().ok_or(ErrorKind::Internal)?),
            }
        });
        Ok(verdict.unwrap_or(REFUSED))
    };
    // SAFETY: only Node calls this.
    unsafe { answer(env, info, work) }
}

/// What became of a body, by the numbers of `lib/internal/framing.ts`: from 0 on, so many bytes were
/// declared.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "JavaScript passes whole numbers, and what does not fit is no length of a body"
)]
fn received(body: &[u8], how: f64) -> Result<ReceivedBody<'_>, Error> {
    if how >= 0.0 {
        return Ok(ReceivedBody::Bytes(body, Framing::Declared(how as u64)));
    }
    Ok(match how as i64 {
        -1 => ReceivedBody::Bytes(body, Framing::Ended),
        -2 => ReceivedBody::Bytes(body, Framing::Head),
        -3 => ReceivedBody::Bytes(body, Framing::Unknown),
        -4 => ReceivedBody::TooLarge,
        -5 => ReceivedBody::Parsed,
        -6 => ReceivedBody::Unframed,
        -7 => ReceivedBody::Aborted,
        -8 => ReceivedBody::Bytes(body, Framing::Http2),
        _ => return Err(ErrorKind::InvalidArgument.into()),
    })
}

/// Signs a response: the handle, the admission, the body and the clock. The answer is the value of
/// the header, or `null`.
pub(crate) unsafe extern "C" fn sign(
    env: sys::napi_env,
    info: sys::napi_callback_info,
) -> sys::napi_value {
    let work = |env, values: [sys::napi_value; 4]| {
        let [handle, state, body, timestamp] = values;
        // SAFETY: these are the values of a call that Node is making.
        let (handle, state, body, timestamp) = unsafe {
            (
                u32::from_napi_value(env, handle)?,
                State::from_napi_value(env, state)?,
                Bytes::from_napi_value(env, body)?,
                Clock::from_napi_value(env, timestamp)?,
            )
        };
        let header = guard(|| {
            let (admission, body) = (state.load()?, body.unshared()?);
            let timestamp = timestamp.seconds()?;
            with(handle, |endpoint: &Endpoint| {
                endpoint.sign(&admission, body, timestamp)
            })
        });
        Ok(header.map_or(Either::B(Null), |header| {
            Either::A(header.as_str().to_owned())
        }))
    };
    // SAFETY: only Node calls this.
    unsafe { answer(env, info, work) }
}
