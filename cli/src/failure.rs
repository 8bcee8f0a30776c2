//! Why a command fails, and with which status it ends.

use std::{fmt, io, path::Path};

use signkey::{Error, ErrorKind};

use crate::json::Object;

/// Yes.
pub(crate) const OK: u8 = 0;
/// A message, a document or a key is refused.
pub(crate) const REFUSED: u8 = 1;
/// The command line cannot be carried out.
pub(crate) const USAGE: u8 = 2;
/// Keys or other settings are wrong.
pub(crate) const SETTINGS: u8 = 3;
/// An endpoint cannot be reached.
#[cfg(feature = "http")]
pub(crate) const NETWORK: u8 = 4;
/// A step of a rotation is left.
#[cfg(feature = "http")]
pub(crate) const STEP_LEFT: u8 = 10;

/// What is said, and the status.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) status: u8,
    code: &'static str,
    message: String,
    setting: Option<String>,
    position: Option<u64>,
    hint: Option<&'static str>,
    docs: Option<&'static str>,
}

impl Failure {
    pub(crate) fn new(status: u8, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            setting: None,
            position: None,
            hint: None,
            docs: None,
        }
    }

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(USAGE, "usage", message)
    }

    /// An error of the core, with the status that it means here.
    pub(crate) fn of(status: u8, error: Error) -> Self {
        Self {
            setting: error.setting().map(str::to_owned),
            position: error.position(),
            hint: error.hint(),
            docs: Some(error.kind().docs()),
            ..Self::new(status, error.code(), error.to_string())
        }
    }

    /// An error of a document: it is refused.
    pub(crate) fn refused(error: Error) -> Self {
        Self::of(REFUSED, error)
    }

    /// An error of a key or another setting.
    pub(crate) fn settings(error: Error) -> Self {
        Self::of(SETTINGS, error)
    }

    /// What is wrong with the text of a key.
    pub(crate) fn key(name: &str, text: &[u8]) -> Option<Self> {
        let fault = signkey::SigningKey::diagnose(text)?;
        Some(Self {
            setting: Some(name.to_owned()),
            position: fault.position(),
            hint: Some(fault.hint()),
            docs: Some(fault.error().kind().docs()),
            ..Self::new(SETTINGS, fault.error().code(), format!("{name}: {fault}"))
        })
    }

    pub(crate) fn file(path: &Path, error: &io::Error) -> Self {
        Self::new(USAGE, "file", format!("{}: {error}", path.display()))
    }

    pub(crate) fn no_key() -> Self {
        let error = Error::from(ErrorKind::MissingSigningKey);
        Self {
            hint: Some("set INNGEST_SIGNING_KEY, or give --key-file"),
            ..Self::settings(error)
        }
    }

    pub(crate) fn to_json(&self) -> String {
        Object::new()
            .text("error", self.code)
            .text("message", &self.message)
            .optional("setting", self.setting.as_deref())
            .number("position", self.position)
            .optional("hint", self.hint)
            .optional("docs", self.docs)
            .finish()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "signkey: {}: {}", self.code, self.message)?;
        if let Some(hint) = self.hint {
            write!(f, "\n  {hint}")?;
        }
        match self.docs {
            Some(docs) => write!(f, "\n  see {docs}"),
            None => Ok(()),
        }
    }
}
