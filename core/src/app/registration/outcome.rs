//! How a sync ends.

use alloc::{string::String, vec::Vec};

use super::answer::Answer;
use crate::{app::api_auth::ApiAuth, json::Object};

/// How a sync ended.
#[derive(Debug)]
#[must_use]
pub struct Outcome {
    status: u16,
    message: String,
    modified: bool,
}

impl Outcome {
    /// Reads what the platform answered for good; status 0 stands for nothing.
    pub(super) fn read(status: u16, body: &[u8], auth: &ApiAuth) -> Self {
        let (status, message, modified) = match Answer::read(status, body, auth).0 {
            Ok(modified) => (200, "Successfully synced.".into(), modified),
            Err(message) => (500, message, false),
        };
        Self {
            status,
            message,
            modified,
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

    /// The body of the response to the caller: JSON in UTF-8.
    pub(super) fn body(&self) -> Vec<u8> {
        Object::new()
            .string("message", &self.message)
            .boolean("modified", self.modified)
            .finish()
            .into_bytes()
    }
}
