//! The layer on real servers: axum and hyper, over HTTP/1.1 and HTTP/2.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod support;

use std::{convert::Infallible, net::SocketAddr, time::Duration};

use axum::{
    Extension, Router,
    extract::Request,
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{any, get},
};
use bytes::Bytes;
use http::{Method, StatusCode, Version};
use http_body::Frame;
use http_body_util::{BodyExt, Channel, Full};
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto,
    service::TowerToHyperService,
};
use reqwest::{Client, RequestBuilder};
use signkey::{Admission, ReplayWindow, SignatureHeader};
use signkey_http::SignkeyLayer;
use support::{BODY, NOW, kit, layer};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tower::{Layer, service_fn};

const VERSIONS: [Version; 2] = [Version::HTTP_11, Version::HTTP_2];

fn signing() -> SignkeyLayer {
    layer(|options| options.sign_responses = true)
}

/// Answers with the body that it read, and the state of the admission.
async fn echo(Extension(admission): Extension<Admission>, body: Bytes) -> Bytes {
    match admission.verified() {
        Some(_) => body,
        None => Bytes::from("unverified"),
    }
}

async fn start(app: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

fn client(version: Version) -> Client {
    let settings = Client::builder().no_proxy().timeout(Duration::from_secs(5));
    match version == Version::HTTP_2 {
        true => settings.http2_prior_knowledge().build().unwrap(),
        false => settings.http1_only().build().unwrap(),
    }
}

/// A request signed over the given bytes, whatever body it gets.
fn signed(version: Version, method: Method, address: SocketAddr, over: &[u8]) -> RequestBuilder {
    let signature = kit().signed(over).unwrap().header.unwrap();
    let request = client(version).request(method, format!("http://{address}/"));
    request.header(SignatureHeader::NAME, signature)
}

/// A body of unknown length, in pieces.
fn stream(body: &'static [u8], size: usize) -> reqwest::Body {
    let (mut writer, channel) = Channel::<Bytes, Infallible>::new(1);
    tokio::spawn(async move {
        for piece in body.chunks(size) {
            let piece = Frame::data(Bytes::from_static(piece));
            if writer.send(piece).await.is_err() {
                return;
            }
        }
    });
    reqwest::Body::wrap(channel)
}

#[tokio::test]
async fn a_body_is_verified_and_its_answer_signed_however_it_comes() {
    let address = start(Router::new().route("/", any(echo).layer(signing()))).await;
    for version in VERSIONS {
        for body in [
            BODY.into(),
            stream(BODY, 1),
            stream(BODY, 7),
            stream(BODY, BODY.len()),
        ] {
            let response = signed(version, Method::POST, address, BODY)
                .body(body)
                .send()
                .await;
            let response = response.unwrap();
            assert_eq!(
                (response.status().as_u16(), response.version()),
                (200, version)
            );
            let signature = response.headers()[SignatureHeader::NAME].clone();
            let answer = response.bytes().await.unwrap();
            assert_eq!(answer, BODY);
            let signature = Some(signature.as_bytes());
            let window = ReplayWindow::DEFAULT;
            assert!(
                kit()
                    .keyring()
                    .verify_response(&answer, signature, NOW, window)
                    .is_ok()
            );
        }
        let request = signed(version, Method::POST, address, BODY).body("other");
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 401);
        assert!(
            response
                .text()
                .await
                .unwrap()
                .contains("signature_mismatch")
        );
    }
}

#[tokio::test]
async fn a_request_without_a_body_is_verified_over_the_empty_body() {
    let address = start(Router::new().route("/", any(echo).layer(signing()))).await;
    for version in VERSIONS {
        for method in [Method::GET, Method::PUT, Method::DELETE, Method::OPTIONS] {
            let response = signed(version, method, address, b"").send().await.unwrap();
            assert_eq!(response.status(), 200);
        }
        let head = signed(version, Method::HEAD, address, b"")
            .send()
            .await
            .unwrap();
        assert!(head.headers().contains_key(SignatureHeader::NAME));
    }
}

#[tokio::test]
async fn a_refused_head_is_answered_without_a_body() {
    let handler = service_fn(|_: http::Request<_>| async {
        Ok::<_, Infallible>(http::Response::new(Full::new(Bytes::from("ok"))))
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = TowerToHyperService::new(signing().layer(handler));
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let service = service.clone();
            tokio::spawn(async move {
                let server = auto::Builder::new(TokioExecutor::new());
                server.serve_connection(TokioIo::new(stream), service).await
            });
        }
    });
    for version in VERSIONS {
        let client = client(version);
        for _ in 0..2 {
            let response = client
                .head(format!("http://{address}/"))
                .send()
                .await
                .unwrap();
            assert_eq!(response.status(), 401);
            assert_eq!(response.bytes().await.unwrap(), "");
        }
    }
}

