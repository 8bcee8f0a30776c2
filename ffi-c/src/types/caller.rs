//! Who sent a request, and what looks wrong about it.

use signkey::{Caller, Error, ErrorKind, Unverified, Warning};

use crate::pointers::text::Texts;

/// Who sent a request that was admitted. `SIGNKEY_CALLER_VERIFIED` alone is proof of anything.
#[expect(non_camel_case_types, reason = "the names are those of the header")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum CCaller {
    /// The request is not admitted, or not yet.
    SIGNKEY_CALLER_NONE = 0,
    /// A holder of a signing key, not long ago.
    SIGNKEY_CALLER_VERIFIED = 1,
    /// Anyone: dev mode, and nothing is signed.
    SIGNKEY_CALLER_DEV = 2,
    /// Anyone: dev mode, and there is no key to verify the signature with.
    SIGNKEY_CALLER_DEV_WITHOUT_KEY = 3,
    /// Anyone: requests of this method need no signature.
    SIGNKEY_CALLER_UNSIGNED_METHOD = 4,
    /// Anyone: a sync needs no signature.
    SIGNKEY_CALLER_UNSIGNED_SYNC = 5,
}

/// The names of the callers, in the order of their numbers.
pub(crate) static CALLER_NAMES: Texts<5, 24> = Texts::new([
    "verified",
    Unverified::Dev.name(),
    Unverified::DevWithoutKey.name(),
    Unverified::UnsignedMethod.name(),
    Unverified::UnsignedSync.name(),
]);

impl TryFrom<Caller> for CCaller {
    type Error = Error;

    fn try_from(caller: Caller) -> Result<Self, Error> {
        Ok(match caller {
            Caller::Verified(_) => Self::SIGNKEY_CALLER_VERIFIED,
            Caller::Unverified(Unverified::Dev) => Self::SIGNKEY_CALLER_DEV,
            Caller::Unverified(Unverified::DevWithoutKey) => Self::SIGNKEY_CALLER_DEV_WITHOUT_KEY,
            Caller::Unverified(Unverified::UnsignedMethod) => Self::SIGNKEY_CALLER_UNSIGNED_METHOD,
            Caller::Unverified(Unverified::UnsignedSync) => Self::SIGNKEY_CALLER_UNSIGNED_SYNC,
            Caller::Unverified(_) => return Err(ErrorKind::Internal.into()),
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

const WARNINGS: [Warning; 2] = [Warning::DevServerInCloudMode, Warning::CloudServerInDevMode];

/// The codes of the warnings, in the order of their numbers.
pub(crate) static WARNING_CODES: Texts<2, 32> =
    Texts::new([WARNINGS[0].code(), WARNINGS[1].code()]);

/// The sentences about the warnings, in the order of their numbers.
pub(crate) static WARNING_MESSAGES: Texts<2, 96> =
    Texts::new([WARNINGS[0].message(), WARNINGS[1].message()]);

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
