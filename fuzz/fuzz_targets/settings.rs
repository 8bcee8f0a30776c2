//! Settings of any kind switch nothing off that is not plainly said, and show no secret.

#![no_main]

#[path = "../../core/tests/support/mod.rs"]
mod support;

libfuzzer_sys::fuzz_target!(|data: &[u8]| support::properties::settings::check(data));
