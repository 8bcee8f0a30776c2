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

#[allow(clippy::expect_used, reason = "the core has checked what it hands out")]
fn response<'a>(
    status: u16,
    headers: impl Iterator<Item = (&'static str, &'a str)>,
    body: Bytes,
) -> Response<Bytes> {
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).expect("a status");
    for (name, value) in headers {
        let value = HeaderValue::from_str(value).expect("a value of a header");
        response.headers_mut().insert(name, value);
    }
    response
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use signkey::{Endpoint, EndpointOptions, ErrorKind, Mode};

    use super::refusal_response;

    #[test]
    fn every_error_has_an_answer() {
        let keyring = Err(ErrorKind::MissingSigningKey.into());
        for mode in [Mode::Cloud, Mode::Dev] {
            let endpoint = Endpoint::new(mode, keyring.clone(), EndpointOptions::DEFAULT).unwrap();
            for kind in ErrorKind::ALL {
                let response = refusal_response(&endpoint.refuse((*kind).into()));
                assert_eq!(response.status(), kind.http_status());
            }
        }
    }
}
