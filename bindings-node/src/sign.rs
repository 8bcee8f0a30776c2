//! Signing.

use napi_derive::napi;
use signkey::{Error, SignatureHeader, SigningKey};

use crate::{
    arguments::{Count, count},
    keyring::with_key,
    outcome::guard,
};

/// Signs the canonical form of a request.
#[napi]
pub fn sign_request(keyring: u32, index: u32, body: &[u8], timestamp: Count) -> Option<String> {
    sign(keyring, index, |key| {
        key.sign_request(body, count(&timestamp)?)
    })
}

/// Signs these bytes as they are.
#[napi]
pub fn sign_raw(keyring: u32, index: u32, body: &[u8], timestamp: Count) -> Option<String> {
    sign(keyring, index, |key| key.sign_raw(body, count(&timestamp)?))
}

/// Signs a response.
#[napi]
pub fn sign_response(keyring: u32, index: u32, body: &[u8], timestamp: Count) -> Option<String> {
    sign(keyring, index, |key| {
        key.sign_response(body, count(&timestamp)?)
    })
}

fn sign(
    keyring: u32,
    index: u32,
    work: impl FnOnce(&SigningKey) -> Result<SignatureHeader, Error>,
) -> Option<String> {
    guard(|| Ok(with_key(keyring, index, work)?.to_string()))
}
