//! Signing: MAC of the body and the timestamp behind it.

use super::{header::SignatureHeader, key::SigningKey};
use crate::error::{Error, ErrorKind};

impl SigningKey {
    /// Signs these bytes as they are, at this time in seconds since 1970-01-01 00:00 UTC.
    ///
    /// # Errors
    ///
    /// `invalid_timestamp` if the time has more than 19 digits.
    pub fn sign_raw(&self, body: &[u8], timestamp: u64) -> Result<SignatureHeader, Error> {
        if timestamp > SignatureHeader::TIMESTAMP_MAX {
            return Err(ErrorKind::InvalidTimestamp.into());
        }
        let unsigned = SignatureHeader::new(timestamp, [0; 32]);
        let text = unsigned.timestamp_text();
        let mac = self.mac().mac([body, text.as_bytes()]);
        Ok(SignatureHeader::new(timestamp, mac))
    }

    /// Signs a response: its bytes exactly as they are sent.
    ///
    /// Use the key that verified the request: [`crate::Keyring::key`] of
    /// [`crate::Verified::key_index`].
    ///
    /// # Errors
    ///
    /// `invalid_timestamp` if the time has more than 19 digits.
    pub fn sign_response(&self, body: &[u8], timestamp: u64) -> Result<SignatureHeader, Error> {
        self.sign_raw(body, timestamp)
    }

    /// Signs a request as the platform does: the canonical form (RFC 8785) of its JSON body.
    ///
    /// Send the canonical form too ([`crate::canonicalize`]): the receiver then need not compute
    /// it.
    ///
    /// # Errors
    ///
    /// `invalid_timestamp`, the errors of [`crate::canonicalize`], and `json_number_lossy` if the
    /// canonical form would be another document.
    #[cfg(feature = "alloc")]
    pub fn sign_request(&self, body: &[u8], timestamp: u64) -> Result<SignatureHeader, Error> {
        if timestamp > SignatureHeader::TIMESTAMP_MAX {
            return Err(ErrorKind::InvalidTimestamp.into());
        }
        let canonical = crate::canonicalize(body)?;
        if let Some(at) = canonical.lossy_at() {
            return Err(Error::new(ErrorKind::JsonNumberLossy, at as u64));
        }
        self.sign_raw(canonical.as_bytes(), timestamp)
    }
}
