//! What a refused request is answered with.

use std::ffi::c_char;

use signkey::{Error, ErrorKind, Refusal};

use crate::{
    limits::{SIGNKEY_REFUSAL_BODY_MAX, SIGNKEY_REFUSAL_HEADERS_MAX, SIGNKEY_REFUSAL_LOG_MAX},
    pointers::{extensible::Extensible, out::chars, slice::Slice},
    types::{field::Field, status::Status},
};

/// The answer to a request that is refused. It owns its texts, but for the headers, which are static.
///
/// Begin with `SIGNKEY_REFUSAL_INIT`, which sets `size`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct CRefusal {
    /// `sizeof(signkey_refusal)`, set by the caller.
    pub size: usize,
    /// Why the request is refused. For logs: outside, only `body` is shown.
    pub status: Status,
    /// The HTTP status.
    pub http_status: u32,
    /// The headers to send, but for those of the transport.
    pub headers: [Field; SIGNKEY_REFUSAL_HEADERS_MAX],
    /// How many headers there are.
    pub header_count: usize,
    /// How long the body is, in bytes.
    pub body_len: usize,
    /// How long the line for the log is, in bytes.
    pub log_len: usize,
    /// A body of the request was announced and not read. Then the connection is of no further use: end
    /// it in the way of its protocol.
    pub unread: bool,
    /// The operator of the app has to mend something, as opposed to what anyone outside can cause.
    pub is_fault: bool,
    /// The body: a JSON object with the members `code` and `message`, and a final NUL. In cloud mode it
    /// says nothing about the settings of the app.
    pub body: [c_char; SIGNKEY_REFUSAL_BODY_MAX],
    /// What to write into a log, with a final NUL: the error with its setting, and what to do about it.
    pub log: [c_char; SIGNKEY_REFUSAL_LOG_MAX],
}

// SAFETY: `repr(C)`, the size comes first, and it is only written, never read.
unsafe impl Extensible for CRefusal {}

impl TryFrom<Refusal> for CRefusal {
    type Error = Error;

    fn try_from(refusal: Refusal) -> Result<Self, Error> {
        const NO_FIELD: Field = Field {
            name: Slice::ABSENT,
            value: Slice::ABSENT,
        };
        let mut headers = [NO_FIELD; SIGNKEY_REFUSAL_HEADERS_MAX];
        let mut header_count = 0;
        for (name, value) in refusal.headers() {
            let slot = headers.get_mut(header_count).ok_or(ErrorKind::Internal)?;
            *slot = Field::of(name, value);
            header_count += 1;
        }
        let (body, log) = (refusal.body(), refusal.log());
        Ok(Self {
            size: size_of::<Self>(),
            status: Status::of(refusal.error().kind()),
            http_status: refusal.status().into(),
            headers,
            header_count,
            body_len: body.len(),
            log_len: log.len(),
            unread: refusal.is_unread(),
            is_fault: refusal.is_fault(),
            body: chars(&body)?,
            log: chars(&log)?,
        })
    }
}
