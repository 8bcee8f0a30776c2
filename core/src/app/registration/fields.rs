//! The headers of a registration.

use alloc::string::String;

/// A header to send: name and value, both printable ASCII.
pub type HeaderField = (&'static str, String);

pub(super) const CONTENT_TYPE: &str = "Content-Type";
pub(super) const JSON: &str = "application/json";
pub(super) const SDK: &str = "X-Inngest-Sdk";
pub(super) const REQUEST_VERSION: &str = "X-Inngest-Req-Version";
/// The version of the protocol.
pub(super) const VERSION: &str = "2";
pub(super) const SYNC_KIND: &str = "X-Inngest-Sync-Kind";
pub(super) const ENVIRONMENT: &str = "X-Inngest-Env";
pub(super) const FRAMEWORK: &str = "X-Inngest-Framework";
pub(super) const PLATFORM: &str = "X-Inngest-Platform";
pub(super) const EXPECTED_SERVER_KIND: &str = "X-Inngest-Expected-Server-Kind";
