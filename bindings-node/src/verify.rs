//! Verification of whole messages.

use napi_derive::napi;
use signkey::{Error, Keyring, Verified};

use crate::{
    arguments::{Count, count},
    header::HeaderText,
    keyring::with_keyring,
    limits::limits,
    outcome::{guard_number, verdict},
};

/// Verifies a request.
#[napi]
pub fn verify_request(
    handle: u32,
    body: &[u8],
    #[napi(ts_arg_type = "string | undefined | null")] header: Option<HeaderText>,
    now: Count,
    numbers: Option<&[u64]>,
) -> i32 {
    verify(handle, |keyring| {
        keyring.verify_request(body, bytes(&header), count(&now)?, &limits(numbers)?)
    })
}

/// Verifies the canonical form of a request whose bytes are lost.
#[napi]
pub fn verify_canonical(
    handle: u32,
    json: String,
    #[napi(ts_arg_type = "string | undefined | null")] header: Option<HeaderText>,
    now: Count,
    numbers: Option<&[u64]>,
) -> i32 {
    verify(handle, |keyring| {
        keyring.verify_canonical(
            json.as_bytes(),
            bytes(&header),
            count(&now)?,
            &limits(numbers)?,
        )
    })
}

/// Verifies a response.
#[napi]
pub fn verify_response(
    handle: u32,
    body: &[u8],
    #[napi(ts_arg_type = "string | undefined | null")] header: Option<HeaderText>,
    now: Count,
    numbers: Option<&[u64]>,
) -> i32 {
    verify(handle, |keyring| {
        keyring.verify_response(body, bytes(&header), count(&now)?, limits(numbers)?.window)
    })
}

fn verify(handle: u32, work: impl FnOnce(&Keyring) -> Result<Verified, Error>) -> i32 {
    guard_number(|| verdict(&with_keyring(handle, work)?))
}

pub(crate) fn bytes(header: &Option<HeaderText>) -> Option<&[u8]> {
    header.as_ref().map(HeaderText::as_bytes)
}
