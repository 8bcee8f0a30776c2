//! A request as an endpoint receives it.

use std::{borrow::Cow, ptr};

use signkey::{Error, Request, RequestHeaders};

use crate::{
    field::{Field, Fields},
    sized::{self, Growing},
    slice::Slice,
};

/// A request as it was received, lent for the time of a call. In a method or a query that is not
/// UTF-8, U+FFFD takes the place of what is wrong.
///
/// Begin with `SIGNKEY_REQUEST_INIT`, which sets `size` and nothing else.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct CRequest {
    /// `sizeof(signkey_request)`, set by the caller.
    pub size: usize,
    /// The method, in the case it came in.
    pub method: Slice,
    /// The query of the URL, without its question mark. Only a sync looks at it.
    pub query: Slice,
    /// All headers, or those whose names begin with `X-Inngest-`; one that came more than once, as
    /// often. Names are compared without regard to case.
    pub headers: *const Field,
    /// How many headers there are.
    pub header_count: usize,
    /// The body, before anything read it.
    pub body: Slice,
}

// SAFETY: `repr(C)`, the size comes first, and pointers and integers are valid for all bytes.
unsafe impl Growing for CRequest {
    const FIRST_SIZE: usize = size_of::<Self>();
}

impl CRequest {
    const EMPTY: Self = Self {
        size: size_of::<Self>(),
        method: Slice::ABSENT,
        query: Slice::ABSENT,
        headers: ptr::null(),
        header_count: 0,
        body: Slice::ABSENT,
    };
}

/// The caller's request, checked.
pub(crate) struct Received<'a> {
    pub(crate) method: Cow<'a, str>,
    pub(crate) query: Cow<'a, str>,
    pub(crate) headers: RequestHeaders<'a>,
    body: &'a [u8],
}

impl Received<'_> {
    /// Checks the caller's request.
    ///
    /// # Safety
    ///
    /// As [`sized::read`], and the pointers in it as [`crate::slice::items`], during `'a`.
    pub(crate) unsafe fn read(request: *const CRequest) -> Result<Self, Error> {
        // SAFETY: the caller's promise.
        unsafe {
            let request = sized::read(request, CRequest::EMPTY)?;
            let headers = Fields::read(request.headers, request.header_count)?;
            let headers = headers
                .iter()
                .map(|(name, value)| (name, value.unwrap_or_default()));
            // Whoever sends a request chooses these bytes, which must not become the app's fault.
            Ok(Self {
                method: String::from_utf8_lossy(request.method.bytes()?),
                query: String::from_utf8_lossy(request.query.bytes()?),
                headers: RequestHeaders::collect(headers),
                body: request.body.bytes()?,
            })
        }
    }

    pub(crate) fn request(&self) -> Request<'_> {
        Request {
            method: &self.method,
            headers: self.headers,
            body: self.body,
        }
    }
}
