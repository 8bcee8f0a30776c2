//! The canonical form is that of the reference, or the refusal one that a reader may give.

#![no_main]

#[path = "../../core/tests/support/mod.rs"]
mod support;

libfuzzer_sys::fuzz_target!(|data: &[u8]| support::properties::canonical::check(data));
