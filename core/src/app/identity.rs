//! What an SDK says of itself and of its app.

use super::head::is_header_value;
use crate::error::{Error, ErrorKind};

/// An app and the SDK that serves it. None of it is secret.
#[derive(Clone, Copy, Debug)]
pub struct App<'a> {
    /// The id of the app.
    pub id: &'a str,
    /// The SDK and its version: `name:v1.2.3`, the value of `X-Inngest-Sdk`.
    pub sdk: &'a str,
    /// The language of the SDK, such as `go`.
    pub language: &'a str,
    /// The framework that serves the app, such as `flask`.
    pub framework: &'a str,
    /// The number of functions.
    pub functions: u64,
    /// Whether the SDK answers trust probes.
    pub trust_probe: bool,
    /// Whether the SDK can connect to the platform by itself.
    pub connect: bool,
}

impl App<'_> {
    /// The version of the SDK, without its `v`.
    pub(crate) fn version(&self) -> &str {
        self.sdk.split_once(":v").map_or("", |(_, version)| version)
    }

    /// Whether its texts can stand in headers.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let is_sdk = self.sdk.split_once(":v").is_some_and(|(name, version)| {
            !name.is_empty() && !version.is_empty() && !version.contains(':') && !name.contains(':')
        });
        let fits = is_header_value(self.sdk) && is_header_value(self.framework);
        match is_sdk && fits {
            true => Ok(()),
            false => Err(ErrorKind::InvalidArgument.into()),
        }
    }
}
