//! The check for UTF-8.

use crate::error::{Error, ErrorKind};

/// The text that these bytes are.
pub(crate) fn utf8(bytes: &[u8]) -> Result<&str, Error> {
    simdutf8::basic::from_utf8(bytes).or_else(|_| {
        // The quick check does not say where it fails.
        core::str::from_utf8(bytes)
            .map_err(|error| Error::new(ErrorKind::JsonInvalidUtf8, error.valid_up_to() as u64))
    })
}
