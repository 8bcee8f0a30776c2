//! Signed requests for tests.

use napi::bindgen_prelude::Uint8Array;
use napi_derive::napi;
use signkey::testing::{TEST_KEY, TestKit};

use crate::{
    arguments::{Count, count},
    outcome::guard,
};

/// What is right or wrong with a test request.
#[napi(string_enum = "lowercase")]
pub enum TestKind {
    /// It verifies.
    Signed,
    /// Too old.
    Expired,
    /// Too far ahead.
    Early,
    /// Another body than was signed.
    Tampered,
}

/// A request as the platform would send it.
#[napi(object, object_from_js = false)]
pub struct TestRequest {
    /// The bytes to send.
    pub body: Uint8Array,
    /// The signature header.
    pub header: String,
}

/// The key of the kit, which is public.
#[napi]
pub fn test_key() -> &'static str {
    TEST_KEY
}

/// Makes a request that is seen from this clock.
#[napi]
pub fn test_request(kind: TestKind, body: &[u8], now: Count) -> Option<TestRequest> {
    guard(|| {
        let kit = TestKit::new(count(&now)?)?;
        let request = match kind {
            TestKind::Signed => kit.signed(body),
            TestKind::Expired => kit.expired(body),
            TestKind::Early => kit.early(body),
            TestKind::Tampered => kit.tampered(body),
        }?;
        Ok(TestRequest {
            body: request.body.into(),
            header: request.header,
        })
    })
}
