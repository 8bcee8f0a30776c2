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
        let status = response.status().as_u16();
        let content_type = response.headers().get(CONTENT_TYPE);
        let content_type = content_type.map(HeaderValue::as_bytes);
        match self.endpoint.response(admission, status, content_type) {
            ResponseStep::Forward => response.map(Body::original),
            ResponseStep::Refuse(refusal) => self.refuse(admission, line, &refusal),
            ResponseStep::Hold { at_most, empty } => match hold(response, at_most, empty).await {
                Ok(held) => self.sign(admission, line, held),
                Err((_, Failure::TooLarge)) => {
                    self.refuse(admission, line, &self.endpoint.unsignable())
                }
                // It breaks off, as it would without the layer.
                Err((head, Failure::Broken(error))) => head.map(|()| Body::broken(error)),
            },
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

/// Holds a response back until its last byte. One that has to be empty loses its body, and with it
/// the length that was declared for it.
async fn hold<R>(
    response: Response<R>,
    at_most: u64,
    empty: bool,
) -> Result<Response<Collected>, (Response<()>, Failure)>
where
    R: http_body::Body,
    R::Error: Into<BoxError>,
{
    let (mut head, body) = response.into_parts();
    let collected = match empty {
        true if body.is_end_stream() => Ok(Collected::default()),
        true => {
            head.headers.remove(CONTENT_LENGTH);
            Ok(Collected::default())
        }
        false => collect(body, at_most).await,
    };
    match collected {
        Ok(collected) => Ok(Response::from_parts(head, collected)),
        Err(failure) => Err((Response::from_parts(head, ()), failure)),
    }
}
