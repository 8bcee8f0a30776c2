//! The rotation of a signing key.

use signkey::{Introspection, RotationFacts};

use crate::{
    guard,
    pointers::{out::Out, slice},
    types::{buffer::Buffer, failure::Failure, status::Status},
};

/// Says which step of a rotation is next, and why. Nothing is kept: asked again with the same facts, it
/// says the same step.
///
/// - `facts`, `facts_len`: what apps and server said, as the JSON document that `docs/rotation.md`
///   describes.
/// - `json`: receives the step as a JSON object, which the caller owns; end it with
///   `signkey_buffer_free`. What it held before is not freed. Or NULL.
/// - `text`: receives the step in a sentence or two in UTF-8, likewise; or NULL.
/// - `failure`: receives the reason, with the name of the member as its setting; or NULL.
///
/// Returns `SIGNKEY_OK`, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a member is missing, is unknown, or has another type;
/// - `SIGNKEY_ERROR_INVALID_JSON`, `_JSON_INVALID_UTF8`, `_JSON_TOO_DEEP`, `_JSON_DUPLICATE_MEMBER`: the
///   facts are no JSON document;
///
/// or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_rotation_step(
    facts: *const u8,
    facts_len: usize,
    json: *mut Buffer,
    text: *mut Buffer,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let facts = slice::bytes(facts, facts_len)?;
        let (json, text) = (Out::optional(json)?, Out::optional(text)?);
        let step = RotationFacts::read(facts)?.next_step();
        if let Some(json) = json {
            json.write(Buffer::from(step.to_json()));
        }
        if let Some(text) = text {
            text.write(Buffer::from(step.to_string()));
        }
        Ok(())
    })
}

/// Reads what an app answers to a signed `GET`, as far as a rotation needs it (SDK specification, section
/// 4.5). Of its keys the ids are kept: some SDKs show the whole hash, which is the API token.
///
/// - `body`, `body_len`: the body of the answer.
/// - `json`: receives what was read as a JSON object, which the caller owns; end it with
///   `signkey_buffer_free`. What it held before is not freed.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: `json` is NULL, or the body is no JSON object;
/// - `SIGNKEY_ERROR_INVALID_JSON`, `_JSON_INVALID_UTF8`, `_JSON_TOO_DEEP`, `_JSON_DUPLICATE_MEMBER`: it is
///   no JSON document;
///
/// or `SIGNKEY_ERROR_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_introspection_read(
    body: *const u8,
    body_len: usize,
    json: *mut Buffer,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let (body, out) = (slice::bytes(body, body_len)?, Out::new(json)?);
        out.write(Buffer::from(Introspection::read(body)?.to_json()));
        Ok(())
    })
}
