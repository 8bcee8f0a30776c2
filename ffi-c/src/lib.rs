//! The C ABI of signkey: types are translated here, and nothing is decided.
//!
//! `include/signkey.h` is generated from this crate, so the documentation of what is exported
//! speaks of C. Each export is one call of [`guard`], which no panic leaves.
#![expect(
    clippy::missing_safety_doc,
    clippy::doc_markdown,
    reason = "the header says at its top what every caller owes; annotations for cbindgen"
)]

#[cfg(not(any(panic = "unwind", target_family = "wasm")))]
compile_error!("without unwinding, a panic would end the process of the caller");

mod guard;
mod handle;
mod literal;
mod out;
mod shared;
mod sized;

// In the order of the header.
pub mod limits;
pub mod version;

pub mod describe;
pub mod failure;
pub mod status;

pub mod keyring;
pub mod slice;

pub mod verified;
pub mod verify;

pub mod verifier;

pub mod sign;

pub mod canonical;

pub mod buffer;

pub mod encryptor;

pub mod encrypt;

pub mod decrypt;

pub mod field;
pub mod mode;

pub mod config;
pub mod config_options;
pub mod problem;
pub mod setting;

pub mod app;
pub mod request;
pub mod sender;

pub mod endpoint;
pub mod endpoint_options;

pub mod api_auth;
pub mod token;

pub mod config_parts;

pub mod handshake;
pub mod lent;

pub mod memory;

#[cfg(test)]
mod tests;
