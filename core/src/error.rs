//! One list of errors, with the same names and numbers in every language.

use core::fmt;

/// Declares [`ErrorKind`] and its look-ups from one table, so that they cannot drift apart.
macro_rules! error_kinds {
    ($($variant:ident = $number:literal, $code:literal, $status:literal, $message:literal;)*) => {
        /// What went wrong, without any detail.
        ///
        /// Numbers and codes are append-only: a released one never changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #[repr(u16)]
        pub enum ErrorKind {
            $(#[doc = concat!("`", $code, "`: ", $message, ".")] $variant = $number,)*
        }

        impl ErrorKind {
            /// Every kind, in the order of their numbers.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The `snake_case` name that all languages share.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The number that all languages share, 1 to 999.
            #[must_use]
            pub const fn number(self) -> u16 {
                match self { $(Self::$variant => $number,)* }
            }

            /// The HTTP status with which an endpoint should answer: 401 for what an outsider
            /// can cause, 400 for a body that breaks off, 405 for a method that does not belong
            /// there, 413 for a body over the limit, 503 for what may pass by itself, 500 for other
            /// faults of this side.
            #[must_use]
            pub const fn http_status(self) -> u16 {
                match self { $(Self::$variant => $status,)* }
            }

            /// A sentence for people, without a final stop.
            #[must_use]
            pub const fn message(self) -> &'static str {
                match self { $(Self::$variant => $message,)* }
            }

            /// Where the documentation says more: a file of the repository and a section of it.
            #[must_use]
            pub const fn docs(self) -> &'static str {
                match self { $(Self::$variant => concat!("docs/errors.md#", $code),)* }
            }
        }
    };
}

error_kinds! {
    InvalidArgument = 1, "invalid_argument", 500, "an argument breaks the contract of the call";
    Internal = 2, "internal", 500, "signkey failed internally; this is a bug";
    OutOfMemory = 3, "out_of_memory", 500, "memory could not be allocated";
    Finished = 4, "finished", 500, "the object was used after it was finished or closed";

    EmptyKey = 10, "empty_key", 500, "the signing key has no hexadecimal digits";
    OddKeyLength = 11, "odd_key_length", 500, "the signing key has an odd number of hexadecimal digits";
    NonHexKey = 12, "non_hex_key", 500, "the signing key has a character that is not hexadecimal";
    EventKey = 13, "event_key", 500, "the signing key looks like an event key";
    MalformedKeyPrefix = 14, "malformed_key_prefix", 500, "the signing key must begin with `signkey-<environment>-`";
    KeyTooLong = 15, "key_too_long", 500, "the signing key or its prefix is too long";
    TooManyKeys = 16, "too_many_keys", 500, "a keyring holds at most 8 keys";
    MissingSigningKey = 17, "missing_signing_key", 500, "no signing key is configured";

    MissingSignature = 20, "missing_signature", 401, "the signature header is missing";
    MalformedSignature = 21, "malformed_signature", 401, "the signature header is malformed";
    SignatureMismatch = 22, "signature_mismatch", 401, "the signature matches no signing key";
    Expired = 23, "expired", 401, "the signature is authentic but too old";
    NotYetValid = 24, "not_yet_valid", 401, "the signature is authentic but lies in the future";
    Replayed = 25, "replayed", 401, "the message was accepted before";

    InvalidJson = 30, "invalid_json", 500, "the text is not JSON";
    JsonInvalidUtf8 = 31, "json_invalid_utf8", 500, "the JSON text is not valid UTF-8";
    JsonLoneSurrogate = 32, "json_lone_surrogate", 500, "a JSON string has a lone surrogate";
    JsonDuplicateMember = 33, "json_duplicate_member", 500, "a JSON object has two members of the same name";
    JsonTooDeep = 34, "json_too_deep", 500, "the JSON text nests more than 512 containers";
    JsonTooLarge = 35, "json_too_large", 500, "the JSON text is larger than the limit";
    JsonNumberOutOfRange = 36, "json_number_out_of_range", 500, "a JSON number is outside the range of a double";
    JsonNumberLossy = 37, "json_number_lossy", 500, "canonicalization would change the value of a JSON number";

    BodyTooLarge = 40, "body_too_large", 413, "the body is larger than the limit";
    BodyUnavailable = 41, "body_unavailable", 500, "the whole body is not available: something in front read or parsed it, or its end is unknown";
    InvalidTimestamp = 42, "invalid_timestamp", 500, "the timestamp has more than 19 digits";
    ResponseUnsignable = 43, "response_unsignable", 500, "the response is an event stream or larger than the limit, so it cannot be signed";
    BodyIncomplete = 44, "body_incomplete", 400, "the body broke off before its end";
    ReplayGuardFull = 45, "replay_guard_full", 503, "the replay guard has no room for another message";
    ReplayStoreUnavailable = 46, "replay_store_unavailable", 503, "the replay store did not answer in time";

    MissingEncryptionKey = 50, "missing_encryption_key", 500, "no encryption key is configured";
    EmptyEncryptionKey = 51, "empty_encryption_key", 500, "the encryption key is empty or blank";
    InvalidEncryptionKeyLength = 52, "invalid_encryption_key_length", 500, "a raw encryption key must be 32 bytes long";
    MalformedEnvelope = 53, "malformed_envelope", 500, "the encrypted value is malformed";
    UnknownEncryptionStrategy = 54, "unknown_encryption_strategy", 500, "the encrypted value names a strategy that is unknown or not enabled";
    DecryptionFailed = 55, "decryption_failed", 500, "no encryption key opens the value, or it was changed";
    EncryptionRequired = 56, "encryption_required", 500, "the value must be encrypted";
    RandomSourceFailed = 57, "random_source_failed", 500, "the source of random bytes failed";
    MalformedPlaintext = 58, "malformed_plaintext", 500, "the decrypted text is not the JSON that was expected";

    MalformedUrl = 60, "malformed_url", 500, "a URL must have the form `http(s)://host[:port][/path]`";
    InvalidHeaderValue = 61, "invalid_header_value", 500, "the value cannot stand in an HTTP header";
    MissingEnvironment = 62, "missing_environment", 500, "the signing key is for branch environments, but no environment is named";
    MissingToken = 63, "missing_token", 401, "the Authorization header is missing";
    MalformedToken = 64, "malformed_token", 401, "the Authorization header must be `Bearer` and an API token";
    TokenMismatch = 65, "token_mismatch", 401, "the API token matches no signing key";
    MethodNotAllowed = 66, "method_not_allowed", 405, "a sync must begin with the method PUT";
    InvalidSetting = 67, "invalid_setting", 500, "the value is not one that the setting accepts";
}

