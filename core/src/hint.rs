//! What to do about an error.

use crate::error::{Error, ErrorKind};

/// No clock is wrong by so many seconds (3,000 years): the time was not given in seconds.
const NOT_SECONDS: u64 = 100_000_000_000;

impl ErrorKind {
    /// What the operator of an app can do about an error of this kind: a sentence without a final
    /// stop, for logs.
    #[must_use]
    pub const fn hint(self) -> Option<&'static str> {
        Some(match self {
            // The call that failed knows more.
            Self::InvalidArgument => return None,
            Self::Internal => "report it, with the version of signkey and the call that failed",
            Self::OutOfMemory => "give the process more memory, or lower the limits on sizes",
            Self::Finished => "make a new object for each message",

            Self::EmptyKey => "copy the whole key: its digits behind the prefix are missing",
            Self::OddKeyLength => "copy the key again: one digit is missing or too many",
            Self::NonHexKey => {
                "copy the key again: behind its prefix it has no characters but 0-9 and a-f"
            }
            Self::EventKey => {
                "copy the signing key, which begins with signkey-, in place of the event key"
            }
            Self::MalformedKeyPrefix => {
                "copy the key with its whole prefix, such as signkey-prod-, in lower case"
            }
            Self::KeyTooLong => "give one key alone, and nothing beside it",
            Self::TooManyKeys => "remove the keys with which no server signs any more",
            Self::MissingSigningKey => "set INNGEST_SIGNING_KEY",

            Self::MissingSignature => {
                "let every proxy in front pass X-Inngest-Signature on; for a development server, set INNGEST_DEV=1"
            }
            Self::MalformedSignature => "let no proxy rewrite, repeat or join X-Inngest-Signature",
            Self::SignatureMismatch => {
                "run `signkey explain` on the request: the server has another key, or something changed the body"
            }
            Self::Expired => {
                "compare the clocks of app and server, and find what holds requests up on their way"
            }
            Self::NotYetValid => "compare the clocks of app and server",
            Self::Replayed => "find what sends requests twice, such as a proxy that tries again",

            Self::InvalidJson => "look at that byte: the body must be one JSON document",
            Self::JsonInvalidUtf8 => "encode the body as UTF-8",
            Self::JsonLoneSurrogate => "cut strings between characters, never within an emoji",
            Self::JsonDuplicateMember => "give every member of an object a name of its own",
            Self::JsonTooDeep => "nest fewer arrays and objects",
            Self::JsonTooLarge => "send less at once, or raise the limit",
            Self::JsonNumberOutOfRange => "send the number as a string",
            Self::JsonNumberLossy => {
                "send large ids and long decimals as strings: a double holds 15 to 17 digits"
            }

            Self::BodyTooLarge => "raise max_body_size if such bodies are meant",
            Self::BodyUnavailable => {
                "put signkey in front of everything that reads or parses the body"
            }
            Self::InvalidTimestamp => "give the time in seconds since 1970, as a whole number",
            Self::ResponseUnsignable => {
                "raise max_response_size, or serve this response from a route that signs nothing"
            }
            Self::BodyIncomplete => {
                "find what ends connections early, such as a proxy's time limit"
            }
            Self::ReplayGuardFull => "make the replay guard for more entries",
            Self::ReplayStoreUnavailable => "see whether the replay store runs and answers",

            Self::MissingEncryptionKey => "give a key to encrypt with, or only decrypt",
            Self::EmptyEncryptionKey => "set the encryption key to a long random text",
            Self::InvalidEncryptionKeyLength => "give 32 bytes, or give the key as a text",
            Self::MalformedEnvelope => "see whether something between writer and reader changed it",
            Self::UnknownEncryptionStrategy => {
                "enable legacy_aes if the first encryption middleware wrote it"
            }
            Self::DecryptionFailed => {
                "add the key that encrypted it as a fallback; keep old keys while runs need them"
            }
            Self::EncryptionRequired => "encrypt at every writer before readers require it",
            Self::RandomSourceFailed => "see whether this process may read the system's randomness",
            Self::MalformedPlaintext => "see what the writer encrypted: it must be JSON",

            Self::MalformedUrl => {
                "write the URL as https://host:port/path, without a query, an at sign or white space"
            }
            Self::InvalidHeaderValue => "use printable ASCII alone",
            Self::MissingEnvironment => "set INNGEST_ENV to the name of the branch environment",
            Self::MissingToken => "send the API token: `Authorization: Bearer <token>`",
            Self::MalformedToken => {
                "send the API token that is derived from the key, not the key itself"
            }
            Self::TokenMismatch => "compare the key ids of both sides: one of them has another key",
            Self::MethodNotAllowed => "send a PUT to sync an app",
            Self::InvalidSetting => "set it to 1 or 0, or remove it",
        })
    }
}

impl Error {
    /// What the operator of an app can do about this error: a sentence without a final stop, for
    /// logs and tests. The caller of an endpoint is not told in cloud mode.
    #[must_use]
    pub fn hint(self) -> Option<&'static str> {
        let setting = self.setting().unwrap_or_default();
        Some(match self.kind() {
            ErrorKind::NotYetValid if self.is_beyond_clocks() => {
                "sign with seconds since 1970: this timestamp is in milliseconds or smaller units"
            }
            ErrorKind::Expired if self.is_beyond_clocks() => {
                "verify with seconds since 1970: this clock is in milliseconds or smaller units"
            }
            ErrorKind::InvalidSetting if setting == "INNGEST_DEV" => {
                "set INNGEST_DEV to 1 or 0, or to the URL of a development server"
            }
            ErrorKind::InvalidSetting if setting.ends_with("_FILE") => {
                "name a file that can be read and holds the key alone, and do not set the key itself as well"
            }
            ErrorKind::InvalidHeaderValue if is_branch(setting) => {
                "set INNGEST_ENV to a name of printable ASCII: it goes before the platform's variable"
            }
            ErrorKind::MalformedUrl if matches!(setting, "INNGEST_SERVE_PATH" | "serve_path") => {
                "give the path alone, such as /api/inngest; the origin has its own setting"
            }
            kind => return kind.hint(),
        })
    }

    fn is_beyond_clocks(self) -> bool {
        self.skew_seconds().is_some_and(|skew| skew > NOT_SECONDS)
    }
}

/// Whether a platform sets this variable to the name of a branch.
fn is_branch(setting: &str) -> bool {
    setting.contains("BRANCH") || setting.ends_with("_REF")
}
