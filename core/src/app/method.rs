//! The methods of requests (RFC 9110, section 9.1): compared byte for byte, `GET` and not `get`.

/// The method that calls a function.
pub(super) const POST: &[u8] = b"POST";
/// The method that begins a sync.
pub(super) const SYNC: &[u8] = b"PUT";
/// The method of a WebSocket's handshake.
pub(super) const GET: &[u8] = b"GET";
/// The method whose responses have no body.
pub(super) const HEAD: &[u8] = b"HEAD";

/// The methods whose content means nothing (RFC 9110, sections 9.3.1 and 9.3.2), so that their
/// requests have none unless they say so.
pub(super) fn is_without_content(name: &[u8]) -> bool {
    matches!(name, b"GET" | b"HEAD")
}

/// Whether a text can be the name of a method: a token (RFC 9110, section 5.6.2) without lower-case
/// letters, in which no standard method has any. So `get` is found out where it is set.
pub(super) fn is_method(name: &str) -> bool {
    let is_method_byte = |byte: u8| match byte {
        b'a'..=b'z' => false,
        byte => byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte),
    };
    !name.is_empty() && name.bytes().all(is_method_byte)
}