impl ErrorKind {
    /// The kind with this number, if there is one.
    #[must_use]
    pub fn from_number(number: u16) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.number() == number)
    }

    /// Whether an error of this kind says where in the input it lies.
    const fn has_position(self) -> bool {
        matches!(
            self,
            Self::NonHexKey
                | Self::InvalidJson
                | Self::JsonInvalidUtf8
                | Self::JsonLoneSurrogate
                | Self::JsonDuplicateMember
                | Self::JsonTooDeep
                | Self::JsonNumberOutOfRange
                | Self::JsonNumberLossy
        )
    }

    /// Whether an error of this kind says by how many seconds the clocks differ.
    const fn has_skew(self) -> bool {
        matches!(self, Self::Expired | Self::NotYetValid)
    }
}

/// An error of signkey: its [kind](ErrorKind), at most one number about it, and the setting that
/// causes it, if it is one.
///
/// It never holds a part of the input, so it is safe to log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Error {
    kind: ErrorKind,
    setting: Option<&'static str>,
    detail: u64,
}

impl Error {
    /// An error of this kind with its number of detail: a position, a skew in seconds, or 0.
    #[must_use]
    pub const fn new(kind: ErrorKind, detail: u64) -> Self {
        let detail = if kind.has_position() || kind.has_skew() {
            detail
        } else {
            0
        };
        Self {
            kind,
            setting: None,
            detail,
        }
    }

    /// The same error, caused by the option or variable of this name.
    #[must_use]
    pub const fn with_setting(self, name: &'static str) -> Self {
        Self {
            setting: Some(name),
            ..self
        }
    }

    /// The same error, without the setting that causes it.
    pub(crate) const fn without_setting(self) -> Self {
        Self {
            setting: None,
            ..self
        }
    }

    /// What went wrong.
    #[must_use]
    pub const fn kind(self) -> ErrorKind {
        self.kind
    }

    /// Short for [`ErrorKind::code`] of the kind.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.kind.code()
    }

    /// The name of the option or variable that causes the error, as far as it is known.
    #[must_use]
    pub const fn setting(self) -> Option<&'static str> {
        self.setting
    }

    /// Where in the input: for a key, the character, counted from 1 in the trimmed text with its
    /// prefix; for JSON, the byte at which the scan stopped, counted from 0.
    #[must_use]
    pub const fn position(self) -> Option<u64> {
        if self.kind.has_position() {
            Some(self.detail)
        } else {
            None
        }
    }

    /// For `expired` and `not_yet_valid`: the distance in seconds between the signature's
    /// timestamp and the verifier's clock.
    #[must_use]
    pub const fn skew_seconds(self) -> Option<u64> {
        if self.kind.has_skew() {
            Some(self.detail)
        } else {
            None
        }
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self::new(kind, 0)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (message, detail) = (self.kind.message(), self.detail);
        if let Some(setting) = self.setting {
            write!(f, "{setting}: ")?;
        }
        match self.kind {
            ErrorKind::NonHexKey => write!(
                f,
                "character {detail} of the signing key is not hexadecimal"
            ),
            ErrorKind::Expired => write!(f, "{message}: signed {detail} seconds ago"),
            ErrorKind::NotYetValid => write!(f, "{message}: signed {detail} seconds ahead"),
            kind if kind.has_position() => write!(f, "{message} (at byte {detail})"),
            _ => f.write_str(message),
        }
    }
}

impl core::error::Error for Error {}
