//! Signed requests for tests.

use napi::bindgen_prelude::Uint8Array;
use napi_derive::napi;
use signkey::testing::{TEST_KEY, TEST_KEY_FALLBACK, TestKit};

use crate::{
    arguments::{Count, count},
    outcome::guard,
};

/// What is right or wrong with a test request.
#[napi(string_enum = "camelCase")]
pub enum TestKind {
    /// It verifies.
    Signed,
    /// It verifies under the fallback.
    FallbackSigned,
    /// Too old.
    Old,
    /// Too far ahead.
    Early,
    /// Another body than was signed.
    Tampered,
    /// Without a signature.
    Unsigned,
    /// With a header that is not of the one form.
    Malformed,
}

/// A request as the platform would send it.
#[napi(object, object_from_js = false)]
pub struct TestRequest {
    /// The bytes to send.
    pub body: Uint8Array,
    /// The signature header, if there is one.
    pub header: Option<String>,
}

/// The key of the kit and its fallback, which are public.
#[napi]
pub fn test_keys() -> Vec<&'static str> {
    vec![TEST_KEY, TEST_KEY_FALLBACK]
}

/// Makes a request that is seen from this clock.
#[napi]
pub fn test_request(kind: TestKind, body: &[u8], now: Count) -> Option<TestRequest> {
    guard(|| {
        let kit = TestKit::new(count(&now)?)?;
        let request = match kind {
            TestKind::Signed => kit.signed(body),
            TestKind::FallbackSigned => kit.fallback_signed(body),
            TestKind::Old => kit.expired(body),
            TestKind::Early => kit.early(body),
            TestKind::Tampered => kit.tampered(body),
            TestKind::Unsigned => Ok(kit.unsigned(body)),
            TestKind::Malformed => kit.malformed(body),
        }?;
        Ok(TestRequest {
            body: request.body.into(),
            header: request.header,
        })
    })
}
