//! Why a text is no key.

use std::ffi::c_char;

use signkey::{Error, KeyFault};

use crate::{
    limits::SIGNKEY_MESSAGE_MAX,
    pointers::{extensible::Extensible, out::chars, slice::Slice},
    types::status::Status,
};

/// Why a text is no signing key, so that a person finds the place. It holds nothing of the text, but for
/// the name of a character that no key has.
///
/// Begin with `SIGNKEY_KEY_FAULT_INIT`, which sets `size`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct CKeyFault {
    /// `sizeof(signkey_key_fault)`, set by the caller.
    pub size: usize,
    /// What `signkey_keyring_from_key` says of the text; `SIGNKEY_OK` for a key.
    pub status: Status,
    /// There is a character to look at.
    pub has_position: bool,
    /// The character to look at, for `has_position`, counted from 1 as it is seen: white space in front
    /// and characters without width do not count.
    pub position: u64,
    /// A short name of what was found, that all languages share: for example `quoted`, and the code of
    /// the status if there is no more to say. It is static.
    pub cause: Slice,
    /// The name of the character to look at, if it has one; else `{NULL, 0}`. It is static.
    pub character: Slice,
    /// What to do about it: a sentence without a final stop. It is static.
    pub hint: Slice,
    /// What is wrong: a sentence without a final stop, and a final NUL.
    pub message: [c_char; SIGNKEY_MESSAGE_MAX],
}

// SAFETY: `repr(C)`, the size comes first, and it is only written, never read.
unsafe impl Extensible for CKeyFault {}

impl TryFrom<Option<KeyFault>> for CKeyFault {
    type Error = Error;

    fn try_from(fault: Option<KeyFault>) -> Result<Self, Error> {
        let position = fault.as_ref().and_then(KeyFault::position);
        let none = Slice::ABSENT;
        Ok(Self {
            size: size_of::<Self>(),
            status: fault.map_or(Status::OK, |fault| Status::of(fault.error().kind())),
            has_position: position.is_some(),
            position: position.unwrap_or_default(),
            cause: fault.map_or(none, |fault| Slice::of(fault.cause())),
            character: fault.and_then(|fault| fault.character()).into(),
            hint: fault.map_or(none, |fault| Slice::of(fault.hint())),
            message: chars(&fault.map(|fault| fault.to_string()).unwrap_or_default())?,
        })
    }
}
