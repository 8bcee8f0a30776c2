//! Cloud or dev.

use signkey::{Error, ErrorKind, Mode};

use crate::pointers::text::Texts;

/// Who sends the requests. 0 is a mode that is not set.
#[expect(non_camel_case_types, reason = "the names are those of the header")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum CMode {
    /// The platform: every request is signed.
    SIGNKEY_MODE_CLOUD = 1,
    /// A development server, which signs nothing: a request without a signature is let through as
    /// unverified.
    SIGNKEY_MODE_DEV = 2,
}

/// The names of the modes, in the order of their numbers.
pub(crate) static MODE_NAMES: Texts<2, 8> = Texts::new([Mode::Cloud.name(), Mode::Dev.name()]);

/// The mode of the caller's number, `None` for 0.
pub(crate) fn read(number: u32) -> Result<Option<Mode>, Error> {
    const CLOUD: u32 = CMode::SIGNKEY_MODE_CLOUD as u32;
    const DEV: u32 = CMode::SIGNKEY_MODE_DEV as u32;
    match number {
        0 => Ok(None),
        CLOUD => Ok(Some(Mode::Cloud)),
        DEV => Ok(Some(Mode::Dev)),
        _ => Err(ErrorKind::InvalidArgument.into()),
    }
}
