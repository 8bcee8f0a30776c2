//! What can be wrong with settings.

use core::fmt;

use super::source::Source;
use crate::error::Error;

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Severity {
    /// Something will be refused.
    Error,
    /// Everything works, but perhaps not as it was meant.
    Warning,
}

impl Severity {
    /// The name that all languages share: `error` or `warning`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// Declares [`ProblemKind`] and its look-ups from one table.
macro_rules! problem_kinds {
    ($($variant:ident, $code:literal, $severity:ident, $sentence:literal;)*) => {
        /// What is wrong with a setting.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ProblemKind {
            /// A key that is none; its error says why.
            InvalidKey(Error),
            $(#[doc = concat!("`", $code, "`: ", $sentence, ".")] $variant,)*
        }

        impl ProblemKind {
            /// The `snake_case` name that all languages share. That of a key is its error's.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    Self::InvalidKey(error) => error.code(),
                    $(Self::$variant => $code,)*
                }
            }

            /// How much it matters.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self {
                    Self::InvalidKey(_) => Severity::Error,
                    $(Self::$variant => Severity::$severity,)*
                }
            }
        }

        impl fmt::Display for ProblemKind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    Self::InvalidKey(error) => error.fmt(f),
                    $(Self::$variant => f.write_str($sentence),)*
                }
            }
        }
    };
}

problem_kinds! {
    MissingSigningKey, "missing_signing_key", Error, "no signing key is set, so every request is refused";
    QuotedValue, "quoted_value", Error, "the value has quotation marks around it; they are part of the value";
    MalformedUrl, "malformed_url", Error, "the value must have the form `http(s)://host[:port][/path]`";
    InvalidHeaderValue, "invalid_header_value", Error, "the value cannot stand in an HTTP header, because it is not printable ASCII";
    InvalidSetting, "invalid_setting", Error, "the value is not one that the setting accepts, so every request is refused";
    MissingEnvironment, "missing_environment", Error, "the signing key is for branch environments, but no environment is named";
    SigningKeyAsEventKey, "signing_key_as_event_key", Error, "the value is a signing key; as an event key it would be sent in URLs";
    FallbackEqualsPrimary, "fallback_equals_primary", Warning, "the fallback is the same key as the primary";
    FallbackWithoutPrimary, "fallback_without_primary", Warning, "no primary key is set, so this fallback acts as the primary";
    MixedKeyEnvironments, "mixed_key_environments", Warning, "the fallback belongs to another environment than the primary, so requests from there are accepted";
    DevOnPlatform, "dev_on_platform", Warning, "dev mode is on at a hosting platform, so unsigned requests are let through";
    ExposedOrigin, "exposed_origin", Warning, "the URL is not https, so credentials pass the network in the clear";
}

/// Something that is wrong with a setting. `Display` is a sentence for people, which names the
/// setting and quotes no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem {
    kind: ProblemKind,
    source: Source,
}

impl Problem {
    pub(super) const fn new(kind: ProblemKind, source: Source) -> Self {
        Self { kind, source }
    }

    pub(super) const fn of_key(error: Error, source: Source) -> Self {
        Self::new(ProblemKind::InvalidKey(error), source)
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> ProblemKind {
        self.kind
    }

    /// The setting to look at.
    #[must_use]
    pub const fn source(&self) -> Source {
        self.source
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.source.name(), self.kind)
    }
}
