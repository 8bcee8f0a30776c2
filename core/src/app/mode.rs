//! Cloud or dev.

/// Who sends the requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// The platform: every request is signed.
    Cloud,
    /// A development server, which signs nothing: a request without a signature is let through as
    /// unverified.
    Dev,
}

impl Mode {
    /// The name that all languages share: `cloud` or `dev`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cloud => "cloud",
            Self::Dev => "dev",
        }
    }

    /// The mode of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "cloud" => Some(Self::Cloud),
            "dev" => Some(Self::Dev),
            _ => None,
        }
    }
}
