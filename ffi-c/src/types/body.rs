//! The body of a request as a caller received it, and whether that is all that was sent.

use signkey::{Error, ErrorKind, Framing, ReceivedBody};

/// How the end of a body is known. It is part of the verdict: otherwise the signature of an empty body
/// would admit a body that something in front has taken.
#[expect(non_camel_case_types, reason = "the names are those of the header")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum CFraming {
    /// Not known. Then the `Content-Length` among the headers counts, if there is one.
    SIGNKEY_FRAMING_UNKNOWN = 0,
    /// The head of the message declares so many bytes; 0 where the protocol says that no declaration
    /// means no body.
    SIGNKEY_FRAMING_DECLARED = 1,
    /// The protocol said that the body ends here, and nothing read from it before.
    SIGNKEY_FRAMING_ENDED = 2,
    /// The headers alone say it, as in HTTP/1 (RFC 9112, section 6.3): `Content-Length`, else
    /// `Transfer-Encoding`, else there is no body.
    SIGNKEY_FRAMING_HEAD = 3,
    /// The headers alone say it, as in HTTP/2: `Content-Length`, else the method. A request without a
    /// length has no body if its method gives no meaning to one (RFC 9110, section 9.3): `GET` and
    /// `HEAD`.
    SIGNKEY_FRAMING_HTTP2 = 4,
}

/// The framing of the caller's number.
pub(crate) fn framing(number: u32, declared: u64) -> Result<Framing, Error> {
    const UNKNOWN: u32 = CFraming::SIGNKEY_FRAMING_UNKNOWN as u32;
    const DECLARED: u32 = CFraming::SIGNKEY_FRAMING_DECLARED as u32;
    const ENDED: u32 = CFraming::SIGNKEY_FRAMING_ENDED as u32;
    const HEAD: u32 = CFraming::SIGNKEY_FRAMING_HEAD as u32;
    const HTTP2: u32 = CFraming::SIGNKEY_FRAMING_HTTP2 as u32;
    match number {
        UNKNOWN => Ok(Framing::Unknown),
        DECLARED => Ok(Framing::Declared(declared)),
        ENDED => Ok(Framing::Ended),
        HEAD => Ok(Framing::Head),
        HTTP2 => Ok(Framing::Http2),
        _ => Err(ErrorKind::InvalidArgument.into()),
    }
}

/// Why there is no body to judge.
#[expect(non_camel_case_types, reason = "the names are those of the header")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum CNoBody {
    /// There are more bytes than the step asked for. The rest was not read.
    SIGNKEY_NO_BODY_TOO_LARGE = 1,
    /// A parser or another reader in front holds the body already.
    SIGNKEY_NO_BODY_PARSED = 2,
    /// Nothing says where the body ends, so it cannot be read.
    SIGNKEY_NO_BODY_UNFRAMED = 3,
    /// The connection broke off before the end of the body.
    SIGNKEY_NO_BODY_ABORTED = 4,
}

/// What became of the body, by the caller's number.
pub(crate) fn no_body(reason: u32) -> Result<ReceivedBody<'static>, Error> {
    const TOO_LARGE: u32 = CNoBody::SIGNKEY_NO_BODY_TOO_LARGE as u32;
    const PARSED: u32 = CNoBody::SIGNKEY_NO_BODY_PARSED as u32;
    const UNFRAMED: u32 = CNoBody::SIGNKEY_NO_BODY_UNFRAMED as u32;
    const ABORTED: u32 = CNoBody::SIGNKEY_NO_BODY_ABORTED as u32;
    match reason {
        TOO_LARGE => Ok(ReceivedBody::TooLarge),
        PARSED => Ok(ReceivedBody::Parsed),
        UNFRAMED => Ok(ReceivedBody::Unframed),
        ABORTED => Ok(ReceivedBody::Aborted),
        _ => Err(ErrorKind::InvalidArgument.into()),
    }
}
