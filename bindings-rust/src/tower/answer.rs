//! What is written in place of a handler's answer.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode};
use http_body_util::Full;
use signkey::{Refusal, SyncResponse};

/// The answer to a request that is refused, for errors that arise behind the layer. In HTTP/1 the
/// layer itself also ends the connection, if a body was left unread.
///
/// ```
/// # let endpoint = signkey::Endpoint::new(
/// #     signkey::Mode::Cloud,
/// #     signkey::Keyring::from_texts([Some("signkey-test-12345678")]).map(Into::into),
/// #     signkey::EndpointOptions::default(),
/// # )?;
/// let refusal = endpoint.refuse(signkey::ErrorKind::MethodNotAllowed.into());
/// assert_eq!(signkey_http::refusal_response(&refusal).status(), 405);
/// # Ok::<(), signkey::Error>(())
/// ```
#[must_use]
pub fn refusal_response(refusal: &Refusal) -> Response<Full<Bytes>> {
    refusal_bytes(refusal).map(Full::new)
}

/// The response to a sync, from [`Registration::response`](signkey::Registration::response).
#[must_use]
pub fn sync_response(sync: SyncResponse<'_>) -> Response<Full<Bytes>> {
    let headers = sync.headers.iter();
    let headers = headers.map(|(name, value)| (*name, value.as_str()));
    response(sync.status, headers, sync.body.into_owned().into()).map(Full::new)
}

pub(super) fn refusal_bytes(refusal: &Refusal) -> Response<Bytes> {
    response(refusal.status(), refusal.headers(), refusal.body().into())
}

fn response<'a>(
    status: u16,
    headers: impl Iterator<Item = (&'static str, &'a str)>,
    body: Bytes,
) -> Response<Bytes> {
    let mut response = Response::new(body);
    // The core knows no status that is none, and no value that is no header's.
    let status = StatusCode::from_u16(status);
    *response.status_mut() = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
