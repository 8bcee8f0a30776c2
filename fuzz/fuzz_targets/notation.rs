//! A document in another notation has the same canonical form, and with a change another.

#![no_main]

#[path = "../../core/tests/support/mod.rs"]
mod support;

libfuzzer_sys::fuzz_target!(|data: &[u8]| support::properties::canonical::check_notations(data));
