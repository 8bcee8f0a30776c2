//! What the first middleware wrote is read; anything else is refused, or at least JSON.

#![no_main]

#[path = "../../core/tests/support/mod.rs"]
mod support;

libfuzzer_sys::fuzz_target!(|data: &[u8]| support::properties::legacy::check(data));
