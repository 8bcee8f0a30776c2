//! `canonicalize`.

use pyo3::{prelude::*, types::PyBytes};
use signkey::ErrorKind;

use crate::{
    arguments::{Body, DOCUMENT_SIZE, Flag, Whole, about_argument},
    call::call,
    errors::raise,
};

/// Brings a JSON document into canonical form (RFC 8785): UTF-8 without white space, members
/// sorted, numbers as ECMAScript writes them. Returns ``json`` itself if it is canonical.
///
/// The document must be valid UTF-8 without duplicate member names and lone surrogates (RFC 7493),
/// of at most ``max_json_size`` bytes (16 MiB by default) and 512 open containers. With ``require_lossless`` the exact
/// decimal value of every number and the sign of zero must survive: otherwise other documents
/// have the same canonical form.
///
/// Raises ``JsonTooLargeError``, ``JsonInvalidUtf8Error``, ``InvalidJsonError``,
/// ``JsonLoneSurrogateError``, ``JsonDuplicateMemberError``, ``JsonTooDeepError`` or
/// ``JsonNumberOutOfRangeError``, with the ``position`` of the byte, counted from 0, where there
/// is one; ``JsonNumberLossyError`` under ``require_lossless``.
#[pyfunction]
#[pyo3(signature = (json, *, max_json_size=DOCUMENT_SIZE, require_lossless=Flag(false)),
       text_signature = "(json, *, max_json_size=..., require_lossless=False)")]
pub(crate) fn canonicalize<'py>(
    json: &Bound<'py, PyAny>,
    max_json_size: Whole,
    require_lossless: Flag,
) -> PyResult<Bound<'py, PyBytes>> {
    let py = json.py();
    let body: PyResult<Body<'_>> = json.extract();
    let body = body.map_err(|error| about_argument("json", error, py))?;
    let body = body.as_bytes();
    let canonical = call(py, body.len(), || {
        signkey::canonicalize_within(body, max_json_size.as_usize())
    })?;
    if require_lossless.0 && !canonical.is_lossless() {
        return Err(raise(py, ErrorKind::JsonNumberLossy.into()));
    }
    match json.cast_exact::<PyBytes>() {
        Ok(same) if canonical.as_bytes().len() == body.len() && canonical.is_borrowed() => {
            Ok(same.clone())
        }
        _ => Ok(PyBytes::new(py, canonical.as_bytes())),
    }
}
