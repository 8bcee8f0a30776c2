//! Every export, each one call of a [guard](crate::guard).
//!
//! What a caller owes is in the header: at its top, and in the documentation of each function. An
//! export relies on nothing else, so its body is unsafe as a whole, and no line of it says so again.
#![expect(
    unsafe_op_in_unsafe_fn,
    clippy::missing_safety_doc,
    reason = "the contract of an export is the header"
)]

// In the order of the header.
pub mod version;

pub mod status;

pub mod names;

pub mod failure;

pub mod keyring;

pub mod token;

pub mod verify;

pub mod verifier;

pub mod sign;

pub mod canonical;

pub mod buffer;

pub mod encryptor;

pub mod encrypt;

pub mod decrypt;

pub mod replay_guard;

pub mod endpoint;

pub mod admission;

pub mod claim;

pub mod response;

pub mod refusal;

pub mod api_auth;

pub mod config;

pub mod config_parts;

pub mod registration;

pub mod explain;

pub mod rotation;

pub mod memory;
