//! The rotation of a signing key: what apps and server said goes in, the next step comes out.
//!
//! Without input and output, and without a memory: asked again with the same facts, it says the same
//! step. A step that is taken changes the facts.

mod facts;
mod fields;
mod introspection;
mod next;
mod sdk;
mod state;
mod step;

pub use self::{
    facts::RotationFacts,
    introspection::Introspection,
    state::{AppKeys, RotationApp, RotationState, ServerKey},
    step::{KeySlots, RotationAction, RotationStep},
};
