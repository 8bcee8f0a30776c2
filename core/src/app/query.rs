//! The query of a URL: what a parameter says, and a query without it.

use alloc::{string::String, vec::Vec};
use core::fmt::Write;

/// The parameter that ties the steps of a sync together.
pub(crate) const DEPLOY_ID: &str = "deployId";

/// The parameters of a query in their order, with what they look like there.
fn parameters(query: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    query
        .split('&')
        .filter(|parameter| !parameter.is_empty())
        .map(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            (parameter, name, value)
        })
}

/// The bytes that the first parameter of this name stands for; `None` if there is none, or it is
/// empty.
pub(crate) fn value(query: &str, name: &str) -> Option<Vec<u8>> {
    parameters(query)
        .find(|(_, other, _)| decode(other) == name.as_bytes())
        .map(|(_, _, value)| decode(value))
        .filter(|value| !value.is_empty())
}

/// The query less all parameters of this name, the others byte for byte.
pub(crate) fn without(query: &str, name: &str) -> String {
    let mut left = String::new();
    for (parameter, other, _) in parameters(query) {
        if decode(other) != name.as_bytes() {
            if !left.is_empty() {
                left.push('&');
            }
            left.push_str(parameter);
        }
    }
    left
}

/// Writes bytes so that they can stand anywhere in a URL (RFC 3986, section 2.1).
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                text.push(char::from(*byte));
            }
            // Writing to a string does not fail.
            _ => drop(write!(text, "%{byte:02X}")),
        }
    }
    text
}

/// Percent-encoding undone, as forms encode: a plus is a space. A percent without two digits stands
/// for itself.
fn decode(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        let mut byte = [*first];
        rest = behind;
        match (first, behind.split_at_checked(2)) {
            (b'+', _) => byte = *b" ",
            (b'%', Some((digits, behind))) if hex::decode_to_slice(digits, &mut byte).is_ok() => {
                rest = behind;
            }
            (b'%', _) => byte = *b"%",
            _ => {}
        }
        bytes.extend(byte);
    }
    bytes
}
