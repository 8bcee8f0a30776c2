//! What is let through, and on which bytes.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod support;

use bytes::Bytes;
use http::{Method, Request, Version, header};
use http_body::{Frame, SizeHint};
use signkey::{Caller, Endpoint, EndpointOptions, ErrorKind, Mode, Unverified};
use signkey_http::SignkeyLayer;
use support::{BODY, Frames, broken, kit, layer, post, send, signed};

#[tokio::test]
async fn each_request_of_the_kit_has_its_verdict() {
    let (kit, layer) = (kit(), layer(|_| {}));
    let admitted = [(kit.signed(BODY), 0), (kit.fallback_signed(BODY), 1)];
    for (request, key) in admitted {
        let sent = send(&layer, post(&request.unwrap())).await;
        assert_eq!(sent.status(), 200);
        let seen = sent.seen.unwrap();
        assert_eq!(seen.admission.verified().unwrap().key_index(), key);
        assert_eq!(seen.body, BODY);
    }
    let refused = [
        (kit.expired(BODY), "expired"),
        (kit.early(BODY), "not_yet_valid"),
        (kit.tampered(BODY), "signature_mismatch"),
        (kit.malformed(BODY), "malformed_signature"),
        (Ok(kit.unsigned(BODY)), "missing_signature"),
    ];
    for (request, code) in refused {
        let sent = send(&layer, post(&request.unwrap())).await;
        assert_eq!((sent.status().as_u16(), sent.code()), (401, code));
        let challenge = sent.header("www-authenticate");
        assert_eq!(challenge, Some("Inngest-Signature"));
    }
}

#[tokio::test]
async fn an_unverified_request_keeps_its_body_as_it_came() {
    let layer = layer(|options| options.unsigned_methods = vec!["POST".into()]);
    let mut request = post(&kit().unsigned(b""));
    // Not even the limit on bodies applies.
    *request.body_mut() = Frames::pieces([BODY, &[b'x'; 20]]).then(Ok(Frame::trailers(
        [(header::ETAG, "1".parse().unwrap())].into_iter().collect(),
    )));
    request
        .headers_mut()
        .insert("content-length", u64::MAX.into());
    let seen = send(&layer, request).await.seen.unwrap();
    let caller = seen.admission.caller().unwrap();
    assert_eq!(caller, Caller::Unverified(Unverified::UnsignedMethod));
    assert_eq!(seen.body.len(), BODY.len() + 20);
    assert_eq!(seen.trailers.unwrap()[header::ETAG], "1");
}

#[tokio::test]
async fn what_no_body_can_change_is_refused_before_the_body_is_read() {
    let (kit, layer) = (kit(), layer(|options| options.max_body_size = 10));
    for request in [
        kit.unsigned(BODY),
        kit.malformed(BODY).unwrap(),
        kit.signed(BODY).unwrap(),
    ] {
        let request = post(&request).map(|_| Frames::untouchable());
        let sent = send(&layer, request).await;
        assert!(sent.seen.is_none());
        assert_eq!(sent.header("connection"), Some("close"));
    }
}

#[tokio::test]
async fn an_unread_body_ends_the_connection_in_http_1_alone() {
    let layer = layer(|_| {});
    for (version, announced, closes) in [
        (Version::HTTP_10, true, true),
        (Version::HTTP_11, true, true),
        (Version::HTTP_11, false, false),
        (Version::HTTP_2, true, false),
        (Version::HTTP_3, true, false),
    ] {
        let mut request = post(&kit().unsigned(BODY));
        *request.version_mut() = version;
        if !announced {
            request.headers_mut().remove("content-length");
        }
        let sent = send(&layer, request).await;
        assert_eq!(sent.code(), "missing_signature");
        assert_eq!(sent.header("connection").is_some(), closes, "{version:?}");
    }
}

