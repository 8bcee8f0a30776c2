//! What is encrypted comes back, byte for byte.

#![no_main]

#[path = "../../core/tests/support/mod.rs"]
mod support;

libfuzzer_sys::fuzz_target!(|data: &[u8]| support::properties::envelope::check_round_trip(data));
