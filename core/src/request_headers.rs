//! What the platform says in the headers of a request.

use crate::header::SignatureHeader;

/// The headers of a request that signkey looks at. Names are compared without regard to case.
///
/// ```
/// use signkey::RequestHeaders;
///
/// let received = [("content-type", "application/json"), ("x-inngest-server-kind", "cloud")];
/// let headers = RequestHeaders::collect(received);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct RequestHeaders<'a> {
    pub(crate) signature: Field<'a>,
    server_kind: Field<'a>,
    sync_kind: Field<'a>,
}

/// The values of a header by their number.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum Field<'a> {
    #[default]
    Absent,
    Once(&'a [u8]),
    Repeated,
}

impl<'a> RequestHeaders<'a> {
    /// Takes what is needed out of all headers of a request: names and values as received, a header
    /// that came several times as often.
    pub fn collect<N, V>(fields: impl IntoIterator<Item = (&'a N, &'a V)>) -> Self
    where
        N: AsRef<[u8]> + ?Sized + 'a,
        V: AsRef<[u8]> + ?Sized + 'a,
    {
        let mut headers = Self::default();
        for (name, value) in fields {
            let name = name.as_ref();
            let field = match () {
                () if is(name, SignatureHeader::NAME) => &mut headers.signature,
                () if is(name, SERVER_KIND) => &mut headers.server_kind,
                () if is(name, SYNC_KIND) => &mut headers.sync_kind,
                () => continue,
            };
            *field = match field {
                Field::Absent => Field::Once(value.as_ref()),
                _ => Field::Repeated,
            };
        }
        headers
    }

    /// The kind of server that sent the request, as it says itself: a word such as `cloud` or
    /// `dev`. It proves nothing.
    #[must_use]
    pub fn server_kind(&self) -> Option<&'a str> {
        word(self.server_kind)
    }

    /// Whether the configuration is asked for in the response to this request.
    pub(crate) fn asks_for_in_band_sync(&self) -> bool {
        word(self.sync_kind) == Some("in_band")
    }
}

const SERVER_KIND: &str = "X-Inngest-Server-Kind";
pub(crate) const SYNC_KIND: &str = "X-Inngest-Sync-Kind";

fn is(name: &[u8], expected: &str) -> bool {
    name.eq_ignore_ascii_case(expected.as_bytes())
}

/// The value of a header that says one short word.
fn word(field: Field<'_>) -> Option<&str> {
    const WORD_MAX: usize = 32;
    let Field::Once(value) = field else {
        return None;
    };
    let is_word_byte = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let is_word = (1..=WORD_MAX).contains(&value.len()) && value.iter().all(is_word_byte);
    core::str::from_utf8(value).ok().filter(|_| is_word)
}

/// Whether a text can stand in a header as it is: printable ASCII, no space at its ends.
pub(crate) fn is_header_value(text: &str) -> bool {
    !text.is_empty()
        && text.trim_ascii() == text
        && text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}
