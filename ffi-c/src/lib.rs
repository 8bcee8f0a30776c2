//! The C ABI of signkey: types are translated here, and nothing is decided.
//!
//! `include/signkey.h` is generated from this crate, so the documentation of what is exported
//! speaks of C. Each export is one call of a [`guard`], which catches panics.
#![expect(
    clippy::doc_markdown,
    reason = "names of the header, and annotations for cbindgen"
)]

#[cfg(not(any(panic = "unwind", target_family = "wasm")))]
compile_error!("without unwinding, a panic would end the process of the caller");

mod guard;
mod pointers;

pub mod exports;
pub mod limits;
pub mod types;

#[cfg(test)]
mod tests;
