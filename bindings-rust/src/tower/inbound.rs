//! On the way in: reading the body, and refusing.

use bytes::Bytes;
use http::{HeaderValue, Response, Version, header::CONNECTION, request::Parts};
use signkey::{Admission, Framing, ReceivedBody, Refusal};

use super::{
    answer::refusal_bytes,
    body::Body,
    collect::{Failure, collect},
    error::BoxError,
    settings::Settings,
};

impl Settings {
    /// Reads the body that an admission asks for, and has it judged. Returns what the handler
    /// receives if it is admitted.
    pub(super) async fn receive<B>(
        &self,
        admission: &mut Admission,
        body: B,
        at_most: u64,
    ) -> Body<B>
    where
        B: http_body::Body,
        B::Error: Into<BoxError>,
    {
        let framing = framing(&body);
        let collected = collect(body, at_most).await;
        let received = match &collected {
            Ok(all) => ReceivedBody::Bytes(&all.data, framing),
            Err(Failure::TooLarge) => ReceivedBody::TooLarge,
            Err(Failure::Broken(_)) => ReceivedBody::Aborted,
        };
        let now = (self.clock)();
        // `finished`, if it asks for no body: then the admission stays as it is.
        let _ = self.endpoint.receive_body(admission, received, now);
        collected.map_or_else(|_| Body::held(Bytes::new()), Body::collected)
    }

    /// The answer in place of the handler's.
    pub(super) fn refuse<R>(
        &self,
        admission: &Admission,
        parts: &Parts,
        refusal: &Refusal,
    ) -> Response<Body<R>> {
        (self.on_refused)(parts, refusal);
        let mut response = refusal_bytes(refusal).map(|body| {
            let has_content = admission.sends_content(refusal.status());
            Body::held(if has_content { body } else { Bytes::new() })
        });
        if refusal.is_unread() && parts.version < Version::HTTP_2 {
            let close = HeaderValue::from_static("close");
            response.headers_mut().insert(CONNECTION, close);
        }
        response
    }
}

/// How the end of a body is known that is still to be read. Of HTTP/1, the headers tell an empty body
/// from one that something in front has read. HTTP/2 needs no length; there, a body that is at its
/// end, and whose length was not known to be 0 from the start, was read.
fn framing(body: &impl http_body::Body) -> Framing {
    match body.is_end_stream() && body.size_hint().exact().is_none() {
        true => Framing::Unknown,
        false => Framing::Head,
    }
}
