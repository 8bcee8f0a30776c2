//! The way to the canonical form (RFC 8785).

use alloc::borrow::Cow;

use super::{
    check,
    form::{Canonical, Compact},
    limits::{JSON_SIZE_DEFAULT, SIZE_CAP},
    scanner::scan,
    structural_index::StructuralIndex,
    swar,
    utf8::utf8,
};
use crate::error::{Error, ErrorKind};

/// Brings a JSON document of at most 16 MiB into canonical form (RFC 8785).
///
/// Linear in its size, but for the sorting of members that are out of order (n log n); constant
/// stack, and at most four bytes of memory for each byte of the document or of its form, whichever is
/// longer. The document must be valid UTF-8 without a byte order mark, without duplicate member
/// names and lone surrogates (RFC 7493), with at most [`JSON_DEPTH_MAX`](crate::JSON_DEPTH_MAX) open containers.
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
    Ok(compact_within(json, max_size)?.write_out()?)
}

/// As [`canonicalize_within`], in at most four bytes of memory for each byte of the document.
pub(crate) fn compact_within(json: &[u8], max_size: usize) -> Result<Compact<'_>, Error> {
    if json.len() > max_size.min(SIZE_CAP) {
        return Err(ErrorKind::JsonTooLarge.into());
    }
    let text = utf8(json)?;
    let start = swar::space_len(json);
    let mut index = StructuralIndex::new(json, start);
    match check::canonical_end(text, start, &mut index) {
        Some(end) => Ok(Compact {
            text: Cow::Borrowed(&json[start..end]),
            added: 0,
            lossy_at: None,
        }),
        None => scan(text, start, index),
    }
}
