//! On the way in: reading the body, and refusing.

use bytes::Bytes;
use http::{
    HeaderValue, Method, Response, Version,
    header::{CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING},
    request::Parts,
};
use signkey::{Admission, Framing, ReceivedBody, Refusal};

use super::{
    answer::refusal_bytes,
    body::{Body, BoxError},
    collect::{Failure, collect},
    layer::Settings,
};

impl Settings {
    /// Reads the body that an admission asks for, and has it judged. Returns what the handler
    /// receives if it is admitted.
    pub(super) async fn receive<B>(
        &self,
        admission: &mut Admission,
        parts: &Parts,
        body: B,
        at_most: u64,
    ) -> Body<B>
    where
        B: http_body::Body,
        B::Error: Into<BoxError>,
    {
        let end = End::of(parts, &body);
        let collected = collect(body, at_most).await;
        let received = match &collected {
            Ok(all) => ReceivedBody::Bytes(&all.data, end.framing(all.data.is_empty())),
            Err(Failure::TooLarge) => ReceivedBody::TooLarge,
            Err(Failure::Broken(_)) => ReceivedBody::Aborted,
        };
        let now = (self.clock)();
        // `finished`, if it asks for no body: then the admission stays as it is.
        let _ = self.endpoint.receive_body(admission, received, now);
        collected.map_or_else(|_| Body::held(Bytes::new()), Body::collected)
    }

    /// The answer in place of the handler's.
    pub(super) fn refuse<R>(&self, parts: &Parts, refusal: &Refusal) -> Response<Body<R>> {
        (self.on_refused)(parts, refusal);
        let is_head = parts.method == Method::HEAD;
        let mut response = refusal_bytes(refusal).map(|body| match is_head {
            true => Body::held(Bytes::new()),
            false => Body::held(body),
        });
        if refusal.is_unread() && is_http1(parts) {
            let close = HeaderValue::from_static("close");
            response.headers_mut().insert(CONNECTION, close);
        }
        response
    }
}

fn is_http1(parts: &Parts) -> bool {
    parts.version < Version::HTTP_2
}

/// How the end of a body is known.
enum End {
    /// The head announces no body, which in HTTP/1 proves that there is none.
    Head,
    /// The server says where the body ends. In HTTP/1 it says the same of a body in which
    /// something in front has read to the end.
    Server { proves_empty: bool },
}

impl End {
    /// Looks at a body before it is read.
    fn of(parts: &Parts, body: &impl http_body::Body) -> Self {
        let announces = |name| parts.headers.contains_key(name);
        if is_http1(parts) && !announces(CONTENT_LENGTH) && !announces(TRANSFER_ENCODING) {
            return Self::Head;
        }
        // Of HTTP/2, a body that ends with the head has a length of 0; one that was read has none.
        let was_read = body.is_end_stream() && body.size_hint().exact().is_none();
        Self::Server {
            proves_empty: !is_http1(parts) && !was_read,
        }
    }

    fn framing(&self, is_empty: bool) -> Framing {
        match self {
            Self::Head => Framing::Declared(0),
            Self::Server { proves_empty } if is_empty && !proves_empty => Framing::Unknown,
            Self::Server { .. } => Framing::Ended,
        }
    }
}
