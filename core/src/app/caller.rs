//! Who sent a request, as judged.

use core::fmt;

use super::{head::Head, mode::Mode};
use crate::signing::Verified;

/// Who sent a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Caller {
    /// A holder of a signing key, not long ago.
    Verified(Verified),
    /// Anyone.
    Unverified(Unverified),
}

impl Caller {
    /// The proof, if there is one.
    #[must_use]
    pub const fn verified(&self) -> Option<&Verified> {
        match self {
            Self::Verified(verified) => Some(verified),
            Self::Unverified(_) => None,
        }
    }
}

/// Why a request was let through without proof of its sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unverified {
    /// Dev mode, and nothing is signed.
    Dev,
    /// Dev mode, and there is no key to verify the signature with.
    DevWithoutKey,
    /// Requests of this method need no signature.
    UnsignedMethod,
    /// A sync needs no signature.
    UnsignedSync,
}

impl Unverified {
    /// Every reason.
    pub const ALL: [Self; 4] = [
        Self::Dev,
        Self::DevWithoutKey,
        Self::UnsignedMethod,
        Self::UnsignedSync,
    ];

    /// The name that all languages share.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::DevWithoutKey => "dev_without_key",
            Self::UnsignedMethod => "unsigned_method",
            Self::UnsignedSync => "unsigned_sync",
        }
    }
}

/// Something that looks wrong about a request, and changes nothing in how it is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Warning {
    /// A development server calls an app in cloud mode.
    DevServerInCloudMode,
    /// The platform calls an app in dev mode.
    CloudServerInDevMode,
}

impl Warning {
    /// Every warning.
    pub const ALL: [Self; 2] = [Self::DevServerInCloudMode, Self::CloudServerInDevMode];

    /// What a request says of its sender that contradicts the mode.
    pub(super) fn of(mode: Mode, head: &Head) -> Option<Self> {
        match (mode, head.server_kind()) {
            (Mode::Cloud, Some("dev")) => Some(Self::DevServerInCloudMode),
            (Mode::Dev, Some("cloud")) => Some(Self::CloudServerInDevMode),
            _ => None,
        }
    }

    /// The name that all languages share.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::DevServerInCloudMode => "dev_server_in_cloud_mode",
            Self::CloudServerInDevMode => "cloud_server_in_dev_mode",
        }
    }

    /// A sentence for people, without a final stop.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::DevServerInCloudMode => {
                "the request says that it is from a development server, but the app is in cloud mode"
            }
            Self::CloudServerInDevMode => {
                "the request says that it is from the platform, but the app is in dev mode"
            }
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}
