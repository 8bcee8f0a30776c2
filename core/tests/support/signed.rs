//! A request whose signature is known, and signatures made without signkey.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The digits of [`KEY`].
pub(crate) const DIGITS: &str = "8ee2262a15e8d3c42d6a840db7af3de2aab08ef632b32a37a687f24b34dba3ff";
/// A key from the test suites of the public SDKs.
pub(crate) const KEY: &str =
    "signkey-test-8ee2262a15e8d3c42d6a840db7af3de2aab08ef632b32a37a687f24b34dba3ff";
/// The hash in the API token of [`KEY`], by Python's `hashlib`.
pub(crate) const HASH: &str = "e4bf4a2e7f55c7eb954b6e72f8f69628fbc409fe7da6d0f6958770987dcf0e02";
/// When [`HEADER`] was signed, in seconds since 1970-01-01 00:00 UTC.
pub(crate) const TIMESTAMP: u64 = 1_689_920_619;
/// A body in canonical form, longer than two blocks of SHA-256.
pub(crate) const BODY: &str = r#"{"ctx":{"attempt":0,"fn_id":"app-hello"},"event":{"data":{"amount":12.5,"note":"café €5"},"name":"shop/order.placed"},"steps":{}}"#;
/// The signature of [`BODY`] under [`KEY`], by Python's `hmac`.
pub(crate) const HEADER: &str =
    "t=1689920619&s=10f6d0728ba309244b4c800feb569b05daa84fecb0845c3bd122da1bde271c4e";

/// The header of a body: HMAC-SHA256 under the key's digits over the body and the decimal time.
pub(crate) fn header(digits: &str, body: &[u8], timestamp: u64) -> String {
    let mut mac: Hmac<Sha256> =
        Hmac::new_from_slice(digits.as_bytes()).expect("HMAC takes keys of every length");
    mac.update(body);
    mac.update(timestamp.to_string().as_bytes());
    let mac: String = mac.finalize().into_bytes().iter().map(hex).collect();
    format!("t={timestamp}&s={mac}")
}

pub(crate) fn hex(byte: &u8) -> String {
    format!("{byte:02x}")
}
