//! Canonical JSON.

use napi::bindgen_prelude::Uint8Array;
use napi_derive::napi;
use signkey::canonicalize_within;

use crate::{
    arguments::{Count, size},
    outcome::guard,
};

/// A canonical form.
#[napi(object, object_from_js = false)]
pub struct CanonicalForm {
    /// Its bytes, a copy.
    pub bytes: Uint8Array,
    /// Whether every number kept its value.
    pub lossless: bool,
}

/// The canonical form (RFC 8785) of a JSON document.
#[napi]
pub fn canonicalize(json: &[u8], max_json_size: Count) -> Option<CanonicalForm> {
    guard(|| {
        let canonical = canonicalize_within(json, size(&max_json_size)?)?;
        Ok(CanonicalForm {
            lossless: canonical.is_lossless(),
            bytes: canonical.into_bytes().into_owned().into(),
        })
    })
}
