//! Canonical JSON.

use signkey::canonicalize_within;

use crate::{
    guard,
    pointers::{out::Out, slice},
    types::{buffer::Buffer, failure::Failure, status::Status, verify_options::json_size},
};

/// Brings a JSON document into canonical form (RFC 8785): UTF-8 without white space, members
/// sorted, numbers as ECMAScript writes them. Linear time but for the sorting; constant stack.
///
/// - `json`, `json_len`: the document; UTF-8 without a byte order mark.
/// - `max_size`: the largest document to accept, in bytes; 0 is `SIGNKEY_JSON_SIZE_DEFAULT`, and
///   more than 512 MiB is taken as that.
/// - `out`: receives the canonical form, which the caller owns; end it with `signkey_buffer_free`.
///   What it held before is not freed.
/// - `lossless`: receives whether the exact decimal value of every number, and the sign of zero,
///   survived, or NULL. If not, other documents have the same canonical form.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: `out` is NULL;
/// - `SIGNKEY_ERROR_JSON_TOO_LARGE`: the document is over the limit;
/// - `SIGNKEY_ERROR_JSON_INVALID_UTF8`;
/// - what the scan meets first: `SIGNKEY_ERROR_INVALID_JSON`, `_JSON_LONE_SURROGATE`,
///   `_JSON_DUPLICATE_MEMBER`, `_JSON_TOO_DEEP` (over 512 open containers) or
///   `_JSON_NUMBER_OUT_OF_RANGE`;
///
/// or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_canonicalize(
    json: *const u8,
    json_len: usize,
    max_size: u64,
    out: *mut Buffer,
    lossless: *mut bool,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let json = slice::bytes(json, json_len)?;
        let (out, lossless) = (Out::new(out)?, Out::optional(lossless)?);
        let canonical = canonicalize_within(json, json_size(max_size))?;
        let is_lossless = canonical.is_lossless();
        out.write(Buffer::holding(canonical.into_bytes())?);
        if let Some(lossless) = lossless {
            lossless.write(is_lossless);
        }
        Ok(())
    })
}
