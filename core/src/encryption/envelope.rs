//! The envelope: `{"__ENCRYPTED__":true,"__STRATEGY__":"inngest/libsodium","data":"<base64>"}`,
//! where the base64 is that of nonce, tag and ciphertext.

use alloc::vec::Vec;

use super::{
    base64,
    nonce::Nonce,
    secretbox::{SecretKey, TAG_SIZE},
};
use crate::{
    error::{Error, ErrorKind},
    json::{Value, reserve, unescape::stands_for},
};

const MARKER: &str = "__ENCRYPTED__";
const STRATEGY: &str = "__STRATEGY__";
const DATA: &str = "data";
const SECRETBOX: &str = "inngest/libsodium";
/// What stands in front of the ciphertext, in bytes.
const HEADER_SIZE: usize = Nonce::SIZE + TAG_SIZE;

/// What stands in front of the base64 and behind it.
pub(super) struct Frame {
    pub(super) before: &'static str,
    pub(super) after: &'static str,
}

/// The frame of an envelope that is a JSON value.
pub(super) const VALUE_FRAME: Frame = Frame {
    before: r#"{"__ENCRYPTED__":true,"__STRATEGY__":"inngest/libsodium","data":""#,
    after: r#""}"#,
};

impl Frame {
    /// The size of an envelope around a plaintext of this size.
    pub(super) fn sealed_len(&self, plaintext: usize) -> Result<usize, ErrorKind> {
        let data = base64::encoded_len(plaintext.saturating_add(HEADER_SIZE))?;
        data.checked_add(self.before.len() + self.after.len())
            .ok_or(ErrorKind::OutOfMemory)
    }

    /// Appends the envelope of a plaintext. It is encrypted and encoded where it stands.
    pub(super) fn seal(
        &self,
        key: &SecretKey,
        nonce: &Nonce,
        plaintext: &str,
        out: &mut Vec<u8>,
    ) -> Result<(), ErrorKind> {
        reserve(out, self.sealed_len(plaintext.len())?)?;
        out.extend_from_slice(self.before.as_bytes());
        let start = out.len();
        let len = HEADER_SIZE + plaintext.len();
        let data_len = base64::encoded_len(len)?;
        out.resize(start + data_len - len, 0);
        out.extend_from_slice(nonce.as_bytes());
        let tag_at = out.len();
        out.extend_from_slice(&[0; TAG_SIZE]);
        out.extend_from_slice(plaintext.as_bytes());

        let (tag_slot, message) = out[tag_at..].split_at_mut(TAG_SIZE);
        let tag = key.seal(nonce.as_bytes(), message)?;
        tag_slot.copy_from_slice(&tag);
        base64::encode_in_place(&mut out[start..], len)?;
        out.extend_from_slice(self.after.as_bytes());
        Ok(())
    }
}

/// How a value was encrypted.
#[derive(Clone, Copy)]
pub(super) enum Strategy {
    SecretBox,
    /// The first format, which names no strategy.
    Unnamed,
}

/// A value that says that it is encrypted.
pub(super) struct Envelope<'a> {
    pub(super) strategy: Strategy,
    /// What stands between the quotes of `data`.
    pub(super) data: &'a str,
    /// Whether other members stand beside those of the envelope.
    has_others: bool,
}

impl<'a> Envelope<'a> {
    /// Reads a value that is an envelope and nothing else; `None` if it does not carry the marker
    /// `"__ENCRYPTED__":true`.
    pub(super) fn read(value: Value<'a>) -> Result<Option<Self>, Error> {
        let envelope = Self::read_among_others(value)?;
        if envelope.as_ref().is_some_and(|it| it.has_others) {
            return Err(ErrorKind::MalformedEnvelope.into());
        }
        Ok(envelope)
    }

    /// Reads an envelope that may have other members beside its own.
    pub(super) fn read_among_others(value: Value<'a>) -> Result<Option<Self>, Error> {
        let (mut marker, mut strategy, mut data) = (None, None, None);
        let (mut twice, mut has_others) = (None, false);
        for member in value.members() {
            let slot = match member.name {
                name if stands_for(name, MARKER) => &mut marker,
                name if stands_for(name, STRATEGY) => &mut strategy,
                name if stands_for(name, DATA) => &mut data,
                _ => {
                    has_others = true;
                    continue;
                }
            };
            if slot.replace(member.value).is_some() {
                twice = Some(member.start);
            }
        }
        let Some(marker) = marker else {
            return Ok(None);
        };
        if let Some(at) = twice {
            return Err(Error::new(ErrorKind::JsonDuplicateMember, at as u64));
        }
        if marker.text() != "true" {
            return Ok(None);
        }
        let strategy = match strategy {
            None => Strategy::Unnamed,
            Some(name) => match name.string().ok_or(ErrorKind::MalformedEnvelope)? {
                name if stands_for(name, SECRETBOX) => Strategy::SecretBox,
                _ => return Err(ErrorKind::UnknownEncryptionStrategy.into()),
            },
        };
        Ok(Some(Self {
            strategy,
            data: data
                .and_then(|data| data.string())
                .ok_or(ErrorKind::MalformedEnvelope)?,
            has_others,
        }))
    }

    /// Whether a text begins as [`VALUE_FRAME`] does.
    pub(super) fn begins(text: &str) -> bool {
        text.starts_with(r#"{"__ENCRYPTED__":true"#)
    }

    /// Whether this is the name of a member of envelopes.
    pub(super) fn has_member(name: &str) -> bool {
        [MARKER, STRATEGY, DATA]
            .into_iter()
            .any(|own| stands_for(name, own))
    }

    /// Appends what a base64 of nonce, tag and ciphertext holds, under the first key that opens
    /// it.
    pub(super) fn open<'k>(
        data: &str,
        mut keys: impl Iterator<Item = &'k SecretKey>,
        out: &mut Vec<u8>,
    ) -> Result<(), ErrorKind> {
        let start = out.len();
        let header: [u8; HEADER_SIZE] = base64::decode(data, out)?;
        let (nonce, tag) = header.split_at(Nonce::SIZE);
        let (Ok(nonce), Ok(tag)) = (nonce.try_into(), tag.try_into()) else {
            return Err(ErrorKind::Internal);
        };
        let message = &mut out[start..];
        if keys.any(|key| key.open(nonce, tag, message)) {
            Ok(())
        } else {
            Err(ErrorKind::DecryptionFailed)
        }
    }
}
