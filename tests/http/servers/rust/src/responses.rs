//! The handler's answers.

use std::{convert::Infallible, io::Write, time::Duration};

use axum::{
    body::Body,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use futures_util::stream;

const PIECE: usize = 64 << 10;
const TEXT: (header::HeaderName, &str) = (header::CONTENT_TYPE, "text/plain");

pub(crate) fn text(body: impl Into<Body>) -> Response {
    ([TEXT], body.into()).into_response()
}

pub(crate) fn json(body: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

pub(crate) fn status(number: u16) -> Response {
    match StatusCode::from_u16(number) {
        Ok(status) => (status, text("x")).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A frame of a body owns its bytes, so there is no buffer that could be used again.
pub(crate) fn stream() -> Response {
    pieces(["AAAA", "BBBB", "CCCC"].map(Bytes::from))
}

pub(crate) fn large(size: usize) -> Response {
    let piece = Bytes::from(vec![b'x'; PIECE]);
    pieces(
        (0..size)
            .step_by(PIECE)
            .map(move |at| piece.slice(..PIECE.min(size - at))),
    )
}

fn pieces(pieces: impl IntoIterator<Item = Bytes, IntoIter: Send + 'static>) -> Response {
    let pieces = pieces.into_iter().map(Ok::<_, Infallible>);
    text(Body::from_stream(stream::iter(pieces)))
}

pub(crate) fn events() -> Response {
    let events = stream::unfold(1_u8, |number| async move {
        if number == 2 {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        let event = format!("data: {number}\n\n");
        (number <= 2).then_some((Ok::<_, Infallible>(event), number + 1))
    });
    let kind = [(header::CONTENT_TYPE, "text/event-stream")];
    (kind, Body::from_stream(events)).into_response()
}

pub(crate) fn own_header() -> Response {
    ([("x-inngest-signature", "forged")], text("ok")).into_response()
}

pub(crate) fn gzip() -> Response {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    // Writing to a vector does not fail.
    let body = encoder
        .write_all(&[b'x'; 1000])
        .and_then(|()| encoder.finish());
    match body {
        Ok(body) => ([(header::CONTENT_ENCODING, "gzip")], text(body)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
