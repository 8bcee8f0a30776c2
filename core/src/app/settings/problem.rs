//! What can be wrong with settings.

use core::fmt;

use super::source::Source;
use crate::{
    error::{Error, ErrorKind},
    signing::KeyFault,
};

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
    ($($variant:ident, $code:literal, $severity:ident, $sentence:literal, $hint:literal;)*) => {
        /// What is wrong with a setting.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ProblemKind {
            /// A key that is none; its fault says why.
            InvalidKey(KeyFault),
            $(#[doc = concat!("`", $code, "`: ", $sentence, ".")] $variant,)*
        }

        impl ProblemKind {
            /// The `snake_case` name that all languages share. That of a key is its error's.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    Self::InvalidKey(fault) => fault.error().code(),
                    $(Self::$variant => $code,)*
                }
            }

            /// What to do about it: a sentence without a final stop.
            #[must_use]
            pub fn hint(self) -> &'static str {
                match self {
                    Self::InvalidKey(fault) => fault.hint(),
                    $(Self::$variant => $hint,)*
                }
            }

            /// Where the documentation says more: a file of the repository and a section of it.
            #[must_use]
            pub const fn docs(self) -> &'static str {
                match self {
                    Self::InvalidKey(fault) => fault.error().kind().docs(),
                    $(Self::$variant => concat!("docs/errors.md#", $code),)*
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
                    Self::InvalidKey(fault) => fault.fmt(f),
                    $(Self::$variant => f.write_str($sentence),)*
                }
            }
        }
    };
}

problem_kinds! {
    MissingSigningKey, "missing_signing_key", Error,
        "no signing key is set, so every request is refused",
        "set INNGEST_SIGNING_KEY";
    QuotedValue, "quoted_value", Error,
        "the value has quotation marks around it; they are part of the value",
        "remove the quotation marks: only a shell would have removed them";
    MalformedUrl, "malformed_url", Error,
        "the value must have the form `http(s)://host[:port][/path]`",
        "write it with its scheme, and without a query, an at sign or white space";
    MalformedPath, "malformed_path", Error,
        "the value must be the path of a URL, without scheme, host and query",
        "give the path alone, such as /api/inngest; the origin has its own setting";
    InvalidHeaderValue, "invalid_header_value", Error,
        "the value cannot stand in an HTTP header, because it is not printable ASCII",
        "use printable ASCII alone";
    InvalidSetting, "invalid_setting", Error,
        "the value is not one that the setting accepts, so every request is refused",
        "set it to 1 or 0, or remove it";
    SetTwice, "set_twice", Error,
        "the variable names a file with the key, but the key itself is set as well",
        "remove one of the two variables";
    UnreadableFile, "unreadable_file", Error,
        "the file that the variable names is empty, or cannot be read",
        "give the path of a file that this process can read, with the key alone in it";
    HashAsKey, "hash_as_key", Error,
        "the value is the hash of the other key, which anyone can learn who sees its API token",
        "copy the signing key itself";
    MissingEnvironment, "missing_environment", Error,
        "the signing key is for branch environments, but no environment is named",
        "set INNGEST_ENV to the name of the branch environment";
    SigningKeyAsEventKey, "signing_key_as_event_key", Error,
        "the value is a signing key; as an event key it would be sent in URLs",
        "copy the event key, and replace this signing key if it was sent already";
    EnvironmentLeftOut, "environment_left_out", Warning,
        "the branch's name cannot stand in an HTTP header, so no environment is named",
        "set INNGEST_ENV to a name of printable ASCII, if the environment is meant to be named";
    FallbackEqualsPrimary, "fallback_equals_primary", Warning,
        "the fallback is the same key as the primary",
        "remove the fallback, or set it to the other key of the rotation";
    FallbackWithoutPrimary, "fallback_without_primary", Warning,
        "no primary key is set, so this fallback acts as the primary",
        "set the key as INNGEST_SIGNING_KEY";
    MixedKeyEnvironments, "mixed_key_environments", Warning,
        "the fallback belongs to another environment than the primary, so requests from there are accepted",
        "set the fallback to a key of the primary's environment";
    DevOnPlatform, "dev_on_platform", Warning,
        "dev mode is on at a hosting platform, so unsigned requests are let through",
        "remove INNGEST_DEV where the app is deployed";
    ExposedOrigin, "exposed_origin", Warning,
        "the URL is not https, so credentials pass the network in the clear",
        "use https";
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

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> ProblemKind {
        self.kind
    }

    /// What to do about it: a sentence without a final stop.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        let error = match self.kind {
            ProblemKind::InvalidHeaderValue => ErrorKind::InvalidHeaderValue,
            ProblemKind::InvalidSetting => ErrorKind::InvalidSetting,
            kind => return kind.hint(),
        };
        // The way out depends on the setting.
        let error = Error::from(error).with_setting(self.source.name());
        error.hint().unwrap_or_else(|| self.kind.hint())
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
