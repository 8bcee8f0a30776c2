//! Who is told what: the hooks, or the log.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod support;

use std::{
    future, io,
    sync::{Arc, Mutex},
    time::Duration,
};

use http::Request;
use signkey::{Claim, ClaimId, Endpoint, EndpointOptions, ErrorKind, Mode, ReplayStoreOptions};
use signkey_http::{ReplayStore, ReplayStoreError, SignkeyLayer};
use support::{BODY, Frames, kit, layer, post, send, signed};
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// What is logged about a request.
async fn logged(layer: &SignkeyLayer, request: Request<Frames>) -> String {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .without_time()
        .with_writer(log.clone())
        .finish();
    // The runtime of the test has one thread.
    let guard = tracing::subscriber::set_default(subscriber);
    send(layer, request).await;
    drop(guard);
    String::from_utf8(log.0.lock().unwrap().clone()).unwrap()
}

fn keyless() -> SignkeyLayer {
    let keyring = Err(ErrorKind::MissingSigningKey.into());
    SignkeyLayer::new(Endpoint::new(Mode::Cloud, keyring, EndpointOptions::default()).unwrap())
}

fn of_dev_server(mut request: Request<Frames>) -> Request<Frames> {
    let headers = request.headers_mut();
    headers.insert("x-inngest-server-kind", "dev".parse().unwrap());
    request
}

#[tokio::test]
async fn a_fault_of_the_operator_is_a_warning_with_advice() {
    let log = logged(&keyless(), signed(BODY)).await;
    assert!(log.trim_start().starts_with("WARN"), "{log}");
    assert!(
        log.contains("missing_signing_key") && log.contains("set INNGEST_SIGNING_KEY"),
        "{log}"
    );
    assert!(
        log.contains("POST") && log.contains("/api/inngest"),
        "{log}"
    );
    assert_eq!(log.lines().count(), 1);
}

#[tokio::test]
async fn what_anyone_can_cause_is_seen_in_a_debug_log_alone() {
    let (kit, layer) = (kit(), layer(|_| {}));
    for request in [
        kit.unsigned(BODY),
        kit.tampered(BODY).unwrap(),
        kit.expired(BODY).unwrap(),
    ] {
        let log = logged(&layer, post(&request)).await;
        assert!(log.trim_start().starts_with("DEBUG"), "{log}");
        assert_eq!(log.lines().count(), 1);
    }
    let log = logged(&layer, of_dev_server(signed(BODY))).await;
    assert!(
        log.trim_start().starts_with("DEBUG") && log.contains("dev_server_in_cloud_mode"),
        "{log}"
    );
}

#[tokio::test]
async fn an_admitted_request_is_not_logged() {
    assert_eq!(logged(&layer(|_| {}), signed(BODY)).await, "");
}

#[tokio::test]
async fn hooks_are_called_once_in_place_of_the_log() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let (refused, warned) = (Arc::clone(&told), Arc::clone(&told));
    let layer = keyless()
        .on_refused(move |request, refusal| {
            let agent = request.headers["user-agent"].to_str().unwrap().to_owned();
            refused
                .lock()
                .unwrap()
                .push((agent, refusal.error().code()));
        })
        .on_warning(move |request, warning| {
            warned
                .lock()
                .unwrap()
                .push((request.uri.to_string(), warning.code()));
        });
    let mut request = of_dev_server(signed(BODY));
    request
        .headers_mut()
        .insert("user-agent", "test".parse().unwrap());
    assert_eq!(logged(&layer, request).await, "");
    let expected = [
        ("/api/inngest?a=b".to_owned(), "dev_server_in_cloud_mode"),
        ("test".to_owned(), "missing_signing_key"),
    ];
    assert_eq!(*told.lock().unwrap(), expected);
}

/// A store that hangs, or says that it has no answer.
#[derive(Clone, Copy)]
enum Away {
    Hangs,
    Says,
}

impl ReplayStore for Away {
    async fn claim(&self, _: ClaimId, _: Duration) -> Claim {
        match self {
            Self::Hangs => future::pending().await,
            Self::Says => Claim::Unavailable,
        }
    }
}

/// Behind a store that is away, a layer that lets everything in and signs its responses.
fn lenient(store: Away) -> SignkeyLayer {
    let mut unclaimed = ReplayStoreOptions::default();
    unclaimed.admit_unclaimed = true;
    let layer = layer(|options| {
        options.replay_store = Some(unclaimed);
        options.sign_responses = true;
    });
    let layer = layer.replay_store(store).unwrap();
    layer.replay_deadline(Duration::from_millis(20))
}

#[tokio::test]
async fn a_store_without_an_answer_is_a_warning_each_time() {
    for (store, expected) in [
        (Away::Hangs, "did not answer within 20ms"),
        (Away::Says, "is not available"),
    ] {
        let log = logged(&lenient(store), signed(BODY)).await;
        // For the request, and for its response.
        assert_eq!(log.lines().count(), 2, "{log}");
        for line in log.lines() {
            assert!(line.trim_start().starts_with("WARN"), "{log}");
            assert!(
                line.contains(expected) && line.contains("/api/inngest"),
                "{log}"
            );
        }
    }
}

#[tokio::test]
async fn what_a_store_does_not_answer_can_be_told_to_a_hook() {
    let told = Arc::new(Mutex::new(Vec::new()));
    for store in [Away::Hangs, Away::Says] {
        let told = Arc::clone(&told);
        let layer = lenient(store).on_store_error(move |request, error| {
            told.lock().unwrap().push((request.uri.to_string(), *error));
        });
        assert_eq!(logged(&layer, signed(BODY)).await, "");
    }
    let late = ReplayStoreError::Late(Duration::from_millis(20));
    let unavailable = ReplayStoreError::Unavailable;
    let expected = [late, late, unavailable, unavailable];
    let expected = expected.map(|error| ("/api/inngest?a=b".to_owned(), error));
    assert_eq!(*told.lock().unwrap(), expected);
}
