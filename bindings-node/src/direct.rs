//! The functions that each request calls, exported with nothing in between. Their types are in
//! `lib/internal/direct.d.ts`.

use napi::bindgen_prelude::{JsObjectValue, Object};
use napi_derive::napi;

use crate::{admit, panics, verify};

/// Exports them.
#[napi(module_exports)]
pub fn direct(mut exports: Object) -> napi::Result<()> {
    panics::hush();
    exports.create_named_method("verifyRequest", verify::verify_request)?;
    exports.create_named_method("verifyResponse", verify::verify_response)?;
    exports.create_named_method("admit", admit::admit)?;
    exports.create_named_method("receive", admit::receive)?;
    exports.create_named_method("signAdmitted", admit::sign)
}
