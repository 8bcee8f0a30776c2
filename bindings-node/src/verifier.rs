//! Verification of messages that arrive in pieces.

use std::cell::RefCell;

use napi::Env;
use napi_derive::napi;
use signkey::{Error, Verifier};

use crate::{
    arguments::{Count, count},
    handles::Handles,
    header::HeaderText,
    keyring::with_keyring,
    limits::limits,
    outcome::{guard, guard_number, verdict},
    verify::bytes,
};

thread_local! {
    static VERIFIERS: RefCell<Handles<Verifier>> = const { RefCell::new(Handles::new()) };
}

/// Begins a message with its signature header.
#[napi]
pub fn open_verifier(
    env: &Env,
    keyring: u32,
    #[napi(ts_arg_type = "string | undefined | null")] header: Option<HeaderText>,
) -> i32 {
    guard_number(|| {
        let verifier = with_keyring(keyring, |keyring| Verifier::begin(keyring, bytes(&header)))?;
        let handle = VERIFIERS.with_borrow_mut(|verifiers| verifiers.open(verifier))?;
        Handles::<Verifier>::weigh(env, 1);
        Ok(handle)
    })
}

/// Takes the next piece of the message.
#[napi]
pub fn update_verifier(handle: u32, chunk: &[u8]) -> bool {
    guard(|| {
        VERIFIERS.with_borrow_mut(|verifiers| {
            verifiers.get_mut(handle)?.update(chunk);
            Ok(())
        })
    })
    .is_some()
}

/// Ends the message; the handle is closed whatever the verdict.
#[napi]
pub fn finish_verifier(env: &Env, handle: u32, now: Count, numbers: Option<&[u64]>) -> i32 {
    guard_number(|| {
        let verifier = close(env, handle)?;
        verdict(&verifier.finish(count(&now)?, limits(numbers)?.window)?)
    })
}

/// Drops a message that will not be ended.
#[napi]
pub fn close_verifier(env: &Env, handle: u32) -> bool {
    guard(|| close(env, handle)).is_some()
}

fn close(env: &Env, handle: u32) -> Result<Verifier, Error> {
    let verifier = VERIFIERS.with_borrow_mut(|verifiers| verifiers.close(handle))?;
    Handles::<Verifier>::weigh(env, -1);
    Ok(verifier)
}
