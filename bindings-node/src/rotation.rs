//! Rotations: facts go in as JSON, the next step comes out.

use napi_derive::napi;
use signkey::{Introspection, RotationFacts};

use crate::outcome::guard;

/// A step of a rotation.
#[napi(object, object_from_js = false)]
pub struct RotationStepParts {
    /// The step as JSON.
    pub json: String,
    /// The step for people.
    pub text: String,
}

/// The next step of the rotation that stands like this.
#[napi]
pub fn rotation_step(facts: &[u8]) -> Option<RotationStepParts> {
    guard(|| {
        let step = RotationFacts::read(facts)?.next_step();
        Ok(RotationStepParts {
            json: step.to_json(),
            text: step.to_string(),
        })
    })
}

/// What an app says of itself in this body, as JSON without more of its keys than their ids.
#[napi]
pub fn read_introspection(body: &[u8]) -> Option<String> {
    guard(|| Ok(Introspection::read(body)?.to_json()))
}
