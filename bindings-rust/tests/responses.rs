//! What becomes of the handler's answer.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod support;

use std::{
    convert::Infallible,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, header};
use http_body::Frame;
use http_body_util::{BodyExt, Full};
use signkey::{ReplayWindow, SignatureHeader};
use signkey_http::SignkeyLayer;
use support::{BODY, Frames, NOW, Sent, answered, broken, kit, layer, post, send, signed};
use tower::{Layer, ServiceExt, service_fn};

fn signing() -> SignkeyLayer {
    layer(|options| options.sign_responses = true)
}

fn text(status: u16, body: &'static str) -> Response<Full<Bytes>> {
    let response = Response::builder().status(status);
    response.body(Full::new(Bytes::from(body))).unwrap()
}

/// Whether there is one signature, over the body as it is.
fn is_signed(sent: &Sent, key: u8) -> bool {
    let Some(header) = sent.header(SignatureHeader::NAME) else {
        return false;
    };
    let (kit, body) = (kit(), sent.response.body());
    let header = Some(header.as_bytes());
    let verified = kit
        .keyring()
        .verify_response(body, header, NOW, ReplayWindow::DEFAULT);
    verified.unwrap().key_index() == usize::from(key)
}

#[tokio::test]
async fn a_response_is_signed_with_the_key_that_verified_its_request() {
    let sent = send(&signing(), signed(BODY)).await;
    assert!(is_signed(&sent, 0));
    assert_eq!(sent.text(), "ok");
    let request = post(&kit().fallback_signed(BODY).unwrap());
    assert!(is_signed(&send(&signing(), request).await, 1));
}

#[tokio::test]
async fn a_response_to_anyone_is_not_signed() {
    let layer = layer(|options| {
        options.sign_responses = true;
        options.unsigned_methods = vec!["POST".into()];
    });
    let sent = send(&layer, post(&kit().unsigned(BODY))).await;
    assert_eq!(sent.header(SignatureHeader::NAME), None);
    assert_eq!(
        send(&support::layer(|_| {}), signed(BODY))
            .await
            .header(SignatureHeader::NAME),
        None
    );
}

#[tokio::test]
async fn the_time_of_a_signature_is_that_of_the_response() {
    let clock = Arc::new(AtomicU64::new(NOW));
    let reading = Arc::clone(&clock);
    let layer = signing().clock(move || reading.fetch_add(200, Ordering::Relaxed));
    let sent = send(&layer, signed(BODY)).await;
    let timestamp = format!("t={}&", NOW + 200);
    assert!(
        sent.header(SignatureHeader::NAME)
            .unwrap()
            .starts_with(&timestamp)
    );
}

#[tokio::test]
async fn a_signature_of_the_handler_is_replaced() {
    let mut response = text(200, "ok");
    for _ in 0..2 {
        response
            .headers_mut()
            .append(SignatureHeader::NAME, "forged".parse().unwrap());
    }
    assert!(is_signed(
        &answered(&signing(), signed(BODY), response).await,
        0
    ));
}

#[tokio::test]
async fn a_response_that_streams_is_signed_as_a_whole() {
    let response = Response::new(Frames::pieces([&b"AAAA"[..], b"BBBB", b"CCCC"]));
    let sent = answered(&signing(), signed(BODY), response).await;
    assert!(is_signed(&sent, 0));
    assert_eq!(sent.text(), "AAAABBBBCCCC");
}

#[tokio::test]
async fn a_response_without_content_is_sent_empty_and_signed_so() {
    for (layer, signs) in [(signing(), true), (layer(|_| {}), false)] {
        for status in [204, 205, 304] {
            let mut response = text(status, "x");
            response
                .headers_mut()
                .insert(header::CONTENT_LENGTH, 1.into());
            let sent = answered(&layer, signed(BODY), response).await;
            assert_eq!((sent.status().as_u16(), sent.text()), (status, ""));
            assert_eq!(is_signed(&sent, 0), signs);
            assert_eq!(sent.header("content-length"), None);
        }
    }
}

