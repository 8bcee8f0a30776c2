//! The end of a sync, and the response to whoever began it.

use alloc::{string::String, vec::Vec};

use super::{Caller, HeaderField, answer::Answer, signature};
use crate::{error::Error, json::Object, keyring::Keyring};

/// How a sync ended.
#[derive(Debug)]
#[must_use]
pub struct Outcome {
    status: u16,
    message: String,
    modified: bool,
    caller: Caller,
}

/// A response to the request that began a sync.
#[derive(Clone, Debug)]
pub struct SyncResponse {
    /// The HTTP status.
    pub status: u16,
    /// All headers to send.
    pub headers: Vec<HeaderField>,
    /// The body: JSON, UTF-8.
    pub body: Vec<u8>,
}

impl Outcome {
    pub(super) fn new(answer: Answer, caller: Caller) -> Self {
        let (status, message, modified) = match answer.0 {
            Ok(modified) => (200, "Successfully synced.".into(), modified),
            Err(message) => (500, message, false),
        };
        Self {
            status,
            message,
            modified,
            caller,
        }
    }

    /// The status to answer with: 200 or 500.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// What happened, for people: the platform's own words where it gave some.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Whether the platform changed anything; `false` for a configuration it knows already.
    #[must_use]
    pub fn is_modified(&self) -> bool {
        self.modified
    }

    /// The response to the caller. It is signed if, and only if, the request was verified. `now` is
    /// the clock in seconds since 1970-01-01 00:00 UTC.
    ///
    /// # Errors
    ///
    /// For a verified request: the keyring's own error, `invalid_argument` if it is not the one that
    /// verified the request, `invalid_timestamp`.
    pub fn response(
        &self,
        keyring: Result<&Keyring, Error>,
        now: u64,
    ) -> Result<SyncResponse, Error> {
        let body = Object::new()
            .string("message", &self.message)
            .boolean("modified", self.modified)
            .finish()
            .into_bytes();
        let mut headers = self.caller.headers("out_of_band");
        if let Some(verified) = &self.caller.verified {
            headers.push(signature(keyring?, verified, &body, now)?);
        }
        Ok(SyncResponse {
            status: self.status,
            headers,
            body,
        })
    }
}
