//! Event data: one field of it is encrypted, the rest stays readable for the platform's routing.

use alloc::{borrow::Cow, vec::Vec};

use super::{
    decrypted::Decrypted,
    encryptor::Encryptor,
    envelope::{Envelope, VALUE_FRAME},
    nonce::Nonce,
    splice::Splice,
};
use crate::{
    error::{Error, ErrorKind},
    json::{
        Member, Value, push,
        unescape::{compare, stands_for},
    },
};

impl Encryptor {
    /// Encrypts the encrypted field of event data, or of the data of an invocation: a JSON object,
    /// or `null` for none. What has no such field is returned as it is.
    ///
    /// Whatever the field holds is encrypted: `null`, or what looks like an envelope, too.
    ///
    /// # Errors
    ///
    /// `invalid_json`, `json_invalid_utf8`, `json_too_deep`; then `invalid_argument` if it is no
    /// object, `json_duplicate_member`, `out_of_memory`.
    #[expect(clippy::needless_pass_by_value, reason = "a nonce serves once")]
    pub fn encrypt_event_data<'a>(
        &self,
        json: &'a [u8],
        nonce: Nonce,
    ) -> Result<Cow<'a, [u8]>, Error> {
        let data = Value::document(json)?;
        let mut splice = Splice::new(json);
        let mut fields = members(data)?.into_iter();
        let field = fields.find(|field| stands_for(field.name, self.event_field()));
        if let Some((key, field)) = self.encrypting_key().zip(field) {
            let plaintext = field.value.text();
            let room = VALUE_FRAME.sealed_len(plaintext.len())?;
            splice.replace(field.value.span(), room, |out| {
                Ok(VALUE_FRAME.seal(key, &nonce, plaintext, out)?)
            })?;
        }
        Ok(splice.finish()?.map_or(Cow::Borrowed(json), Cow::Owned))
    }

    /// Decrypts event data: a JSON object, or `null` for none.
    ///
    /// Either each field that is an envelope is replaced by what it holds, whatever its name. Or
    /// the data as a whole is an envelope, as older writers made it: then it becomes the object
    /// that the envelope holds, and members that the platform put beside the envelope (as
    /// `_inngest` for an invocation) stay, unless the object has one of that name. What was
    /// decrypted is not decrypted again.
    ///
    /// An encryptor that requires encryption refuses plaintext in the encrypted field; it does not
    /// require that there is such a field.
    ///
    /// # Errors
    ///
    /// `invalid_json`, `json_invalid_utf8`, `json_too_deep`; then `invalid_argument` if it is no
    /// object, and the errors of [`Encryptor::decrypt_value`]. `malformed_plaintext` also if data
    /// as a whole holds no object.
    pub fn decrypt_event_data<'a>(&self, json: &'a [u8]) -> Result<Decrypted<'a>, Error> {
        let data = Value::document(json)?;
        let mut splice = Splice::new(json);
        self.decrypt_data(data, &mut splice)?;
        let deciphered = splice.finish()?;
        Ok(deciphered.map_or(Decrypted::plain(json), Decrypted::deciphered))
    }

    /// Decrypts event data within a document.
    pub(super) fn decrypt_data(
        &self,
        data: Value<'_>,
        splice: &mut Splice<'_>,
    ) -> Result<(), Error> {
        let fields = members(data)?;
        if let Some(envelope) = Envelope::read_among_others(data)? {
            let room = data.text().len();
            return splice.replace(data.span(), room, |out| {
                self.open_data(&fields, &envelope, out)
            });
        }
        for field in fields {
            if let Some(envelope) = self.field_envelope(field)? {
                let room = field.value.text().len();
                splice.replace(field.value.span(), room, |out| self.open(&envelope, out))?;
            }
        }
        Ok(())
    }

    /// A field as an envelope; `None` if it may be plaintext.
    fn field_envelope<'a>(&self, field: Member<'a>) -> Result<Option<Envelope<'a>>, Error> {
        let envelope = Envelope::read(field.value)?;
        let required = self.requires_encrypted() && stands_for(field.name, self.event_field());
        if required && envelope.is_none() {
            return Err(ErrorKind::EncryptionRequired.into());
        }
        Ok(envelope)
    }

    /// Appends the object of an envelope, behind those of the fields beside it that it lacks.
    fn open_data(
        &self,
        fields: &[Member<'_>],
        envelope: &Envelope<'_>,
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let mut plaintext = Vec::new();
        self.open(envelope, &mut plaintext)?;
        let object = Value::document(&plaintext)?;
        let body = object.text().strip_prefix('{');
        let body = body.ok_or(ErrorKind::MalformedPlaintext)?;
        let mut names = Vec::new();
        for member in object.members() {
            push(&mut names, member.name)?;
        }
        names.sort_unstable_by(|left, right| compare(left, right));

        out.push(b'{');
        for field in fields {
            let hidden = names.binary_search_by(|name| compare(name, field.name));
            if Envelope::has_member(field.name) || hidden.is_ok() {
                continue;
            }
            out.push(b'"');
            out.extend_from_slice(field.name.as_bytes());
            out.extend_from_slice(b"\":");
            match self.field_envelope(*field)? {
                Some(envelope) => self.open(&envelope, out)?,
                None => out.extend_from_slice(field.value.text().as_bytes()),
            }
            out.push(b',');
        }
        if names.is_empty() && out.ends_with(b",") {
            out.pop();
        }
        out.extend_from_slice(body.as_bytes());
        Ok(())
    }
}

/// The members of event data, whose names must be unique; none of `null`.
pub(super) fn members(data: Value<'_>) -> Result<Vec<Member<'_>>, Error> {
    if !data.is_object() && data.text() != "null" {
        return Err(ErrorKind::InvalidArgument.into());
    }
    let mut members = Vec::new();
    for member in data.members() {
        push(&mut members, member)?;
    }
    members.sort_unstable_by(|left, right| compare(left.name, right.name));
    for (left, right) in members.iter().zip(members.iter().skip(1)) {
        if compare(left.name, right.name).is_eq() {
            let at = left.start.max(right.start);
            return Err(Error::new(ErrorKind::JsonDuplicateMember, at as u64));
        }
    }
    members.sort_unstable_by_key(|member| member.start);
    Ok(members)
}
