//! A URL that is accepted leads where browsers see it lead.

#![no_main]

#[path = "../../core/tests/support/mod.rs"]
mod support;

libfuzzer_sys::fuzz_target!(|data: &[u8]| support::properties::url::check(data));
