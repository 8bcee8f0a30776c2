//! The body of a request as an adapter received it, and whether that is all that was sent.

use super::head::Head;
use crate::error::{Error, ErrorKind};

/// What became of the body.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum ReceivedBody<'a> {
    /// These bytes, and how their end is known.
    Bytes(&'a [u8], Framing),
    /// More bytes than the endpoint accepts. The rest was not read.
    TooLarge,
    /// A parser or another reader in front holds it already.
    Parsed,
    /// Nothing says where it ends, so it cannot be read.
    Unframed,
    /// The connection broke off before its end.
    Aborted,
}

/// How the end of a body is known. It is part of the verdict: otherwise the signature of an empty
/// body would admit a body that something in front has taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// The head of the message declares so many bytes; 0 where the protocol says that no declaration
    /// means no body.
    Declared(u64),
    /// The protocol said that the body ends here, and nothing read from it before.
    Ended,
    /// The headers alone say it, as in HTTP/1 (RFC 9112, section 6.3): `Content-Length`, else
    /// `Transfer-Encoding`, else there is no body.
    Head,
    /// The headers alone say it, as in HTTP/2: `Content-Length`, else the method. A request without a
    /// length has no body if its method gives no meaning to one (RFC 9110, section 9.3): `GET` and
    /// `HEAD`.
    Http2,
    /// Nothing is known but the `Content-Length` among the headers, if there is one.
    Unknown,
}

impl<'a> ReceivedBody<'a> {
    /// The bytes to be judged: of at most `at_most`, and all that were sent.
    ///
    /// # Errors
    ///
    /// `body_too_large`, `body_incomplete`, `body_unavailable`.
    pub(super) fn complete(self, head: &Head, at_most: u64) -> Result<&'a [u8], Error> {
        let (bytes, framing) = match self {
            Self::Bytes(bytes, framing) => (bytes, framing),
            Self::TooLarge => return Err(ErrorKind::BodyTooLarge.into()),
            Self::Aborted => return Err(ErrorKind::BodyIncomplete.into()),
            Self::Parsed | Self::Unframed => return Err(ErrorKind::BodyUnavailable.into()),
        };
        let len = bytes.len() as u64;
        if len > at_most {
            return Err(ErrorKind::BodyTooLarge.into());
        }
        let is_complete = match (framing, head.declared()) {
            (Framing::Declared(declared), Some(other)) => len == declared && declared == other,
            (Framing::Declared(0), None) if head.is_encoded() => false,
            (Framing::Declared(declared), None) => len == declared,
            (Framing::Ended, Some(declared)) => len >= declared,
            (Framing::Ended, None) => true,
            (Framing::Head | Framing::Http2 | Framing::Unknown, Some(declared)) => len == declared,
            (Framing::Head, None) => len > 0 || !head.announces_body(),
            (Framing::Http2, None) => len > 0 || head.is_without_content && !head.announces_body(),
            (Framing::Unknown, None) => len > 0,
        };
        match is_complete {
            true => Ok(bytes),
            false => Err(ErrorKind::BodyUnavailable.into()),
        }
    }
}
