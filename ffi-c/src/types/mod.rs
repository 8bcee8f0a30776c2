//! The types of the header, and what they are in the core.

pub mod admission;
pub mod app;
pub mod body;
pub mod buffer;
pub mod caller;
pub mod claim;
pub mod config_options;
pub mod encryptor_options;
pub mod endpoint_options;
pub mod evidence;
pub mod failure;
pub mod field;
pub mod finding;
pub mod key_fault;
pub mod mode;
pub mod problem;
pub mod refusal;
pub mod registration_output;
pub mod replay_guard;
pub mod response_step;
pub mod setting;
pub mod status;
pub mod step;
pub mod verified;
pub mod verify_options;
