//! What to do about an error.

use crate::error::ErrorKind;

impl ErrorKind {
    /// What the operator of an app can do about an error of this kind: a sentence without a final
    /// stop, for logs.
    #[must_use]
    pub const fn hint(self) -> Option<&'static str> {
        match self {
            Self::MissingSigningKey => Some("set INNGEST_SIGNING_KEY"),
            Self::BodyUnavailable => {
                Some("put signkey in front of everything that reads or parses the body")
            }
            Self::ResponseUnsignable => Some(
                "raise max_response_size, or serve this response from a route that signs nothing",
            ),
            Self::BodyTooLarge => Some("raise max_body_size if such bodies are meant"),
            Self::ReplayGuardFull => Some("make the replay guard for more entries"),
            Self::ReplayStoreUnavailable => Some("see whether the replay store runs and answers"),
            _ => None,
        }
    }
}