/// Bodies that something in front takes, each as the framework lets it.
#[tokio::test]
async fn a_body_that_was_taken_in_front_is_unavailable() {
    async fn drain(mut request: Request, next: Next) -> Response {
        while request.body_mut().frame().await.is_some() {}
        next.run(request).await
    }
    async fn take(mut request: Request, next: Next) -> Response {
        let body = std::mem::take(request.body_mut());
        body.collect().await.unwrap();
        next.run(request).await
    }
    let protected = Router::new().route("/", any(echo).layer(layer(|_| {})));
    let drained = start(protected.clone().layer(middleware::from_fn(drain))).await;
    let taken = start(protected.layer(middleware::from_fn(take))).await;
    for (version, address, body, is_seen) in [
        (Version::HTTP_11, drained, BODY.into(), true),
        (Version::HTTP_11, drained, stream(BODY, 7), true),
        (Version::HTTP_11, taken, BODY.into(), true),
        (Version::HTTP_11, taken, stream(BODY, 7), true),
        (Version::HTTP_2, drained, BODY.into(), true),
        (Version::HTTP_2, drained, stream(BODY, 7), true),
        (Version::HTTP_2, taken, BODY.into(), true),
        // README.md names this one.
        (Version::HTTP_2, taken, stream(BODY, 7), false),
    ] {
        let response = signed(version, Method::POST, address, b"")
            .body(body)
            .send()
            .await
            .unwrap();
        let answer = response.text().await.unwrap();
        assert_eq!(answer.contains("body_unavailable"), is_seen, "{answer}");
        // What nobody signed is not there in any case.
        assert!(is_seen || answer.is_empty());
    }
}

#[tokio::test]
async fn an_unverified_request_streams_both_ways() {
    let app = any(|request: Request| async { Response::new(request.into_body()) });
    let protected = layer(|options| options.unsigned_methods = vec!["POST".into()]);
    let address = start(Router::new().route("/", app.layer(protected))).await;
    for version in VERSIONS {
        let (mut writer, channel) = Channel::<Bytes, Infallible>::new(1);
        let request = client(version).post(format!("http://{address}/"));
        let mut response = request
            .body(reqwest::Body::wrap(channel))
            .send()
            .await
            .unwrap();
        for piece in ["first", "second"] {
            writer.send(Frame::data(Bytes::from(piece))).await.unwrap();
            assert_eq!(response.chunk().await.unwrap().unwrap(), piece);
        }
    }
}

#[tokio::test]
async fn headers_of_a_connection_are_those_of_its_protocol() {
    let address = start(Router::new().route("/", any(echo).layer(layer(|_| {})))).await;
    for version in VERSIONS {
        let request = client(version)
            .post(format!("http://{address}/"))
            .body(BODY);
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 401);
        let closes = response
            .headers()
            .get("connection")
            .is_some_and(|value| value == "close");
        assert_eq!(closes, version == Version::HTTP_11);
    }
}

/// Sends bytes as they are, and reads until the server closes the connection.
async fn exchange(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let mut answer = Vec::new();
    let read = stream.read_to_end(&mut answer);
    // A reset after the answer is an end as well.
    let _ = tokio::time::timeout(Duration::from_secs(5), read)
        .await
        .unwrap();
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn a_refused_body_is_never_asked_for_nor_taken_for_a_request() {
    let address = start(Router::new().route("/", any(echo).layer(layer(|_| {})))).await;
    let head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 40\r\n";
    let answer = exchange(
        address,
        format!("{head}Expect: 100-continue\r\n\r\n").as_bytes(),
    )
    .await;
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    let smuggled = format!("{head}\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n        ");
    let answer = exchange(address, smuggled.as_bytes()).await;
    assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{answer}");
}

#[tokio::test]
async fn a_body_that_breaks_off_is_never_admitted() {
    let address = start(Router::new().route("/", any(echo).layer(layer(|_| {})))).await;
    let signature = kit().signed(b"ab").unwrap().header.unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n{}: {signature}\r\n\r\nab",
        SignatureHeader::NAME
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 400"),
        "{answer}"
    );
}

/// The handshake of a WebSocket is a GET, and its response is never signed.
#[tokio::test]
async fn a_connection_can_be_upgraded_behind_the_layer() {
    async fn upgrade(mut request: Request) -> impl IntoResponse {
        let upgraded = hyper::upgrade::on(&mut request);
        tokio::spawn(async move {
            let mut connection = TokioIo::new(upgraded.await.unwrap());
            connection.write_all(b"upgraded").await.unwrap();
            connection.shutdown().await.unwrap();
        });
        let headers = [("connection", "upgrade"), ("upgrade", "probe")];
        (StatusCode::SWITCHING_PROTOCOLS, headers)
    }
    let address = start(Router::new().route("/", any(upgrade).layer(signing()))).await;
    let signature = kit().signed(b"").unwrap().header.unwrap();
    for (signature, expected) in [(&*signature, "HTTP/1.1 101"), ("t=1", "HTTP/1.1 401")] {
        let request = format!(
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade, close\r\nUpgrade: probe\r\n{}: {signature}\r\n\r\n",
            SignatureHeader::NAME
        );
        let answer = exchange(address, request.as_bytes()).await;
        assert!(answer.starts_with(expected), "{answer}");
        assert_eq!(
            answer.ends_with("upgraded"),
            expected.ends_with("101"),
            "{answer}"
        );
        assert!(!answer.contains("inngest-signature"), "{answer}");
    }
}

#[tokio::test]
async fn a_whole_router_can_be_protected() {
    let app = Router::new()
        .route("/", get(|| async { "ok" }).post(echo))
        .layer(layer(|_| {}));
    let address = start(app).await;
    for version in VERSIONS {
        let response = signed(version, Method::POST, address, BODY)
            .body(BODY)
            .send()
            .await;
        assert_eq!(response.unwrap().bytes().await.unwrap(), BODY);
        let unsigned = client(version)
            .get(format!("http://{address}/"))
            .send()
            .await
            .unwrap();
        assert_eq!(unsigned.status(), 401);
    }
}
