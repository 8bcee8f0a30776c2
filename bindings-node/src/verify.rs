//! Verification of messages of which only the JSON is left.

use napi_derive::napi;

use crate::{
    arguments::{Count, count},
    header::HeaderText,
    keyring::with_keyring,
    limits::limits,
    outcome::{guard_number, verdict},
};

/// Verifies the canonical form of a request whose bytes are lost.
#[napi]
pub fn verify_canonical(
    handle: u32,
    json: String,
    #[napi(ts_arg_type = "string | undefined | null")] header: Option<HeaderText>,
    now: Count,
    numbers: Option<&[u64]>,
) -> i32 {
    guard_number(|| {
        let (now, limits) = (count(&now)?, limits(numbers)?);
        verdict(&with_keyring(handle, |keyring| {
            keyring.verify_canonical(json.as_bytes(), bytes(&header), now, &limits)
        })?)
    })
}

pub(crate) fn bytes(header: &Option<HeaderText>) -> Option<&[u8]> {
    header.as_ref().map(HeaderText::as_bytes)
}
