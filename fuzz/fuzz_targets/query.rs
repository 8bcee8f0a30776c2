//! The URL to report is that of the request, without `deployId`.

#![no_main]

#[path = "../../core/tests/support/mod.rs"]
mod support;

libfuzzer_sys::fuzz_target!(|data: &[u8]| support::properties::url::check_query(data));
