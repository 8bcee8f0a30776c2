//! Cloud or dev.

use std::ffi::{CStr, c_char};

use signkey::{Error, ErrorKind, Mode};

use crate::guard;

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

const CLOUD: u32 = CMode::SIGNKEY_MODE_CLOUD as u32;
const DEV: u32 = CMode::SIGNKEY_MODE_DEV as u32;

impl From<Mode> for CMode {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Cloud => Self::SIGNKEY_MODE_CLOUD,
            Mode::Dev => Self::SIGNKEY_MODE_DEV,
        }
    }
}

/// The mode of the caller's number, `None` for 0.
pub(crate) fn read(number: u32) -> Result<Option<Mode>, Error> {
    match number {
        0 => Ok(None),
        CLOUD => Ok(Some(Mode::Cloud)),
        DEV => Ok(Some(Mode::Dev)),
        _ => Err(ErrorKind::InvalidArgument.into()),
    }
}

/// The name of a mode that all languages share.
///
/// - `mode`: any number.
///
/// Returns "cloud" or "dev", and "unknown" for a number that this version does not know. The text is
/// static. Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn signkey_mode_name(mode: u32) -> *const c_char {
    const UNKNOWN: &CStr = c"unknown";
    let call = || match mode {
        CLOUD => c"cloud",
        DEV => c"dev",
        _ => UNKNOWN,
    };
    guard::value(UNKNOWN, call).as_ptr()
}
