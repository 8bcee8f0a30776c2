//! A body that comes in pieces has the verdict that it has in one.

#![no_main]

#[path = "../../core/tests/support/mod.rs"]
mod support;

libfuzzer_sys::fuzz_target!(|data: &[u8]| support::properties::request::check_streaming(data));
