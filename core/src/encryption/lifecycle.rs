//! The platform's own events about runs, which carry what the runs received and returned.

use alloc::vec::Vec;

use super::{
    decrypted::Decrypted, encryptor::Encryptor, envelope::Envelope, event::members, splice::Splice,
};
use crate::{
    error::{Error, ErrorKind},
    json::{Value, unescape::stands_for},
};

/// The names of the events with which the platform tells how a run ended. Their data is decrypted by
/// [`Encryptor::decrypt_lifecycle_data`].
pub const LIFECYCLE_EVENTS: [&str; 3] = [
    "inngest/function.cancelled",
    "inngest/function.failed",
    "inngest/function.finished",
];

impl Encryptor {
    /// Decrypts the data of an event that the platform sends when a run ends: one of
    /// [`LIFECYCLE_EVENTS`].
    ///
    /// Decrypted are: `error`, as by [`Encryptor::decrypt_error`]; `result`, an output or an
    /// error; the data of `event` and of each of `events`, as by
    /// [`Encryptor::decrypt_event_data`]. An encryptor that requires encryption refuses a `result`
    /// in plaintext, unless it is `null` or beside an `error`.
    ///
    /// # Errors
    ///
    /// As [`Encryptor::decrypt_event_data`].
    pub fn decrypt_lifecycle_data<'a>(&self, json: &'a [u8]) -> Result<Decrypted<'a>, Error> {
        let fields = members(Value::document(json)?)?;
        let failed = fields.iter().any(|field| stands_for(field.name, "error"));
        let mut splice = Splice::new(json);
        for field in fields {
            let (is, value) = (|name| stands_for(field.name, name), field.value);
            if is("error") {
                self.decrypt_outcome(value, &mut splice)?;
            } else if is("result") {
                let was_encrypted = self.decrypt_outcome(value, &mut splice)?;
                let due = self.requires_encrypted() && !failed && value.text() != "null";
                if due && !was_encrypted {
                    return Err(ErrorKind::EncryptionRequired.into());
                }
            } else if is("event") {
                self.decrypt_data_of(value, &mut splice)?;
            } else if is("events") {
                for event in value.elements() {
                    self.decrypt_data_of(event, &mut splice)?;
                }
            }
        }
        let deciphered = splice.finish()?;
        Ok(deciphered.map_or(Decrypted::plain(json), Decrypted::deciphered))
    }

    /// Decrypts an output or an error. `false` if it is neither encrypted as the one nor as the
    /// other.
    fn decrypt_outcome(&self, value: Value<'_>, splice: &mut Splice<'_>) -> Result<bool, Error> {
        let (part, room) = (value.span(), value.text().len());
        if let Some(envelope) = Envelope::read(value)? {
            splice.replace(part, room, |out| self.open(&envelope, out))?;
            return Ok(true);
        }
        let mut error = Vec::new();
        let was_encrypted = self.open_error(value, &mut error)?;
        if was_encrypted {
            splice.replace(part, room, |out| {
                out.extend_from_slice(&error);
                Ok(())
            })?;
        }
        Ok(was_encrypted)
    }

    /// Decrypts the data of an event. Data that comes twice is an error: the reader at the other end may
    /// take the one that was not judged.
    fn decrypt_data_of(&self, event: Value<'_>, splice: &mut Splice<'_>) -> Result<(), Error> {
        let members = event.members();
        let mut data = members.filter(|member| stands_for(member.name, "data"));
        let first = data.next();
        if let Some(twice) = data.next() {
            let at = twice.start as u64;
            return Err(Error::new(ErrorKind::JsonDuplicateMember, at));
        }
        first.map_or(Ok(()), |member| self.decrypt_data(member.value, splice))
    }
}
