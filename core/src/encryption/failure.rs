//! Errors of steps and functions.
//!
//! Of an error the platform keeps a name, a message and a stack, all of them text, and every SDK
//! hands on no more than these. So the envelope of the whole error travels as the message.

use alloc::{borrow::Cow, vec::Vec};

use super::{
    decrypted::Decrypted,
    encryptor::Encryptor,
    envelope::{Envelope, Frame},
    nonce::Nonce,
};
use crate::{
    error::{Error, ErrorKind},
    json::{
        Value,
        unescape::{stands_for, unescape},
    },
};

/// The frame of an error whose message is an envelope.
const ERROR_FRAME: Frame = Frame {
    before: concat!(
        r#"{"name":"EncryptedError","message":"{\"__ENCRYPTED__\":true,"#,
        r#"\"__STRATEGY__\":\"inngest/libsodium\",\"data\":\""#
    ),
    after: r#"\"}"}"#,
};

impl Encryptor {
    /// Encrypts the error of a step or of a function: a JSON object with name, message, stack and
    /// whatever else, or any other JSON value.
    ///
    /// The outcome is an error too, for the platform to store and to show:
    /// `{"name":"EncryptedError","message":"<envelope>"}`. Nothing of the original stays readable,
    /// its name neither; whether to try again is said elsewhere, in the status of the response.
    /// An encryptor that only decrypts returns the input as it is.
    ///
    /// # Errors
    ///
    /// As [`Encryptor::encrypt_value`].
    pub fn encrypt_error<'a>(&self, json: &'a [u8], nonce: Nonce) -> Result<Cow<'a, [u8]>, Error> {
        self.encrypt_within(&ERROR_FRAME, json, nonce)
    }

    /// Decrypts an error whose message is an envelope into the error that it was. Members that the
    /// platform or an SDK put beside the message are dropped.
    ///
    /// Any other error is plaintext, and returned as it is even if this encryptor requires
    /// encryption: time-outs and crashes are the platform's own errors, and it has no key.
    /// [`Decrypted::was_encrypted`] tells them apart.
    ///
    /// # Errors
    ///
    /// As [`Encryptor::decrypt_value`], without `encryption_required`.
    pub fn decrypt_error<'a>(&self, json: &'a [u8]) -> Result<Decrypted<'a>, Error> {
        let error = Value::document(json)?;
        let mut out = Vec::new();
        let was_encrypted = self.open_error(error, &mut out)?;
        Ok(match was_encrypted {
            true => Decrypted::deciphered(out),
            false => Decrypted::plain(json),
        })
    }

    /// Appends the error that this one holds encrypted. `false` if it holds none.
    pub(super) fn open_error(&self, error: Value<'_>, out: &mut Vec<u8>) -> Result<bool, Error> {
        let mut messages = error
            .members()
            .filter(|member| stands_for(member.name, "message"));
        let message = messages.next().and_then(|member| member.value.string());
        if let Some(twice) = messages.next() {
            let at = twice.start as u64;
            return Err(Error::new(ErrorKind::JsonDuplicateMember, at));
        }
        let Some(text) = message.map(unescape).transpose()?.flatten() else {
            return Ok(false);
        };
        let message = match Value::document(text.as_bytes()) {
            Ok(message) => message,
            // Cut off on its way, for example.
            Err(_) if Envelope::begins(&text) => return Err(ErrorKind::MalformedEnvelope.into()),
            Err(_) => return Ok(false),
        };
        match Envelope::read(message) {
            Ok(Some(envelope)) => self.open(&envelope, out).map(|()| true),
            Ok(None) => Ok(false),
            // A position within the message would be taken for one within the error.
            Err(error) if error.position().is_some() => Err(ErrorKind::MalformedEnvelope.into()),
            Err(error) => Err(error),
        }
    }
}
