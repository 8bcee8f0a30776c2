//! What a handshake lends: a request to send, and the response.

use std::borrow::Cow;

use signkey::{Authorization, Error, ErrorKind, HeaderField};

use crate::{
    failure::Failure,
    field::Field,
    guard, handle,
    handshake::CHandshake,
    sized::{Growing, SizedOut},
    slice::{self, Slice},
    status::Status,
};

/// A request to the platform: a `POST` whose body is the configuration of the functions. Follow no
/// redirect with it.
///
/// Begin with `SIGNKEY_REGISTRATION_INIT`, which sets `size`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct CRegistration {
    /// `sizeof(signkey_registration)`, set by the caller.
    pub size: usize,
    /// Where to send it.
    pub url: Slice,
    /// All headers to send, but for those of the transport; the credential is in the last one,
    /// `Authorization`, if there is one.
    pub headers: *const Field,
    /// How many headers there are.
    pub header_count: usize,
}

// SAFETY: `repr(C)`, the size comes first, and it is only written, never read.
unsafe impl Growing for CRegistration {
    const FIRST_SIZE: usize = size_of::<Self>();
}

/// A response to the request that began a sync.
///
/// Begin with `SIGNKEY_RESPONSE_INIT`, which sets `size`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct CResponse {
    /// `sizeof(signkey_response)`, set by the caller.
    pub size: usize,
    /// The HTTP status.
    pub http_status: u32,
    /// All headers to send, but for those of the transport. `X-Inngest-Signature` is among them if,
    /// and only if, the request was verified.
    pub headers: *const Field,
    /// How many headers there are.
    pub header_count: usize,
    /// The body, to be sent as it is: in band that of the caller, not a copy.
    pub body: Slice,
}

// SAFETY: `repr(C)`, the size comes first, and it is only written, never read.
unsafe impl Growing for CResponse {
    const FIRST_SIZE: usize = size_of::<Self>();
}

/// What the last call has lent, with what the caller's pointers lead to.
#[derive(Default)]
pub(crate) struct Lent {
    fields: Vec<Field>,
    authorization: Option<Authorization>,
    headers: Vec<HeaderField>,
    body: Vec<u8>,
}

/// Lends these headers, and a credential if there is one.
fn lend(headers: &[HeaderField], credential: Option<&Authorization>) -> Result<Vec<Field>, Error> {
    let mut fields = Vec::new();
    fields
        .try_reserve_exact(headers.len() + 1)
        .map_err(|_| ErrorKind::OutOfMemory)?;
    fields.extend(headers.iter().map(|(name, value)| Field::of(name, value)));
    fields.extend(credential.map(|value| Field::of("Authorization", value.as_str())));
    Ok(fields)
}

impl CHandshake {
    fn registration(&mut self) -> Result<CRegistration, Error> {
        let (request, lent) = (self.sync.request()?, &mut self.lent);
        lent.authorization = request.authorization(&self.auth);
        lent.fields = lend(request.headers(), lent.authorization.as_ref())?;
        Ok(CRegistration {
            size: size_of::<CRegistration>(),
            url: Slice::of(request.url()),
            headers: lent.fields.as_ptr(),
            header_count: lent.fields.len(),
        })
    }

    fn response(&mut self, in_band: Option<&[u8]>, now: u64) -> Result<CResponse, Error> {
        let keyring = self.settings.config.keyring();
        let response = self.sync.response(keyring, in_band, now)?;
        let lent = &mut self.lent;
        lent.headers = response.headers;
        lent.fields = lend(&lent.headers, None)?;
        let body = match response.body {
            Cow::Borrowed(body) => Slice::of_bytes(body),
            Cow::Owned(body) => {
                lent.body = body;
                Slice::of_bytes(&lent.body)
            }
        };
        Ok(CResponse {
            size: size_of::<CResponse>(),
            http_status: response.status.into(),
            headers: lent.fields.as_ptr(),
            header_count: lent.fields.len(),
            body,
        })
    }
}

/// Says what to send to the platform.
///
/// - `handshake`: the handshake.
/// - `registration`: receives the request. What it points to is lent until the next call with the
///   handshake other than `signkey_handshake_state`. It holds a credential, which is cleared then.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, `size` is not set, or the sync is
///   in band;
/// - `SIGNKEY_ERROR_FINISHED`: the platform has answered for good;
///
/// or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. One thread at a time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_handshake_request(
    handshake: *mut CHandshake,
    registration: *mut CRegistration,
    failure: *mut Failure,
) -> Status {
    let call = || {
        // SAFETY: the contract in the header.
        let (handshake, out) =
            unsafe { (handle::exclusive(handshake)?, SizedOut::new(registration)?) };
        out.write(handshake.registration()?);
        Ok(())
    };
    // SAFETY: the contract in the header.
    unsafe { guard::status(failure, call) }
}

/// Says what to answer to the request that began the sync.
///
/// - `handshake`: the handshake.
/// - `body`, `body_len`: the configuration of the functions if the sync is in band, else NULL and 0.
/// - `now`: the clock, in seconds since 1970-01-01 00:00 UTC.
/// - `response`: receives the response, signed if, and only if, the request was verified. What it
///   points to is lent until the next call with the handshake other than `signkey_handshake_state`.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, `size` is not set, the platform has
///   not answered for good yet, there is no body where it is the response, or one where it is not; or
///   the request was verified with other keys than those of the configuration;
/// - `SIGNKEY_ERROR_INVALID_TIMESTAMP`: `now` has more than 19 digits;
///
/// or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. One thread at a time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_handshake_response(
    handshake: *mut CHandshake,
    body: *const u8,
    body_len: usize,
    now: u64,
    response: *mut CResponse,
    failure: *mut Failure,
) -> Status {
    let call = || {
        // SAFETY: the contract in the header.
        let (handshake, body, out) = unsafe {
            let body = slice::optional(body, body_len)?;
            (
                handle::exclusive(handshake)?,
                body,
                SizedOut::new(response)?,
            )
        };
        out.write(handshake.response(body, now)?);
        Ok(())
    };
    // SAFETY: the contract in the header.
    unsafe { guard::status(failure, call) }
}
