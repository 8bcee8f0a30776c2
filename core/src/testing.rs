//! Signed requests for the tests of applications and SDKs.
//!
//! ```
//! use signkey::{ErrorKind, Keyring, VerifyOptions, testing::TestKit};
//!
//! # fn main() -> Result<(), signkey::Error> {
//! let kit = TestKit::new(1_700_000_000)?;
//! let request = kit.expired(br#"{"event":{}}"#)?;
//! let verdict = kit.keyring().verify_request(
//!     &request.body,
//!     request.header.as_deref().map(str::as_bytes),
//!     kit.now(),
//!     &VerifyOptions::DEFAULT,
//! );
//! assert_eq!(verdict.map_err(|error| error.kind()), Err(ErrorKind::Expired));
//! # Ok(())
//! # }
//! ```

use alloc::{string::String, string::ToString, sync::Arc, vec::Vec};

use crate::{Error, ErrorKind, Keyring, ReplayWindow, SigningKey};

/// The key of the kit: public, hence of use in tests only.
pub const TEST_KEY: &str =
    "signkey-test-0001020304050607080910111213141516171819202122232425262728293031";

/// The fallback of the kit, as public.
pub const TEST_KEY_FALLBACK: &str =
    "signkey-test-3130292827262524232221201918171615141312111009080706050403020100";

/// A request as it would arrive.
#[derive(Clone, Debug)]
pub struct TestRequest {
    /// The bytes to send.
    pub body: Vec<u8>,
    /// The value of `X-Inngest-Signature`; `None` in a request without the header.
    pub header: Option<String>,
}

/// Makes requests signed under [`TEST_KEY`], seen from a clock that stands still.
#[derive(Debug)]
pub struct TestKit {
    keyring: Arc<Keyring>,
    now: u64,
}

impl TestKit {
    /// A kit whose clock shows this time, in seconds since 1970-01-01 00:00 UTC.
    ///
    /// # Errors
    ///
    /// None: [`TEST_KEY`] and [`TEST_KEY_FALLBACK`] are valid keys.
    pub fn new(now: u64) -> Result<Self, Error> {
        let keyring = Keyring::new(SigningKey::parse(TEST_KEY)?);
        let keyring = keyring.with_fallback(SigningKey::parse(TEST_KEY_FALLBACK)?)?;
        Ok(Self {
            keyring: Arc::new(keyring),
            now,
        })
    }

    /// The keyring that accepts the kit's requests.
    #[must_use]
    pub fn keyring(&self) -> &Arc<Keyring> {
        &self.keyring
    }

    /// The time that the kit's clock shows, in seconds since 1970-01-01 00:00 UTC.
    #[must_use]
    pub fn now(&self) -> u64 {
        self.now
    }

    /// A request that verifies.
    ///
    /// # Errors
    ///
    /// Those of [`SigningKey::sign_raw`].
    pub fn signed(&self, body: &[u8]) -> Result<TestRequest, Error> {
        self.signed_at(body, self.now)
    }

    /// A request that verifies under the fallback.
    ///
    /// # Errors
    ///
    /// As [`TestKit::signed`].
    pub fn fallback_signed(&self, body: &[u8]) -> Result<TestRequest, Error> {
        let key = self.keyring.key(1).ok_or(ErrorKind::Internal)?;
        sign(key, body, self.now)
    }

    /// A request signed one second before the default window: `expired`.
    ///
    /// # Errors
    ///
    /// As [`TestKit::signed`].
    pub fn expired(&self, body: &[u8]) -> Result<TestRequest, Error> {
        let age = ReplayWindow::DEFAULT.past + 1;
        self.signed_at(body, self.now.saturating_sub(age))
    }

    /// A request signed one second behind the default window: `not_yet_valid`.
    ///
    /// # Errors
    ///
    /// As [`TestKit::signed`].
    pub fn early(&self, body: &[u8]) -> Result<TestRequest, Error> {
        let lead = ReplayWindow::DEFAULT.future + 1;
        self.signed_at(body, self.now.saturating_add(lead))
    }

    /// A request with one byte more than was signed: `signature_mismatch`.
    ///
    /// # Errors
    ///
    /// As [`TestKit::signed`].
    pub fn tampered(&self, body: &[u8]) -> Result<TestRequest, Error> {
        let mut request = self.signed(body)?;
        request.body.push(b'!');
        Ok(request)
    }

    /// A request without a signature: `missing_signature`.
    #[must_use]
    pub fn unsigned(&self, body: &[u8]) -> TestRequest {
        TestRequest {
            body: body.to_vec(),
            header: None,
        }
    }

    /// A request whose header is not of the one form: `malformed_signature`.
    ///
    /// # Errors
    ///
    /// As [`TestKit::signed`].
    pub fn malformed(&self, body: &[u8]) -> Result<TestRequest, Error> {
        let mut request = self.signed(body)?;
        request.header = request.header.map(|header| header.to_ascii_uppercase());
        Ok(request)
    }

    fn signed_at(&self, body: &[u8], timestamp: u64) -> Result<TestRequest, Error> {
        sign(self.keyring.primary(), body, timestamp)
    }
}

fn sign(key: &SigningKey, body: &[u8], timestamp: u64) -> Result<TestRequest, Error> {
    let header = key.sign_raw(body, timestamp)?;
    Ok(TestRequest {
        body: body.to_vec(),
        header: Some(header.to_string()),
    })
}
