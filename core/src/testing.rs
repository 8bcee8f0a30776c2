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
//!     Some(request.header.as_bytes()),
//!     kit.now(),
//!     &VerifyOptions::DEFAULT,
//! );
//! assert_eq!(verdict.map_err(|error| error.kind()), Err(ErrorKind::Expired));
//! # Ok(())
//! # }
//! ```

use alloc::{string::String, string::ToString, vec::Vec};

use crate::{Error, Keyring, ReplayWindow, SigningKey};

/// The key of the kit: public, hence of use in tests only.
pub const TEST_KEY: &str =
    "signkey-test-0001020304050607080910111213141516171819202122232425262728293031";

/// A request as the platform would send it.
#[derive(Clone, Debug)]
pub struct TestRequest {
    /// The bytes to send.
    pub body: Vec<u8>,
    /// The value of `X-Inngest-Signature`.
    pub header: String,
}

/// Makes requests signed under [`TEST_KEY`], seen from a clock that stands still.
#[derive(Debug)]
pub struct TestKit {
    keyring: Keyring,
    now: u64,
}

impl TestKit {
    /// A kit whose clock shows this time, in seconds since 1970-01-01 00:00 UTC.
    ///
    /// # Errors
    ///
    /// None: [`TEST_KEY`] is a valid key.
    pub fn new(now: u64) -> Result<Self, Error> {
        let keyring = Keyring::new(SigningKey::parse(TEST_KEY)?);
        Ok(Self { keyring, now })
    }

    /// The keyring that accepts the kit's requests.
    #[must_use]
    pub fn keyring(&self) -> &Keyring {
        &self.keyring
    }

    /// The time that the kit's clock shows.
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

    fn signed_at(&self, body: &[u8], timestamp: u64) -> Result<TestRequest, Error> {
        let header = self.keyring.primary().sign_raw(body, timestamp)?;
        Ok(TestRequest {
            body: body.to_vec(),
            header: header.to_string(),
        })
    }
}
