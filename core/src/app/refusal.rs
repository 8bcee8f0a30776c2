//! What a refused request is answered with.

use alloc::{
    format,
    string::{String, ToString},
};

use super::mode::Mode;
use crate::{
    error::{Error, ErrorKind},
    json::Object,
};

/// The answer to a request that is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Refusal {
    error: Error,
    mode: Mode,
    unread: bool,
}

impl Refusal {
    pub(super) fn new(error: Error, mode: Mode, unread: bool) -> Self {
        Self {
            error,
            mode,
            unread,
        }
    }

    /// Why the request is refused. For logs; the caller is told what [`Refusal::body`] says.
    #[must_use]
    pub fn error(&self) -> Error {
        self.error
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.error.kind().http_status()
    }

    /// The headers to send, but for those of the transport.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        let challenge = match self.error.kind() {
            ErrorKind::MissingToken | ErrorKind::MalformedToken | ErrorKind::TokenMismatch => {
                Some(("WWW-Authenticate", "Bearer"))
            }
            kind if kind.http_status() == 401 => Some(("WWW-Authenticate", "Inngest-Signature")),
            ErrorKind::MethodNotAllowed => Some(("Allow", "PUT")),
            _ => None,
        };
        [("Content-Type", "application/json")]
            .into_iter()
            .chain(challenge)
    }

    /// The body: a JSON object with the members `code` and `message`. In cloud mode it says nothing
    /// about the settings of the app.
    #[must_use]
    pub fn body(&self) -> String {
        let message = match (self.mode, self.is_fault()) {
            (Mode::Cloud, true) => self.error.kind().message().to_string(),
            _ => self.error.to_string(),
        };
        Object::new()
            .string("code", self.error.code())
            .string("message", &message)
            .finish()
    }

    /// Whether a body of the request was announced and not read. Then the connection is of no further
    /// use: end it in the way of its protocol.
    #[must_use]
    pub fn is_unread(&self) -> bool {
        self.unread
    }

    /// Whether the operator of the app has to mend something, as opposed to what anyone outside can
    /// cause.
    #[must_use]
    pub fn is_fault(&self) -> bool {
        self.status() >= 500
    }

    /// What to write into a log: the error with its setting, and what to do about it.
    #[must_use]
    pub fn log(&self) -> String {
        match self.error.hint() {
            Some(hint) => format!("{}: {}: {hint}", self.error.code(), self.error),
            None => format!("{}: {}", self.error.code(), self.error),
        }
    }
}
