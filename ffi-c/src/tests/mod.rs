//! Tests.
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
mod header;
mod layout;
