//! An adapter that does anything in any order verifies nobody whose MAC does not match.

#![no_main]

#[path = "../../core/tests/support/mod.rs"]
mod support;

libfuzzer_sys::fuzz_target!(|data: &[u8]| support::properties::door::check(data));
