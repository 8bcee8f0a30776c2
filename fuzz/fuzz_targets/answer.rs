//! A sync succeeds if and only if the platform plainly says so.

#![no_main]

#[path = "../../core/tests/support/mod.rs"]
mod support;

libfuzzer_sys::fuzz_target!(|data: &[u8]| support::properties::answer::check(data));
