//! What a registration hands out: a request to send, and the response. Both are borrowed from it.

use std::borrow::Cow;

use signkey::{
    Authorization, Error, ErrorKind, HeaderField, RegisterRequest, RegistrationState, SyncResponse,
};

use crate::{
    pointers::{extensible::Extensible, slice::Slice},
    types::field::Field,
};

/// How far a sync is.
#[expect(non_camel_case_types, reason = "the names are those of the header")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum CSyncState {
    /// A request is to be sent to the platform (`signkey_registration_request`), and its answer to be
    /// taken (`signkey_registration_answer`).
    SIGNKEY_SYNC_REGISTER = 1,
    /// The configuration of the functions is the response (`signkey_registration_response`).
    SIGNKEY_SYNC_IN_BAND = 2,
    /// The platform has answered for good; the response says what.
    SIGNKEY_SYNC_DONE = 3,
}

impl From<RegistrationState> for CSyncState {
    fn from(state: RegistrationState) -> Self {
        match state {
            RegistrationState::Register => Self::SIGNKEY_SYNC_REGISTER,
            RegistrationState::InBand => Self::SIGNKEY_SYNC_IN_BAND,
            RegistrationState::Done => Self::SIGNKEY_SYNC_DONE,
        }
    }
}

/// A request to the platform, whose body is the configuration of the functions. Follow no redirect with
/// it.
///
/// Begin with `SIGNKEY_REGISTER_REQUEST_INIT`, which sets `size`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct CRegisterRequest {
    /// `sizeof(signkey_register_request)`, set by the caller.
    pub size: usize,
    /// Its method. It is static.
    pub method: Slice,
    /// Where to send it.
    pub url: Slice,
    /// All headers to send, but for those of the transport; the credential is in the last one,
    /// `SIGNKEY_AUTHORIZATION_HEADER`, if there is one.
    pub headers: *const Field,
    /// How many headers there are.
    pub header_count: usize,
}

// SAFETY: `repr(C)`, the size comes first, and it is only written, never read.
unsafe impl Extensible for CRegisterRequest {}

/// A response to the request that began a sync.
///
/// Begin with `SIGNKEY_SYNC_RESPONSE_INIT`, which sets `size`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct CSyncResponse {
    /// `sizeof(signkey_sync_response)`, set by the caller.
    pub size: usize,
    /// The HTTP status.
    pub http_status: u32,
    /// All headers to send, but for those of the transport. `SIGNKEY_SIGNATURE_HEADER` is among them
    /// if, and only if, the request was verified.
    pub headers: *const Field,
    /// How many headers there are.
    pub header_count: usize,
    /// The body, to be sent as it is: in band that of the caller, not a copy.
    pub body: Slice,
}

// SAFETY: `repr(C)`, the size comes first, and it is only written, never read.
unsafe impl Extensible for CSyncResponse {}

/// What the caller has borrowed, with what its pointers lead to.
#[derive(Default)]
pub(crate) struct Output {
    fields: Vec<Field>,
    authorization: Option<Authorization>,
    headers: Vec<HeaderField>,
    body: Vec<u8>,
}

impl Output {
    pub(crate) fn request(&mut self, request: &RegisterRequest) -> Result<CRegisterRequest, Error> {
        self.authorization = request.authorization();
        self.fields = fields(request.headers(), self.authorization.as_ref())?;
        Ok(CRegisterRequest {
            size: size_of::<CRegisterRequest>(),
            method: Slice::of(RegisterRequest::METHOD),
            url: Slice::of(request.url()),
            headers: self.fields.as_ptr(),
            header_count: self.fields.len(),
        })
    }

    pub(crate) fn response(&mut self, response: SyncResponse<'_>) -> Result<CSyncResponse, Error> {
        self.headers = response.headers;
        self.fields = fields(&self.headers, None)?;
        let body = match response.body {
            Cow::Borrowed(body) => Slice::of_bytes(body),
            Cow::Owned(body) => {
                self.body = body;
                Slice::of_bytes(&self.body)
            }
        };
        Ok(CSyncResponse {
            size: size_of::<CSyncResponse>(),
            http_status: response.status.into(),
            headers: self.fields.as_ptr(),
            header_count: self.fields.len(),
            body,
        })
    }
}

/// These headers, and a credential if there is one.
fn fields(
    headers: &[HeaderField],
    credential: Option<&Authorization>,
) -> Result<Vec<Field>, Error> {
    let mut fields = Vec::new();
    fields
        .try_reserve_exact(headers.len() + 1)
        .map_err(|_| ErrorKind::OutOfMemory)?;
    fields.extend(headers.iter().map(|(name, value)| Field::of(name, value)));
    fields.extend(credential.map(|value| Field::of(Authorization::NAME, value.as_str())));
    Ok(fields)
}
