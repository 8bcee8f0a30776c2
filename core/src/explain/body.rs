//! What the body may have been when it was signed.

use alloc::{borrow::Cow, string::String, vec::Vec};

use super::{
    cause::Cause,
    evidence::MessageKind,
    rewrite::{Node, Style},
};

const BOM: &[u8] = "\u{feff}".as_bytes();

/// A body that may have been signed, and what it would mean.
pub(super) type Variant<'a> = (Cause, Cow<'a, [u8]>);

/// Everything that is tried in place of the body, the likeliest first. Bodies are made one by one, so
/// that no more than one is in memory.
pub(super) fn variants(kind: MessageKind, body: &[u8]) -> impl Iterator<Item = Variant<'_>> {
    let node = Node::read(body);
    let text = node.as_ref().and_then(Node::string);
    let in_string = text.map(|text| {
        (
            Cause::JsonInString,
            Cow::Owned(text.into_owned().into_bytes()),
        )
    });
    let rewritten = node.into_iter().flat_map(|node| {
        Style::all().flat_map(move |style| {
            let text = node.write(style);
            // Tools that write to a file end it with a line feed.
            let line = [&*text, b"\n"].concat();
            [text, line].map(|text| (Cause::Reserialized, Cow::Owned(text)))
        })
    });
    simple(kind, body)
        .into_iter()
        .chain(in_string)
        .chain(rewritten)
        .filter(move |(_, variant)| **variant != *body)
}

/// What takes no knowledge of JSON.
fn simple(kind: MessageKind, body: &[u8]) -> Vec<Variant<'_>> {
    let mut all: Vec<Variant<'_>> = Vec::new();
    let mut add =
        |cause, variant: Cow<'_, [u8]>| all.push((cause, Cow::Owned(variant.into_owned())));
    if let Some(line) = body.strip_suffix(b"\n") {
        add(newline(kind, line), line.into());
        add(
            Cause::TrailingNewline,
            line.strip_suffix(b"\r").unwrap_or(line).into(),
        );
    }
    for end in [&b"\n"[..], b"\r\n"] {
        add(Cause::TrailingNewline, [body, end].concat().into());
    }
    add(Cause::SurroundingSpace, body.trim_ascii().into());
    if let Some(text) = body.strip_prefix(BOM) {
        add(Cause::ByteOrderMark, text.into());
    }
    add(Cause::ByteOrderMark, [BOM, body].concat().into());
    let unix = replace(body, b"\r\n", b"\n");
    add(Cause::LineBreaks, replace(&unix, b"\n", b"\r\n").into());
    add(Cause::LineBreaks, unix.into());
    for variant in encodings(body) {
        add(Cause::Encoding, variant.into());
    }
    if let Some(decoded) = decode_base64(body.trim_ascii()) {
        add(Cause::Base64, decoded.into());
    }
    add(Cause::Base64, encode_base64(body).into());
    add(Cause::BodyMissing, Cow::Borrowed(b""));
    all
}

/// Requests are signed in their canonical form, so another form with a line feed behind it was signed
/// as a response.
fn newline(kind: MessageKind, line: &[u8]) -> Cause {
    let canonical = crate::canonicalize(line);
    let is_other = canonical.is_ok_and(|form| form.as_bytes() != line.trim_ascii());
    match kind {
        MessageKind::Request if is_other => Cause::SignedAsResponse,
        _ => Cause::TrailingNewline,
    }
}

fn replace(body: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut replaced = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((first, behind)) = rest.split_first() {
        match rest.strip_prefix(from) {
            Some(behind) => {
                replaced.extend_from_slice(to);
                rest = behind;
            }
            None => {
                replaced.push(*first);
                rest = behind;
            }
        }
    }
    replaced
}

/// The body before something took it for another encoding, or after.
fn encodings(body: &[u8]) -> Vec<Vec<u8>> {
    let latin1 = |byte: &u8| char::from(*byte);
    let mut all = Vec::new();
    if body.is_ascii() {
        return all;
    }
    if let Ok(text) = core::str::from_utf8(body) {
        let bytes: Result<Vec<u8>, _> = text.chars().map(u8::try_from).collect();
        all.extend(bytes.ok());
    }
    all.push(body.iter().map(latin1).collect::<String>().into_bytes());
    all.push(String::from_utf8_lossy(body).into_owned().into_bytes());
    let units = |read: fn([u8; 2]) -> u16| -> Option<Vec<u8>> {
        let (pairs, rest) = body.as_chunks();
        let text = char::decode_utf16(pairs.iter().map(|pair| read(*pair)));
        let text: Result<String, _> = text.collect();
        let text = text.ok().filter(|_| rest.is_empty())?;
        Some(text.trim_start_matches('\u{feff}').as_bytes().to_vec())
    };
    all.extend(units(u16::from_le_bytes));
    all.extend(units(u16::from_be_bytes));
    all
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Standard base64 (RFC 4648, section 4), with padding.
fn encode_base64(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |at: usize| u32::from(group.get(at).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * at) & 63) as usize];
            text.push(if at <= group.len() { digit } else { b'=' });
        }
    }
    text
}

/// Either alphabet, with or without padding. `None` for what is no base64.
fn decode_base64(text: &[u8]) -> Option<Vec<u8>> {
    let padding = text.iter().rev().take_while(|byte| **byte == b'=').count();
    let digits = &text[..text.len() - padding.min(2)];
    if digits.is_empty() || digits.len() % 4 == 1 {
        return None;
    }
    let value = |byte: &u8| match byte {
        b'-' => Some(62),
        b'_' => Some(63),
        byte => DIGITS.iter().position(|digit| digit == byte),
    };
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3 + 2);
    for group in digits.chunks(4) {
        let mut bits = 0;
        for digit in group {
            bits = bits << 6 | u32::try_from(value(digit)?).ok()?;
        }
        bits <<= 6 * (4 - group.len());
        bytes.extend_from_slice(&bits.to_be_bytes()[1..group.len()]);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_as_it_is_written() {
        // RFC 4648, section 10.
        let known: [(&[u8], &[u8]); 7] = [
            (b"", b""),
            (b"f", b"Zg=="),
            (b"fo", b"Zm8="),
            (b"foo", b"Zm9v"),
            (b"foob", b"Zm9vYg=="),
            (b"fooba", b"Zm9vYmE="),
            (b"foobar", b"Zm9vYmFy"),
        ];
        for (bytes, text) in known {
            assert_eq!(encode_base64(bytes), text);
            assert_eq!(decode_base64(text).unwrap_or_default(), bytes);
        }
        assert_eq!(decode_base64(b"-_-_"), Some(alloc::vec![0xfb, 0xff, 0xbf]));
        assert_eq!(decode_base64(b"Zm9v!"), None);
        assert_eq!(decode_base64(b"Zm9vY"), None);
    }
}