#[tokio::test]
async fn a_response_to_head_is_signed_empty_and_keeps_the_length_of_its_get() {
    for (body, length) in [("", Some("5")), ("large", None)] {
        let mut request = signed(b"");
        *request.method_mut() = Method::HEAD;
        let mut response = text(200, body);
        response
            .headers_mut()
            .insert(header::CONTENT_LENGTH, 5.into());
        let sent = answered(&signing(), request, response).await;
        assert!(is_signed(&sent, 0));
        assert_eq!((sent.text(), sent.header("content-length")), ("", length));
    }
}

#[tokio::test]
async fn an_event_stream_is_refused_where_responses_are_signed() {
    let events = || {
        let mut response = text(200, "data: 1\n\n");
        let kind = "text/event-stream; charset=utf-8".parse().unwrap();
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response
    };
    let sent = answered(&signing(), signed(BODY), events()).await;
    assert_eq!(sent.status(), 500);
    assert!(sent.text().contains("response_unsignable"));
    let sent = answered(&layer(|_| {}), signed(BODY), events()).await;
    assert_eq!(sent.text(), "data: 1\n\n");
}

#[tokio::test]
async fn a_response_over_the_limit_is_refused_and_its_headers_with_it() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let telling = Arc::clone(&told);
    let layer = layer(|options| {
        options.sign_responses = true;
        options.max_response_size = 10;
    })
    .on_refused(move |request, refusal| {
        let line = format!("{} {}", request.method, request.uri);
        telling.lock().unwrap().push((line, refusal.error().code()));
    });
    let fits = answered(&layer, signed(BODY), text(200, "0123456789")).await;
    assert!(is_signed(&fits, 0));
    for body in [Frames::whole(&[0; 11]), Frames::pieces([0; 11].chunks(1))] {
        let mut response = Response::new(body);
        response
            .headers_mut()
            .insert(header::CONTENT_ENCODING, "gzip".parse().unwrap());
        let sent = answered(&layer, signed(BODY), response).await;
        assert_eq!(
            (sent.status(), sent.header("content-encoding")),
            (StatusCode::INTERNAL_SERVER_ERROR, None)
        );
        assert_eq!(sent.header(SignatureHeader::NAME), None);
        let expected = ("POST /api/inngest?a=b".to_owned(), "response_unsignable");
        assert_eq!(told.lock().unwrap().pop(), Some(expected));
    }
    assert!(told.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_response_that_breaks_off_breaks_off_and_is_not_signed() {
    let handler = service_fn(|_| async {
        let body = Frames::pieces([&b"half"[..]]).then(Err(broken()));
        Ok::<_, Infallible>(Response::new(body))
    });
    let response = signing()
        .layer(handler)
        .oneshot(signed(BODY))
        .await
        .unwrap();
    assert!(!response.headers().contains_key(SignatureHeader::NAME));
    let error = response.into_body().collect().await.unwrap_err();
    assert_eq!(error.to_string(), "it broke off");
}

#[tokio::test]
async fn an_unsigned_response_streams() {
    let handler = service_fn(|_: Request<_>| async {
        Ok::<_, Infallible>(Response::new(Frames::untouchable()))
    });
    // Reading the body here would panic.
    let response = layer(|_| {})
        .layer(handler)
        .oneshot(signed(BODY))
        .await
        .unwrap();
    assert_eq!(response.status(), 200);
}

#[tokio::test]
async fn trailers_of_a_signed_response_are_sent() {
    let handler = service_fn(|_: Request<_>| async {
        let trailers = [(header::ETAG, "1".parse().unwrap())].into_iter().collect();
        let body = Frames::pieces([&b"ok"[..]]).then(Ok(Frame::trailers(trailers)));
        Ok::<_, Infallible>(Response::new(body))
    });
    let response = signing()
        .layer(handler)
        .oneshot(signed(BODY))
        .await
        .unwrap();
    let collected = response.into_body().collect().await.unwrap();
    assert_eq!(collected.trailers().unwrap()[header::ETAG], "1");
}

#[tokio::test]
async fn a_handler_that_fails_fails_as_it_would_without_the_layer() {
    let handler = service_fn(|_: Request<_>| async { Err::<Response<Full<Bytes>>, _>("failed") });
    let failed = signing().layer(handler).oneshot(signed(BODY)).await;
    assert_eq!(failed.err(), Some("failed"));
}
