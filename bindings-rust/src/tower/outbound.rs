//! On the way out: signing the response.

use http::{
    HeaderValue, Response,
    header::{CONTENT_LENGTH, CONTENT_TYPE},
    request::Parts,
};
use signkey::{Admission, ErrorKind, ResponseStep, SignatureHeader};

use super::{
    body::Body,
    collect::{Collected, Failure, collect},
    error::BoxError,
    settings::Settings,
};

impl Settings {
    /// The response to an admitted request as it is sent. `line` is what is left of the request.
    pub(super) async fn answer<R>(
        &self,
        admission: &Admission,
        line: &Parts,
        response: Response<R>,
    ) -> Response<Body<R>>
    where
        R: http_body::Body,
        R::Error: Into<BoxError>,
    {
        let response = self.prepare(admission, line, response).await;
        self.claim_response(admission, line, response.headers())
            .await;
        response
    }

    async fn prepare<R>(
        &self,
        admission: &Admission,
        line: &Parts,
        response: Response<R>,
    ) -> Response<Body<R>>
    where
        R: http_body::Body,
        R::Error: Into<BoxError>,
    {
        let status = response.status().as_u16();
        let content_type = response.headers().get(CONTENT_TYPE);
        let content_type = content_type.map(HeaderValue::as_bytes);
        match self.endpoint.response(admission, status, content_type) {
            ResponseStep::Forward if admission.sends_content(status) => {
                response.map(Body::original)
            }
            ResponseStep::Forward => without_content(response).map(Body::collected),
            ResponseStep::Hold { empty: true, .. } => {
                self.sign(admission, line, without_content(response))
            }
            ResponseStep::Hold { at_most, .. } => {
                let (head, body) = response.into_parts();
                match collect(body, at_most).await {
                    Ok(all) => self.sign(admission, line, Response::from_parts(head, all)),
                    Err(Failure::TooLarge) => {
                        self.refuse(admission, line, &self.endpoint.unsignable())
                    }
                    // It breaks off, as it would without the layer.
                    Err(Failure::Broken(error)) => Response::from_parts(head, Body::broken(error)),
                }
            }
            ResponseStep::Refuse(refusal) => self.refuse(admission, line, &refusal),
        }
    }

    fn sign<R>(
        &self,
        admission: &Admission,
        line: &Parts,
        mut held: Response<Collected>,
    ) -> Response<Body<R>> {
        let timestamp = (self.clock)();
        let text = self.endpoint.sign(admission, &held.body().data, timestamp);
        let value = text.and_then(|text| {
            HeaderValue::from_str(text.as_str()).map_err(|_| ErrorKind::Internal.into())
        });
        match value {
            Ok(value) => {
                held.headers_mut().insert(SignatureHeader::NAME, value);
                held.map(Body::collected)
            }
            Err(error) => self.refuse(admission, line, &self.endpoint.refuse(error)),
        }
    }
}

/// Drops a body, and with it the length that was declared for it.
fn without_content<R: http_body::Body>(response: Response<R>) -> Response<Collected> {
    let has_body = !response.body().is_end_stream();
    let mut empty = response.map(|_| Collected::default());
    if has_body {
        empty.headers_mut().remove(CONTENT_LENGTH);
    }
    empty
}
