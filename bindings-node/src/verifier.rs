//! Verification of messages that arrive in pieces.

use std::sync::Arc;

use napi::Env;
use napi_derive::napi;
use signkey::{Keyring, Verifier};

use crate::{
    arguments::{Count, count},
    limits::limits,
    objects::{open, take, with, with_mut},
    outcome::{guard, guard_number, verdict},
    text::ShortText,
};

/// Begins a message with its signature header.
#[napi]
pub fn open_verifier(
    env: &Env,
    keyring: u32,
    #[napi(ts_arg_type = "string | undefined | null")] header: Option<ShortText>,
) -> i32 {
    guard_number(|| {
        let header = header.as_ref().map(ShortText::as_bytes);
        let verifier = with(keyring, |keyring: &Arc<Keyring>| {
            Verifier::begin(keyring, header)
        })?;
        open(env, verifier)
    })
}

/// Takes the next piece of the message.
#[napi]
pub fn update_verifier(handle: u32, chunk: &[u8]) -> bool {
    guard(|| {
        with_mut(handle, |verifier: &mut Verifier| {
            verifier.update(chunk);
            Ok(())
        })
    })
    .is_some()
}

/// Ends the message; the handle is closed whatever the verdict.
#[napi]
pub fn finish_verifier(env: &Env, handle: u32, now: Count, numbers: Option<&[u64]>) -> i32 {
    guard_number(|| {
        let verifier: Verifier = take(env, handle)?;
        verdict(&verifier.finish(count(&now)?, limits(numbers)?.window)?)
    })
}
