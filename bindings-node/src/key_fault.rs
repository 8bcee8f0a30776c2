//! Why a text is no key.

use napi_derive::napi;
use signkey::{KeyFault, SigningKey};

use crate::outcome::{guard, rounded};

/// Why a text is no signing key.
#[napi(object, object_from_js = false)]
pub struct KeyFaultParts {
    /// The code of the error.
    pub code: &'static str,
    /// What was found, by name.
    pub cause: &'static str,
    /// The sentence.
    pub message: String,
    /// The character to look at, counted from 1 as it is seen.
    pub position: Option<f64>,
    /// Its name.
    pub character: Option<&'static str>,
    /// What to do about it.
    pub hint: &'static str,
}

impl From<KeyFault> for KeyFaultParts {
    fn from(fault: KeyFault) -> Self {
        Self {
            code: fault.error().code(),
            cause: fault.cause(),
            message: fault.to_string(),
            position: fault.position().map(rounded),
            character: fault.character(),
            hint: fault.hint(),
        }
    }
}

/// Why this text is no key; none for a key.
#[napi]
pub fn diagnose_key(text: &[u8]) -> Option<Vec<KeyFaultParts>> {
    guard(|| {
        let fault = SigningKey::diagnose(text).into_iter();
        Ok(fault.map(KeyFaultParts::from).collect())
    })
}
