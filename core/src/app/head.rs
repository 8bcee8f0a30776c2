//! The head of a request: its method, and what its headers say that matters.

use super::method;
use crate::{
    signing::{ReceivedHeader, SignatureHeader, TimestampText},
    text::Text,
};

/// The names of the headers that matter, in lower case. No verdict depends on any other, so whoever
/// hands over headers may leave the others out.
pub const WANTED_HEADERS: [&str; 5] = [
    SIGNATURE,
    SERVER_KIND,
    SYNC_KIND,
    CONTENT_LENGTH,
    TRANSFER_ENCODING,
];

const SIGNATURE: &str = "x-inngest-signature";
const SERVER_KIND: &str = "x-inngest-server-kind";
const SYNC_KIND: &str = "x-inngest-sync-kind";
const CONTENT_LENGTH: &str = "content-length";
const TRANSFER_ENCODING: &str = "transfer-encoding";

/// The longest word that is read in a header, in bytes.
const WORD_MAX: usize = 32;

/// What is kept of a request. It borrows nothing from it.
#[derive(Clone, Copy, Default)]
pub(super) struct Head {
    pub(super) is_sync: bool,
    pub(super) is_head: bool,
    /// Whether content would mean nothing in a request of this method.
    pub(super) is_without_content: bool,
    pub(super) is_post: bool,
    pub(super) signature: Signature,
    server_kind: Word,
    sync_kind: Word,
    length: Length,
    coding: Coding,
}

/// The transfer coding of the body, which says where it ends in place of a length.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Coding {
    #[default]
    None,
    Chunked,
    /// Another one, which leaves other bytes than those that were signed.
    Other,
}

/// The signature header.
#[derive(Clone, Copy, Default)]
pub(super) enum Signature {
    #[default]
    Absent,
    /// One that is malformed, or more than one: those are joined with commas (RFC 9110, section
    /// 5.3), which is malformed.
    Malformed,
    Once(SignatureHeader, TimestampText),
}

/// A header that says one short word.
#[derive(Clone, Copy, Default)]
enum Word {
    #[default]
    Absent,
    Once(Text<WORD_MAX>),
    /// It comes more than once, or says no word.
    Unclear,
}

/// What the head says of the length of the body.
#[derive(Clone, Copy, Default)]
enum Length {
    #[default]
    Absent,
    /// So many bytes.
    Declared(u64),
    /// It comes more than once, or says no number.
    Unclear,
}

impl Head {
    pub(super) fn collect<N, V>(method: &[u8], headers: impl IntoIterator<Item = (N, V)>) -> Self
    where
        N: AsRef<[u8]>,
        V: AsRef<[u8]>,
    {
        let mut head = Self {
            is_sync: method == method::SYNC,
            is_head: method == method::HEAD,
            is_without_content: method::is_without_content(method),
            is_post: method == method::POST,
            ..Self::default()
        };
        for (name, value) in headers {
            let (name, value) = (name.as_ref(), value.as_ref());
            let is = |wanted: &str| name.eq_ignore_ascii_case(wanted.as_bytes());
            match name.len() {
                19 if is(SIGNATURE) => head.signature.add(value),
                19 if is(SYNC_KIND) => head.sync_kind.add(value),
                21 if is(SERVER_KIND) => head.server_kind.add(value),
                14 if is(CONTENT_LENGTH) => head.length.add(value),
                17 if is(TRANSFER_ENCODING) => head.coding.add(value),
                _ => {}
            }
        }
        head
    }

    /// The kind of server that sent the request, as it says itself. It proves nothing.
    pub(super) fn server_kind(&self) -> Option<&str> {
        self.server_kind.text()
    }

    /// Whether the configuration is asked for in the response to this request.
    pub(super) fn asks_for_in_band_sync(&self) -> bool {
        self.sync_kind.text() == Some("in_band")
    }

    /// The length of the body, as far as the headers say it.
    pub(super) fn declared(&self) -> Option<u64> {
        match self.length {
            Length::Declared(length) if !self.is_encoded() => Some(length),
            _ => None,
        }
    }

    /// Whether the headers announce a body (RFC 9112, section 6.3).
    pub(super) fn announces_body(&self) -> bool {
        self.is_encoded() || !matches!(self.length, Length::Absent | Length::Declared(0))
    }

    /// Whether a transfer coding says where the body ends.
    pub(super) fn is_encoded(&self) -> bool {
        self.coding != Coding::None
    }

    /// Whether the body is sent in a coding that no server undoes for signkey.
    pub(super) fn is_foreign(&self) -> bool {
        self.coding == Coding::Other
    }
}

impl Signature {
    fn add(&mut self, value: &[u8]) {
        *self = match (&self, ReceivedHeader::parse(value)) {
            (Self::Absent, Ok(received)) => {
                let mut digits = Text::EMPTY;
                digits.push(received.digits);
                Self::Once(received.header, digits)
            }
            _ => Self::Malformed,
        };
    }
}

impl Word {
    fn add(&mut self, value: &[u8]) {
        let is_word_byte = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let is_word = (1..=WORD_MAX).contains(&value.len()) && value.iter().all(is_word_byte);
        *self = match self {
            Self::Absent if is_word => {
                let mut text = Text::EMPTY;
                text.push(value);
                Self::Once(text)
            }
            _ => Self::Unclear,
        };
    }

    fn text(&self) -> Option<&str> {
        match self {
            Self::Once(text) => Some(text.as_str()),
            Self::Absent | Self::Unclear => None,
        }
    }
}

impl Coding {
    fn add(&mut self, value: &[u8]) {
        let is_chunked = value.trim_ascii().eq_ignore_ascii_case(b"chunked");
        *self = match self {
            Self::None if is_chunked => Self::Chunked,
            _ => Self::Other,
        };
    }
}

impl Length {
    /// What is no length, or comes twice, is for the server to refuse; here it says nothing. A number
    /// that is too large for anything is the largest.
    fn add(&mut self, value: &[u8]) {
        let is_length = !value.is_empty() && value.iter().all(u8::is_ascii_digit);
        let text = core::str::from_utf8(value).ok().filter(|_| is_length);
        *self = match (&self, text) {
            (Self::Absent, Some(digits)) => Self::Declared(digits.parse().unwrap_or(u64::MAX)),
            _ => Self::Unclear,
        };
    }
}

/// Whether a text can stand in a header as it is: printable ASCII, no space at its ends.
pub(super) fn is_header_value(text: &str) -> bool {
    !text.is_empty()
        && text.trim_ascii() == text
        && text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

#[cfg(test)]
mod tests {
    use super::{CONTENT_LENGTH, SERVER_KIND, SIGNATURE, SYNC_KIND, TRANSFER_ENCODING};
    use crate::signing::SignatureHeader;

    #[test]
    fn the_lengths_of_the_names_are_those_that_are_looked_for() {
        let names = [
            (SIGNATURE, 19),
            (SYNC_KIND, 19),
            (SERVER_KIND, 21),
            (CONTENT_LENGTH, 14),
            (TRANSFER_ENCODING, 17),
        ];
        for (name, len) in names {
            assert_eq!(name.len(), len, "{name}");
            assert_eq!(name, name.to_ascii_lowercase());
        }
        assert!(SIGNATURE.eq_ignore_ascii_case(SignatureHeader::NAME));
    }
}
