//! A key is made exactly of the texts that the grammar allows, and is that key.

#![no_main]

#[path = "../../core/tests/support/mod.rs"]
mod support;

libfuzzer_sys::fuzz_target!(|data: &[u8]| support::properties::key::check(data));
