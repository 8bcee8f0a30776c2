//! Whole values: the output of a step or of a function.

use alloc::{borrow::Cow, vec::Vec};

use super::{
    decrypted::Decrypted,
    encryptor::Encryptor,
    envelope::{Envelope, Frame, VALUE_FRAME},
    nonce::Nonce,
};
use crate::{
    error::{Error, ErrorKind},
    json::Value,
};

impl Encryptor {
    /// Encrypts the output of a step or of a function: any JSON value, `null` included.
    ///
    /// A value that looks like an envelope is encrypted like any other, and comes back as it was.
    /// White space around the value is left out. An encryptor that only decrypts returns the input
    /// as it is.
    ///
    /// # Errors
    ///
    /// `invalid_json`, `json_invalid_utf8`, `json_too_deep`, `out_of_memory`.
    pub fn encrypt_value<'a>(&self, json: &'a [u8], nonce: Nonce) -> Result<Cow<'a, [u8]>, Error> {
        self.encrypt_within(&VALUE_FRAME, json, nonce)
    }

    /// Encrypts a value into an envelope with this frame.
    #[expect(clippy::needless_pass_by_value, reason = "a nonce serves once")]
    pub(super) fn encrypt_within<'a>(
        &self,
        frame: &Frame,
        json: &'a [u8],
        nonce: Nonce,
    ) -> Result<Cow<'a, [u8]>, Error> {
        let value = Value::document(json)?;
        let Some(key) = self.encrypting_key() else {
            return Ok(Cow::Borrowed(json));
        };
        let mut out = Vec::new();
        frame.seal(key, &nonce, value.text(), &mut out)?;
        Ok(Cow::Owned(out))
    }

    /// Decrypts the output of a step or of a function.
    ///
    /// A value without the marker `"__ENCRYPTED__":true` is plaintext: it is returned as it is, or
    /// refused if this encryptor requires encryption. An envelope has to have the three members
    /// that [`Encryptor::encrypt_value`] writes, in any order, and no other.
    ///
    /// # Errors
    ///
    /// `invalid_json`, `json_invalid_utf8`, `json_too_deep`; then `json_duplicate_member`,
    /// `unknown_encryption_strategy`, `malformed_envelope`, `decryption_failed`,
    /// `malformed_plaintext`, `encryption_required`, `out_of_memory`.
    pub fn decrypt_value<'a>(&self, json: &'a [u8]) -> Result<Decrypted<'a>, Error> {
        let value = Value::document(json)?;
        match Envelope::read(value)? {
            Some(envelope) => {
                let mut out = Vec::new();
                self.open(&envelope, &mut out)?;
                Ok(Decrypted::deciphered(out))
            }
            None if self.requires_encrypted() => Err(ErrorKind::EncryptionRequired.into()),
            None => Ok(Decrypted::plain(json)),
        }
    }
}
