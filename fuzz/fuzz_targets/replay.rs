//! The replay guard accepts no message twice, and refuses none that it has not seen.

#![no_main]

#[path = "../../core/tests/support/mod.rs"]
mod support;

libfuzzer_sys::fuzz_target!(|data: &[u8]| support::properties::replay::check(data));
