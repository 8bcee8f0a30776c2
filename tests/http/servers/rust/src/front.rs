//! What stands in front of a protected route.

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderValue, header},
    middleware::Next,
    response::Response,
};
use http_body_util::{BodyExt, Collected};

use crate::facts::Judged;

/// Reads the body to its end and leaves nothing of it.
pub(crate) async fn parsed(mut request: Request, next: Next) -> Response {
    while let Some(Ok(_)) = request.body_mut().frame().await {}
    next.run(request).await
}

pub(crate) async fn replaced(mut request: Request, next: Next) -> Response {
    *request.body_mut() = Body::from("replaced");
    next.run(request).await
}

/// Headers that are no text, empty, and there several times; and one that is marked as a secret.
pub(crate) async fn odd(mut request: Request, next: Next) -> Response {
    let headers = request.headers_mut();
    for value in [&b"\xff\xfe"[..], b"", b"7"] {
        if let Ok(value) = HeaderValue::from_bytes(value) {
            headers.append("x-odd", value.clone());
            headers.append(header::COOKIE, value);
        }
    }
    headers
        .values_mut()
        .for_each(|value| value.set_sensitive(true));
    next.run(request).await
}

/// The broken adapter: it reads the body and admits everything.
pub(crate) async fn control(request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let body = body.collect().await.map(Collected::to_bytes);
    parts.extensions.insert(Judged::CONTROL);
    let body = Body::from(body.unwrap_or_default());
    next.run(Request::from_parts(parts, body)).await
}
