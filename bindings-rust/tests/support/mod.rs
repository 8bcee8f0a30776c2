//! What the tests share: requests of the kit, bodies that come in any way, and a service behind the
//! layer.

#![allow(dead_code, reason = "no test needs all of it")]

use std::{
    collections::VecDeque,
    convert::Infallible,
    io,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{HeaderMap, Request, Response, StatusCode, header::CONTENT_TYPE};
use http_body::{Frame, SizeHint};
use http_body_util::{BodyExt, Full};
use signkey::{
    Admission, Endpoint, EndpointOptions, Mode, SignatureHeader,
    testing::{TestKit, TestRequest},
};
use signkey_http::{Body, SignkeyLayer};
use tower::{Layer, ServiceExt, service_fn};

pub(crate) const NOW: u64 = 1_700_000_000;
pub(crate) const BODY: &[u8] = br#"{"event":{"data":{"n":1},"name":"app/user.created"}}"#;

pub(crate) fn kit() -> TestKit {
    TestKit::new(NOW).unwrap()
}

/// An endpoint in cloud mode with the keys of the kit.
pub(crate) fn endpoint(set: impl FnOnce(&mut EndpointOptions)) -> Endpoint {
    let mut options = EndpointOptions::default();
    set(&mut options);
    Endpoint::new(Mode::Cloud, Ok(Arc::clone(kit().keyring())), options).unwrap()
}

/// A layer at the time of the kit.
pub(crate) fn layer(set: impl FnOnce(&mut EndpointOptions)) -> SignkeyLayer {
    SignkeyLayer::new(endpoint(set)).clock(|| NOW)
}

/// A POST over HTTP/1.1 as a server hands it over: with its signature, and its length in the head.
pub(crate) fn post(request: &TestRequest) -> Request<Frames> {
    let builder = Request::post("/api/inngest?a=b").header("content-length", request.body.len());
    let builder = match &request.header {
        Some(header) => builder.header(SignatureHeader::NAME, header),
        None => builder,
    };
    builder.body(Frames::whole(&request.body)).unwrap()
}

/// A request signed by the kit.
pub(crate) fn signed(body: &[u8]) -> Request<Frames> {
    post(&kit().signed(body).unwrap())
}

/// A body that comes as it is told to.
#[derive(Debug, Default)]
pub(crate) struct Frames {
    pub(crate) frames: VecDeque<io::Result<Frame<Bytes>>>,
    pub(crate) hint: SizeHint,
    pub(crate) is_end: bool,
    /// Whether to read it is a mistake.
    pub(crate) is_untouchable: bool,
}

impl Frames {
    /// Of a declared length, and in one piece.
    pub(crate) fn whole(body: &[u8]) -> Self {
        Self {
            frames: [Ok(Frame::data(Bytes::copy_from_slice(body)))].into(),
            hint: SizeHint::with_exact(body.len() as u64),
            is_end: body.is_empty(),
            is_untouchable: false,
        }
    }

    /// Of unknown length, and in pieces.
    pub(crate) fn pieces<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let frame = |piece| Ok(Frame::data(Bytes::copy_from_slice(piece)));
        Self {
            frames: pieces.into_iter().map(frame).collect(),
            ..Self::default()
        }
    }

    pub(crate) fn untouchable() -> Self {
        Self {
            is_untouchable: true,
            ..Self::default()
        }
    }

    pub(crate) fn then(mut self, frame: io::Result<Frame<Bytes>>) -> Self {
        self.frames.push_back(frame);
        self
    }
}

pub(crate) fn broken() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "it broke off")
}

impl http_body::Body for Frames {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        assert!(!self.is_untouchable, "the body was read");
        Poll::Ready(self.frames.pop_front())
    }

    fn is_end_stream(&self) -> bool {
        self.is_end
    }

    fn size_hint(&self) -> SizeHint {
        self.hint
    }
}

/// What a handler saw.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) admission: Admission,
    pub(crate) body: Bytes,
    pub(crate) trailers: Option<HeaderMap>,
}

/// What came of a request.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) response: Response<Bytes>,
    /// `None` if the handler did not run.
    pub(crate) seen: Option<Seen>,
}

impl Sent {
    pub(crate) fn status(&self) -> StatusCode {
        self.response.status()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let values: Vec<_> = self.response.headers().get_all(name).iter().collect();
        assert!(values.len() <= 1, "{name} {values:?}");
        values.first().map(|value| value.to_str().unwrap())
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(self.response.body()).unwrap()
    }

    /// The code of a refusal, which the handler did not see.
    pub(crate) fn code(&self) -> &str {
        assert!(self.seen.is_none(), "{self:?}");
        assert_eq!(self.header(CONTENT_TYPE.as_str()), Some("application/json"));
        assert!(self.header(SignatureHeader::NAME).is_none());
        let code = self.text().strip_prefix(r#"{"code":""#).unwrap();
        code.split_once('"').unwrap().0
    }
}

/// Sends a request through the layer to a handler that reads its body and answers `ok`.
pub(crate) async fn send(layer: &SignkeyLayer, request: Request<Frames>) -> Sent {
    answered(layer, request, Response::new(Full::new(Bytes::from("ok")))).await
}

/// As [`send`], with this answer.
pub(crate) async fn answered<R>(
    layer: &SignkeyLayer,
    request: Request<Frames>,
    response: Response<R>,
) -> Sent
where
    R: http_body::Body + Send + 'static,
    R::Data: Send,
    R::Error: Into<signkey_http::BoxError> + std::fmt::Debug,
{
    let seen = Arc::new(Mutex::new(None));
    let handler_saw = Arc::clone(&seen);
    let response = Arc::new(Mutex::new(Some(response)));
    let handler = service_fn(move |request: Request<Body<Frames>>| {
        let (seen, response) = (Arc::clone(&handler_saw), Arc::clone(&response));
        async move {
            let admission = *request.extensions().get::<Admission>().unwrap();
            let body = request.into_body().collect().await.unwrap();
            let trailers = body.trailers().cloned();
            let body = body.to_bytes();
            *seen.lock().unwrap() = Some(Seen {
                admission,
                body,
                trailers,
            });
            Ok::<_, Infallible>(response.lock().unwrap().take().unwrap())
        }
    });
    let (head, body) = layer
        .layer(handler)
        .oneshot(request)
        .await
        .unwrap()
        .into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let seen = seen.lock().unwrap().take();
    let response = Response::from_parts(head, body);
    Sent { response, seen }
}
