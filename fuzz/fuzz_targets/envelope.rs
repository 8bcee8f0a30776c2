//! Any bytes are refused, or come back as they are, or are JSON that was encrypted.

#![no_main]

#[path = "../../core/tests/support/mod.rs"]
mod support;

libfuzzer_sys::fuzz_target!(|data: &[u8]| support::properties::envelope::check(data));
