//! The result of a verification.

use std::ffi::c_char;

use signkey::{Error, ErrorKind, Form, Verified};

use crate::{
    limits::SIGNKEY_KEY_ID_MAX,
    pointers::{extensible::Extensible, out::chars, text::Texts},
};

/// The form of a body under which a signature matched.
#[expect(non_camel_case_types, reason = "the names are those of the header")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum CForm {
    /// The bytes as received.
    SIGNKEY_FORM_RAW = 1,
    /// The canonical form (RFC 8785) of the JSON received. Requests only.
    SIGNKEY_FORM_CANONICAL = 2,
    /// The bytes less one trailing line feed. Responses only.
    SIGNKEY_FORM_TRIMMED = 3,
}

/// The names of the forms, in the order of their numbers.
pub(crate) static FORM_NAMES: Texts<3, 16> = Texts::new([
    Form::Raw.name(),
    Form::Canonical.name(),
    Form::Trimmed.name(),
]);

/// Proof that a message is authentic and timely. Filled in only by a verification that succeeds.
///
/// Begin with `SIGNKEY_VERIFIED_INIT`, which sets `size`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct CVerified {
    /// `sizeof(signkey_verified)`, set by the caller.
    pub size: usize,
    /// When the message was signed, in seconds since 1970-01-01 00:00 UTC.
    pub timestamp: u64,
    /// The age of the signature in seconds; negative if it was ahead of the clock.
    pub age_seconds: i64,
    /// The index in the keyring of the key that matched; 0 is the primary.
    pub key_index: u32,
    /// The form of the body under which the signature matched.
    pub form: CForm,
    /// The id of the key that matched, as from `signkey_keyring_key_id`.
    pub key_id: [c_char; SIGNKEY_KEY_ID_MAX],
}

// SAFETY: `repr(C)`, the size comes first, and it is only written, never read.
unsafe impl Extensible for CVerified {}

impl TryFrom<&Verified> for CVerified {
    type Error = Error;

    #[inline]
    fn try_from(verified: &Verified) -> Result<Self, Error> {
        Ok(Self {
            size: size_of::<Self>(),
            timestamp: verified.timestamp(),
            age_seconds: verified.age_seconds(),
            key_index: u32::try_from(verified.key_index()).map_err(|_| ErrorKind::Internal)?,
            form: match verified.form() {
                Form::Raw => CForm::SIGNKEY_FORM_RAW,
                Form::Canonical => CForm::SIGNKEY_FORM_CANONICAL,
                Form::Trimmed => CForm::SIGNKEY_FORM_TRIMMED,
                _ => return Err(ErrorKind::Internal.into()),
            },
            key_id: chars(verified.key_id().as_str())?,
        })
    }
}
