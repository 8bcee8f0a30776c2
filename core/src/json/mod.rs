//! JSON: its canonical form (RFC 8785), a view that copies nothing, and a writer.
//!
//! Strict: what two readers could take differently is refused.

mod arrange;
mod check;
mod decimal;
mod name;
mod nearest;
mod number;
mod order;
mod output;
mod powers;
mod reorder_log;
mod scanner;
mod shortest;
mod string;
mod structural_index;
mod swar;
#[cfg_attr(
    not(feature = "encryption"),
    allow(dead_code, reason = "encryption uses the rest")
)]
pub(crate) mod unescape;
#[cfg_attr(
    not(feature = "encryption"),
    allow(dead_code, reason = "encryption uses the rest")
)]
mod view;
mod write;

use alloc::borrow::Cow;

#[cfg(feature = "encryption")]
pub(crate) use output::{push, reserve};
#[cfg(feature = "encryption")]
pub(crate) use view::Member;
pub(crate) use view::Value;
pub(crate) use write::{Object, array, quote};

use self::structural_index::StructuralIndex;
use crate::error::{Error, ErrorKind};

/// The most containers that may be open at once.
pub const JSON_DEPTH_MAX: usize = 512;

/// The largest document by default, in bytes: 16 MiB.
pub const JSON_SIZE_DEFAULT: usize = 16 << 20;

/// No limit may be higher, in bytes, so that offsets fit 32 bits even where every number grows.
const SIZE_CAP: usize = 512 << 20;

/// A JSON document in canonical form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canonical<'a> {
    bytes: Cow<'a, [u8]>,
    lossless: bool,
}

impl<'a> Canonical<'a> {
    /// The canonical form: UTF-8 without white space, members sorted.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The canonical form, borrowed from the input if the input holds it already.
    #[must_use]
    pub fn into_bytes(self) -> Cow<'a, [u8]> {
        self.bytes
    }

    /// Whether the exact decimal value of every number, and the sign of zero, survived. Otherwise
    /// other documents have the same canonical form.
    #[must_use]
    pub fn is_lossless(&self) -> bool {
        self.lossless
    }

    /// Whether the form is borrowed: the input held it already, less white space around it.
    #[must_use]
    pub fn is_borrowed(&self) -> bool {
        matches!(self.bytes, Cow::Borrowed(_))
    }
}

/// Brings a JSON document of at most 16 MiB into canonical form (RFC 8785).
///
/// Linear in its size, but for the sorting of members that are out of order (n log n); constant
/// stack. The document must be valid UTF-8 without a byte order mark, without duplicate member
/// names and lone surrogates (RFC 7493), with at most [`JSON_DEPTH_MAX`] open containers.
/// Numbers become what ECMAScript's `Number::toString` makes of them.
///
/// # Errors
///
/// `json_too_large`, `json_invalid_utf8`, then what the scan meets first: `invalid_json`,
/// `json_lone_surrogate`, `json_duplicate_member`, `json_too_deep` or
/// `json_number_out_of_range`; `out_of_memory` if memory runs out.
///
/// ```
/// # fn main() -> Result<(), signkey::Error> {
/// let canonical = signkey::canonicalize(br#"{ "b": 4.50, "a": "\u20ac" }"#)?;
/// assert_eq!(canonical.as_bytes(), r#"{"a":"€","b":4.5}"#.as_bytes());
/// # Ok(())
/// # }
/// ```
pub fn canonicalize(json: &[u8]) -> Result<Canonical<'_>, Error> {
    canonicalize_within(json, JSON_SIZE_DEFAULT)
}

/// As [`canonicalize`], for documents of at most `max_size` bytes (at most 512 MiB).
///
/// # Errors
///
/// As [`canonicalize`].
pub fn canonicalize_within(json: &[u8], max_size: usize) -> Result<Canonical<'_>, Error> {
    if json.len() > max_size.min(SIZE_CAP) {
        return Err(ErrorKind::JsonTooLarge.into());
    }
    let text = utf8(json)?;
    let start = swar::space_len(json);
    let mut index = StructuralIndex::new(json, start);
    match check::canonical_end(text, start, &mut index) {
        Some(end) => Ok(Canonical {
            bytes: Cow::Borrowed(&json[start..end]),
            lossless: true,
        }),
        None => scanner::Scanner::new(text, start, index).run(),
    }
}

/// The text that these bytes are.
pub(crate) fn utf8(bytes: &[u8]) -> Result<&str, Error> {
    simdutf8::basic::from_utf8(bytes).or_else(|_| {
        // The quick check does not say where it fails.
        core::str::from_utf8(bytes)
            .map_err(|error| Error::new(ErrorKind::JsonInvalidUtf8, error.valid_up_to() as u64))
    })
}
