//! Who sent a request, and what looks wrong about it.

use std::ffi::{CStr, c_char};

use signkey::{Error, ErrorKind, Unverified, Warning};

use crate::guard;

/// Who sent a request that was let through. `SIGNKEY_SENDER_VERIFIED` alone is proof of anything.
#[expect(non_camel_case_types, reason = "the names are those of the header")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum CSender {
    /// Not known before the body is read: from `signkey_endpoint_authenticate_unread` alone.
    SIGNKEY_SENDER_UNDECIDED = 0,
    /// A holder of a signing key, not long ago.
    SIGNKEY_SENDER_VERIFIED = 1,
    /// Anyone: dev mode, and nothing is signed.
    SIGNKEY_SENDER_DEV = 2,
    /// Anyone: dev mode, and there is no key to verify the signature with.
    SIGNKEY_SENDER_DEV_WITHOUT_KEY = 3,
    /// Anyone: requests of this method need no signature.
    SIGNKEY_SENDER_UNSIGNED_METHOD = 4,
    /// Anyone: a sync needs no signature.
    SIGNKEY_SENDER_UNSIGNED_SYNC = 5,
}

impl TryFrom<Unverified> for CSender {
    type Error = Error;

    fn try_from(reason: Unverified) -> Result<Self, Error> {
        Ok(match reason {
            Unverified::Dev => Self::SIGNKEY_SENDER_DEV,
            Unverified::DevWithoutKey => Self::SIGNKEY_SENDER_DEV_WITHOUT_KEY,
            Unverified::UnsignedMethod => Self::SIGNKEY_SENDER_UNSIGNED_METHOD,
            Unverified::UnsignedSync => Self::SIGNKEY_SENDER_UNSIGNED_SYNC,
            _ => return Err(ErrorKind::Internal.into()),
        })
    }
}

/// Something that looks wrong about a request, and changes nothing in how it is judged.
#[expect(non_camel_case_types, reason = "the names are those of the header")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum CWarning {
    /// Nothing.
    SIGNKEY_WARNING_NONE = 0,
    /// A development server calls an app in cloud mode.
    SIGNKEY_WARNING_DEV_SERVER_IN_CLOUD_MODE = 1,
    /// The platform calls an app in dev mode.
    SIGNKEY_WARNING_CLOUD_SERVER_IN_DEV_MODE = 2,
}

impl TryFrom<Option<Warning>> for CWarning {
    type Error = Error;

    fn try_from(warning: Option<Warning>) -> Result<Self, Error> {
        Ok(match warning {
            None => Self::SIGNKEY_WARNING_NONE,
            Some(Warning::DevServerInCloudMode) => Self::SIGNKEY_WARNING_DEV_SERVER_IN_CLOUD_MODE,
            Some(Warning::CloudServerInDevMode) => Self::SIGNKEY_WARNING_CLOUD_SERVER_IN_DEV_MODE,
            Some(_) => return Err(ErrorKind::Internal.into()),
        })
    }
}

const UNKNOWN: &CStr = c"unknown";

/// The name of a sender that all languages share: of those that are not verified, the reason why
/// they were let through.
///
/// - `sender`: any number.
///
/// Returns "verified", "dev", "dev_without_key", "unsigned_method" or "unsigned_sync", and "unknown"
/// for `SIGNKEY_SENDER_UNDECIDED` and for a number that this version does not know. The text is
/// static. Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn signkey_sender_name(sender: u32) -> *const c_char {
    const VERIFIED: u32 = CSender::SIGNKEY_SENDER_VERIFIED as u32;
    const DEV: u32 = CSender::SIGNKEY_SENDER_DEV as u32;
    const DEV_WITHOUT_KEY: u32 = CSender::SIGNKEY_SENDER_DEV_WITHOUT_KEY as u32;
    const UNSIGNED_METHOD: u32 = CSender::SIGNKEY_SENDER_UNSIGNED_METHOD as u32;
    const UNSIGNED_SYNC: u32 = CSender::SIGNKEY_SENDER_UNSIGNED_SYNC as u32;
    let call = || match sender {
        VERIFIED => c"verified",
        DEV => c"dev",
        DEV_WITHOUT_KEY => c"dev_without_key",
        UNSIGNED_METHOD => c"unsigned_method",
        UNSIGNED_SYNC => c"unsigned_sync",
        _ => UNKNOWN,
    };
    guard::value(UNKNOWN, call).as_ptr()
}

const DEV_SERVER: u32 = CWarning::SIGNKEY_WARNING_DEV_SERVER_IN_CLOUD_MODE as u32;
const CLOUD_SERVER: u32 = CWarning::SIGNKEY_WARNING_CLOUD_SERVER_IN_DEV_MODE as u32;

/// The name of a warning that all languages share.
///
/// - `warning`: any number.
///
/// Returns "dev_server_in_cloud_mode" or "cloud_server_in_dev_mode", and "unknown" for a number that
/// this version does not know. The text is static. Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn signkey_warning_code(warning: u32) -> *const c_char {
    let call = || match warning {
        DEV_SERVER => c"dev_server_in_cloud_mode",
        CLOUD_SERVER => c"cloud_server_in_dev_mode",
        _ => UNKNOWN,
    };
    guard::value(UNKNOWN, call).as_ptr()
}

/// A sentence about a warning, for people.
///
/// - `warning`: any number.
///
/// Returns an English sentence without a final stop, also for a number that this version does not
/// know. The text is static. Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn signkey_warning_message(warning: u32) -> *const c_char {
    const UNKNOWN: &CStr = c"a warning that this version of signkey does not know";
    let call = || match warning {
        DEV_SERVER => {
            c"the request says that it is from a development server, but the app is in cloud mode"
        }
        CLOUD_SERVER => {
            c"the request says that it is from the platform, but the app is in dev mode"
        }
        _ => UNKNOWN,
    };
    guard::value(UNKNOWN, call).as_ptr()
}
