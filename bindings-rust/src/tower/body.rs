//! The body of a request or a response behind the layer.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::{Buf, Bytes};
use http::HeaderMap;
use http_body::{Frame, SizeHint};
use pin_project_lite::pin_project;

use super::{collect::Collected, error::BoxError};

pin_project! {
    /// A body as it leaves the layer: the bytes that were judged or signed, or the untouched
    /// original, which streams.
    pub struct Body<B> {
        #[pin]
        kind: Kind<B>,
    }
}

pin_project! {
    #[project = KindProjection]
    enum Kind<B> {
        Held { data: Bytes, trailers: Option<HeaderMap> },
        Broken { error: Option<BoxError> },
        Original { #[pin] body: B },
    }
}

impl<B> Body<B> {
    /// A body that is not looked at.
    pub(super) fn original(body: B) -> Self {
        let kind = Kind::Original { body };
        Self { kind }
    }

    pub(super) fn held(data: Bytes) -> Self {
        let trailers = None;
        Self::collected(Collected { data, trailers })
    }

    pub(super) fn collected(Collected { data, trailers }: Collected) -> Self {
        let kind = Kind::Held { data, trailers };
        Self { kind }
    }

    /// A body that breaks off at once, with this error.
    pub(super) fn broken(error: BoxError) -> Self {
        let error = Some(error);
        let kind = Kind::Broken { error };
        Self { kind }
    }
}

impl<B> http_body::Body for Body<B>
where
    B: http_body::Body,
    B::Error: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Poll::Ready(match self.project().kind.project() {
            KindProjection::Held { data, trailers } => match data.is_empty() {
                false => Some(Ok(Frame::data(std::mem::take(data)))),
                true => trailers
                    .take()
                    .map(|trailers| Ok(Frame::trailers(trailers))),
            },
            KindProjection::Broken { error } => error.take().map(Err),
            KindProjection::Original { body } => match ready!(body.poll_frame(context)) {
                Some(Ok(frame)) => Some(Ok(
                    frame.map_data(|mut data| data.copy_to_bytes(data.remaining()))
                )),
                Some(Err(error)) => Some(Err(error.into())),
                None => None,
            },
        })
    }

    fn is_end_stream(&self) -> bool {
        match &self.kind {
            Kind::Held { data, trailers } => data.is_empty() && trailers.is_none(),
            Kind::Broken { error } => error.is_none(),
            Kind::Original { body } => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.kind {
            Kind::Held { data, .. } => SizeHint::with_exact(data.len() as u64),
            Kind::Broken { .. } => SizeHint::default(),
            Kind::Original { body } => body.size_hint(),
        }
    }
}
