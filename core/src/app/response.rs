//! What becomes of a response on its way out.

use super::refusal::Refusal;

/// What to do with a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum ResponseStep {
    /// Send it as it comes. It is not signed.
    Forward,
    /// Hold it back until its last byte, then sign it with [`Endpoint::sign`](super::Endpoint::sign).
    Hold {
        /// The most bytes to hold. If there are more, ask [`Endpoint::unsignable`](super::Endpoint::unsignable).
        at_most: u64,
        /// Whether the body that is sent, and signed, is empty, whatever the app hands over: for a
        /// `HEAD`, and for a status without content (RFC 9110, sections 6.4.1 and 15.3.6).
        empty: bool,
    },
    /// Send this in its place: it cannot be signed, and must not go out unsigned.
    Refuse(Refusal),
}

/// Whether a response of this status has no content.
pub(super) const fn is_empty(status: u16) -> bool {
    matches!(status, 100..200 | 204 | 205 | 304)
}

/// Whether a response is a stream that never ends by itself.
pub(super) fn is_event_stream(content_type: &[u8]) -> bool {
    let end = content_type.iter().position(|byte| *byte == b';');
    let media_type = &content_type[..end.unwrap_or(content_type.len())];
    media_type
        .trim_ascii()
        .eq_ignore_ascii_case(b"text/event-stream")
}
