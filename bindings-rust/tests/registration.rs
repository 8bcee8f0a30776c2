//! A sync from the request that begins it to the response.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

#[path = "support/platform.rs"]
mod platform;

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use axum::{body::Body, response::Response};
use bytes::Bytes;
use http::HeaderMap;
use http_body::Frame;
use http_body_util::BodyExt;
use platform::{NEW_KEY, OLD_KEY, Platform, Sent, answer, redirect, settings};
use signkey::{
    ANSWER_SIZE_MAX, App, Config, ConfigOptions, EndpointOptions, ReplayWindow, SignatureHeader,
    SigningKey, SyncResponse,
};
use signkey_http::{ApiClient, sync_response};

const NOW: u64 = 1_700_000_000;
const CONFIGURATION: &[u8] = br#"{"functions":[]}"#;
const APP: App<'static> = App {
    id: "shop",
    sdk: "example:v1.0.0",
    language: "rust",
    framework: "axum",
    functions: 1,
    trust_probe: false,
    connect: false,
};

fn config(api: &str) -> Config {
    let mut options = ConfigOptions::default();
    options.api_base_url = Some(api);
    options.signing_key = Some(OLD_KEY);
    options.signing_key_fallback = Some(NEW_KEY);
    Config::read(&options, |_| None)
}

/// What a sync over these headers comes to, with a signature.
async fn sync(
    config: &Config,
    kind: Option<&str>,
) -> Result<SyncResponse<'static>, signkey::Error> {
    let key = SigningKey::parse(OLD_KEY).unwrap();
    let signature = key.sign_raw(b"", NOW).unwrap().to_text();
    let mut headers = vec![(SignatureHeader::NAME, signature.as_str())];
    headers.extend(kind.map(|kind| ("X-Inngest-Sync-Kind", kind)));
    let endpoint = config.endpoint(EndpointOptions::default())?;
    let admission = endpoint.admit_whole("PUT", headers, b"", NOW);
    let registration = config.registration(&APP, &admission, "deployId=d1")?;
    let api = ApiClient::new(config.api_auth()?, settings())
        .unwrap()
        .clock(|| NOW);
    api.register(registration, CONFIGURATION).await
}

fn ok(body: impl Into<Body>) -> Response {
    Response::new(body.into())
}

#[tokio::test]
async fn the_configuration_is_sent_and_the_answer_passed_on() {
    let platform = Platform::start(|_| ok(r#"{"ok":true,"modified":true}"#)).await;
    let response = sync(&config(&platform.at("127.0.0.1", "")), None)
        .await
        .unwrap();
    let sent = platform.take().pop().unwrap();
    assert_eq!(
        (sent.method.as_str(), &*sent.path),
        ("POST", "/fn/register?deployId=d1")
    );
    assert_eq!((&*sent.body, &*sent.credential), (CONFIGURATION, "old"));
    assert_eq!(text(&sent.headers, "content-type"), "application/json");
    assert_eq!(text(&sent.headers, "x-inngest-sdk"), APP.sdk);

    let response = sync_response(response);
    assert_eq!(response.status(), 200);
    assert_eq!(
        text(response.headers(), "x-inngest-sync-kind"),
        "out_of_band"
    );
    let signature = text(response.headers(), SignatureHeader::NAME).to_owned();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    assert_eq!(
        body,
        r#"{"message":"Successfully synced.","modified":true}"#
    );
    let config = config("http://127.0.0.1:1");
    let keyring = config.keyring().unwrap();
    let signature = Some(signature.as_bytes());
    assert!(
        keyring
            .verify_response(&body, signature, NOW, ReplayWindow::DEFAULT)
            .is_ok()
    );
}

#[tokio::test]
async fn in_band_nothing_is_sent_and_the_configuration_is_the_response() {
    let platform = Platform::start(|_| ok("{}")).await;
    let config = config(&platform.at("127.0.0.1", ""));
    let response = sync(&config, Some("in_band")).await.unwrap();
    assert_eq!((response.status, &*response.body), (200, CONFIGURATION));
    assert!(platform.take().is_empty());
}

#[tokio::test]
async fn the_key_that_works_is_kept_by_all_that_the_configuration_makes() {
    let platform = Platform::start(|sent| match &*sent.credential {
        "new" => ok(r#"{"ok":true}"#),
        _ => answer(401),
    })
    .await;
    let config = config(&platform.at("127.0.0.1", ""));
    assert_eq!(sync(&config, None).await.unwrap().status, 200);
    assert_eq!(platform.credentials(), ["old", "new"]);
    let api = ApiClient::new(config.api_auth().unwrap(), settings()).unwrap();
    let call = api.client().get(platform.at("127.0.0.1", "/"));
    assert_eq!(api.send(call).await.unwrap().status(), 200);
    assert_eq!(platform.credentials(), ["new"]);
}

#[tokio::test]
async fn a_platform_that_refuses_or_fails_or_is_not_there_is_told_in_the_response() {
    type Answer = fn(&Sent) -> Response;
    let answers: [(Answer, &str); 5] = [
        (|_| answer(500), "status 500"),
        (|_| answer(403), "status 403"),
        (|_| redirect(307, "/elsewhere"), "status 307"),
        (|_| ok("no JSON"), "not what it should be"),
        (
            |_| {
                Response::builder()
                    .status(400)
                    .body(r#"{"error":"unknown app"}"#.into())
                    .unwrap()
            },
            "unknown app",
        ),
    ];
    for (answers, message) in answers {
        let platform = Platform::start(answers).await;
        let response = sync(&config(&platform.at("127.0.0.1", "")), None)
            .await
            .unwrap();
        assert_eq!(response.status, 500);
        let body = String::from_utf8(response.body.into_owned()).unwrap();
        assert!(body.contains(message), "{body}");
        assert!(
            platform
                .take()
                .iter()
                .all(|sent| sent.path.starts_with("/fn/register"))
        );
    }
    let nowhere = sync(&config("http://127.0.0.1:1"), None).await.unwrap();
    assert_eq!(nowhere.status, 500);
    assert!(
        String::from_utf8(nowhere.body.into_owned())
            .unwrap()
            .contains("could not be reached")
    );
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_not_read_to_its_end() {
    let message = |size| format!(r#"{{"ok":true,"message":"{}"}}"#, "x".repeat(size));
    let frame = message(0).len();
    for (size, status) in [
        (ANSWER_SIZE_MAX - frame, 200),
        (ANSWER_SIZE_MAX - frame + 1, 500),
        (8 * ANSWER_SIZE_MAX, 500),
    ] {
        let platform = Platform::start(move |_| ok(message(size))).await;
        let response = sync(&config(&platform.at("127.0.0.1", "")), None)
            .await
            .unwrap();
        assert_eq!(response.status, status, "{size}");
    }
}

/// An endless body.
struct Spaces;

impl http_body::Body for Spaces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        const SPACES: &[u8] = &[b' '; 1 << 14];
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(SPACES)))))
    }
}

#[tokio::test]
async fn an_answer_without_end_is_left() {
    let platform = Platform::start(|_| ok(Body::new(Spaces))).await;
    let response = sync(&config(&platform.at("127.0.0.1", "")), None)
        .await
        .unwrap();
    assert_eq!(response.status, 500);
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).unwrap().to_str().unwrap()
}