#[tokio::test]
async fn a_refusal_of_head_has_no_body() {
    let mut request = post(&kit().unsigned(b""));
    *request.method_mut() = Method::HEAD;
    let sent = send(&layer(|_| {}), request).await;
    assert_eq!((sent.status().as_u16(), sent.text()), (401, ""));
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_however_it_comes() {
    let layer = layer(|options| options.max_body_size = 64);
    let fits = send(&layer, signed(&[b'x'; 64])).await;
    assert_eq!(fits.seen.unwrap().body.len(), 64);

    let body = [b'x'; 65];
    let mut hinted = chunked(&body, Frames::whole(&body));
    hinted.body_mut().is_untouchable = true;
    let pieces = chunked(&body, Frames::pieces(body.chunks(1)));
    let mut endless = Frames::pieces(body.chunks(5)).then(Err(broken()));
    endless.hint = SizeHint::new();
    for request in [signed(&body), hinted, pieces, chunked(&body, endless)] {
        let sent = send(&layer, request).await;
        assert_eq!(
            (sent.status().as_u16(), sent.code()),
            (413, "body_too_large")
        );
        assert_eq!(sent.header("connection"), Some("close"));
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_is_incomplete() {
    for frames in [Frames::default(), Frames::pieces([BODY])] {
        let sent = send(&layer(|_| {}), chunked(BODY, frames.then(Err(broken())))).await;
        assert_eq!(
            (sent.status().as_u16(), sent.code()),
            (400, "body_incomplete")
        );
        assert_eq!(sent.header("connection"), Some("close"));
    }
}

#[tokio::test]
async fn trailers_reach_the_handler_and_change_no_verdict() {
    let trailers = [(header::ETAG, "1".parse().unwrap())].into_iter().collect();
    let frames = Frames::pieces(BODY.chunks(7)).then(Ok(Frame::trailers(trailers)));
    let seen = send(&layer(|_| {}), chunked(BODY, frames))
        .await
        .seen
        .unwrap();
    assert_eq!(seen.body, BODY);
    assert_eq!(seen.trailers.unwrap()[header::ETAG], "1");
}

#[tokio::test]
async fn a_request_without_a_body_is_verified_over_the_empty_body() {
    for version in [
        Version::HTTP_10,
        Version::HTTP_11,
        Version::HTTP_2,
        Version::HTTP_3,
    ] {
        for declares in [true, false] {
            let mut request = signed(b"");
            *request.version_mut() = version;
            if !declares {
                request.headers_mut().remove("content-length");
            }
            let seen = send(&layer(|_| {}), request).await.seen.unwrap();
            assert_eq!(seen.body, "");
        }
    }
}

/// The signature is that of the empty body, and something in front has taken the body.
#[tokio::test]
async fn a_body_that_was_taken_is_unavailable() {
    let mut declared = signed(b"");
    declared.headers_mut().insert("content-length", 5.into());
    let mut declared_over_http_2 = signed(b"");
    declared_over_http_2
        .headers_mut()
        .insert("content-length", 5.into());
    *declared_over_http_2.version_mut() = Version::HTTP_2;
    let replaced = chunked(b"", Frames::whole(b""));
    let read = chunked(b"", Frames::default());
    let mut read_over_http_2 = signed(b"");
    read_over_http_2.headers_mut().remove("content-length");
    *read_over_http_2.version_mut() = Version::HTTP_2;
    read_over_http_2.body_mut().hint = SizeHint::new();
    for request in [
        declared,
        declared_over_http_2,
        replaced,
        read,
        read_over_http_2,
    ] {
        let sent = send(&layer(|_| {}), request).await;
        assert_eq!(
            (sent.status().as_u16(), sent.code()),
            (500, "body_unavailable")
        );
    }
}

/// Over HTTP/2 an empty body may end in a frame of its own.
#[tokio::test]
async fn an_empty_body_that_the_server_saw_the_end_of_is_verified() {
    let mut request = signed(b"").map(|_| Frames::pieces([&b""[..]]));
    request.headers_mut().remove("content-length");
    *request.version_mut() = Version::HTTP_2;
    assert!(send(&layer(|_| {}), request).await.seen.is_some());
}

#[tokio::test]
async fn a_body_of_another_length_than_was_declared_is_unavailable() {
    for version in [Version::HTTP_11, Version::HTTP_2] {
        for declared in [BODY.len() - 1, BODY.len() + 1] {
            let mut request = signed(BODY);
            request
                .headers_mut()
                .insert("content-length", declared.into());
            *request.version_mut() = version;
            let sent = send(&layer(|_| {}), request).await;
            assert_eq!(sent.code(), "body_unavailable");
        }
    }
}

#[tokio::test]
async fn an_endpoint_without_a_key_refuses_and_says_nothing_of_settings() {
    let keyring = Err(ErrorKind::MissingSigningKey.into());
    let options = EndpointOptions::default();
    let layer = SignkeyLayer::new(Endpoint::new(Mode::Cloud, keyring, options).unwrap());
    let sent = send(&layer, signed(BODY)).await;
    assert_eq!(
        (sent.status().as_u16(), sent.code()),
        (500, "missing_signing_key")
    );
    assert!(!sent.text().contains("INNGEST"));
}

#[tokio::test]
async fn two_signatures_are_malformed() {
    let mut request = signed(BODY);
    let signature = request.headers()["x-inngest-signature"].clone();
    request
        .headers_mut()
        .append("x-inngest-signature", signature);
    assert_eq!(
        send(&layer(|_| {}), request).await.code(),
        "malformed_signature"
    );
}

proptest::proptest! {
    #[test]
    fn pieces_of_any_size_have_the_same_verdict(
        body in proptest::collection::vec(0_u8.., 0..5000),
        cuts in proptest::collection::vec(0_usize..5000, 0..20),
        tampers: bool,
    ) {
        let signature = kit().signed(&body).unwrap();
        let mut received = body.clone();
        if tampers {
            received.push(b'!');
        }
        let mut cuts: Vec<_> = cuts.into_iter().map(|cut| cut.min(received.len())).collect();
        cuts.extend([0, received.len()]);
        cuts.sort_unstable();
        let pieces = cuts.windows(2).map(|cut| &received[cut[0]..cut[1]]);
        let mut request = post(&signature).map(|_| Frames::pieces(pieces));
        request.headers_mut().insert("content-length", received.len().into());
        let sent = run(send(&layer(|_| {}), request));
        match sent.seen {
            Some(seen) => assert!(!tampers && seen.body == body),
            None => assert!(tampers && sent.code() == "signature_mismatch"),
        }
    }
}

fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.unwrap().block_on(future)
}

/// A signed request without a declared length.
fn chunked(body: &[u8], frames: Frames) -> Request<Frames> {
    let mut request = signed(body).map(|_| frames);
    request.headers_mut().remove("content-length");
    let chunked = "chunked".parse().unwrap();
    request
        .headers_mut()
        .insert(header::TRANSFER_ENCODING, chunked);
    request
}

/// Bodies of any type of buffer are taken.
#[test]
fn the_layer_takes_bodies_of_any_buffer() {
    use http_body_util::Full;
    use std::{collections::VecDeque, convert::Infallible};
    use tower::{Layer, ServiceExt, service_fn};

    let handler = service_fn(|_| async {
        Ok::<_, Infallible>(http::Response::new(Full::new(Bytes::from("ok"))))
    });
    let request = signed(BODY).map(|_| Full::new(VecDeque::from(BODY.to_vec())));
    let response = run(layer(|_| {}).layer(handler).oneshot(request)).unwrap();
    assert_eq!(response.status(), 200);
    let _: Bytes = run(http_body_util::BodyExt::collect(response.into_body()))
        .unwrap()
        .to_bytes();
}
