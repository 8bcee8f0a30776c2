//! Each message once: the layer asks a store, and does what it says.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod support;

use std::{
    future,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::Response;
use http_body_util::Full;
use signkey::{Claim, ClaimId, EndpointOptions, ReplayGuard, ReplayStoreOptions, SignatureHeader};
use signkey_http::{ReplayStore, SignkeyLayer};
use support::{BODY, answered, endpoint, kit, layer, post, send, signed};
use tower::Layer;

/// Answers the same every time, or never, and notes what it was asked.
#[derive(Clone)]
struct Script {
    answer: Option<Claim>,
    asked: Arc<Mutex<Vec<(ClaimId, Duration)>>>,
}

impl Script {
    fn new(answer: Option<Claim>) -> Self {
        let asked = Arc::default();
        Self { answer, asked }
    }

    fn ids(&self) -> Vec<ClaimId> {
        let asked = self.asked.lock().unwrap();
        asked.iter().map(|(id, _)| *id).collect()
    }
}

impl ReplayStore for Script {
    async fn claim(&self, id: ClaimId, lifetime: Duration) -> Claim {
        self.asked.lock().unwrap().push((id, lifetime));
        match self.answer {
            Some(claim) => claim,
            None => future::pending().await,
        }
    }
}

fn claiming(options: &mut EndpointOptions) {
    options.replay_store = Some(ReplayStoreOptions::default());
    options.sign_responses = true;
}

fn lenient(options: &mut EndpointOptions) {
    let mut store = ReplayStoreOptions::default();
    store.admit_unclaimed = true;
    options.replay_store = Some(store);
}

fn with_store(set: impl FnOnce(&mut EndpointOptions), store: &Script) -> SignkeyLayer {
    layer(set).replay_store(store.clone()).unwrap()
}

/// The id of a message that the kit signs, and of a response with this signature.
fn id_of(header: &str) -> ClaimId {
    ClaimId::of("", &SignatureHeader::parse(header.as_bytes()).unwrap())
}

#[tokio::test]
async fn a_message_that_the_store_calls_the_first_is_admitted() {
    let store = Script::new(Some(Claim::First));
    let sent = send(&with_store(claiming, &store), signed(BODY)).await;
    assert_eq!(sent.status(), 200);
    let signature = sent.header(SignatureHeader::NAME).unwrap();
    let request = kit().signed(BODY).unwrap();
    let expected = [id_of(&request.header.unwrap()), id_of(signature)];
    assert_eq!(store.ids(), expected, "the message, then its response");
    let lifetimes = store.asked.lock().unwrap();
    assert!(
        lifetimes
            .iter()
            .all(|(_, lifetime)| lifetime.as_secs() == 901)
    );
}

#[tokio::test]
async fn a_message_that_came_before_is_replayed() {
    let store = Script::new(Some(Claim::Again));
    let sent = send(&with_store(claiming, &store), signed(BODY)).await;
    assert_eq!((sent.status().as_u16(), sent.code()), (401, "replayed"));
    assert_eq!(store.ids().len(), 1, "a refusal is not signed");
}

#[tokio::test]
async fn what_is_refused_before_is_not_claimed() {
    let store = Script::new(Some(Claim::First));
    let layer = with_store(claiming, &store);
    let kit = kit();
    for request in [
        kit.unsigned(BODY),
        kit.malformed(BODY).unwrap(),
        kit.tampered(BODY).unwrap(),
        kit.expired(BODY).unwrap(),
        kit.early(BODY).unwrap(),
    ] {
        assert_eq!(send(&layer, post(&request)).await.status(), 401);
    }
    assert_eq!(store.ids(), []);
}

#[tokio::test]
async fn a_store_that_fails_refuses_and_the_app_may_choose_to_admit() {
    let store = Script::new(Some(Claim::Unavailable));
    let sent = send(&with_store(claiming, &store), signed(BODY)).await;
    let refused = (sent.status().as_u16(), sent.code());
    assert_eq!(refused, (503, "replay_store_unavailable"));
    let sent = send(&with_store(lenient, &store), signed(BODY)).await;
    assert_eq!(sent.status(), 200);
}

#[tokio::test]
async fn a_store_that_hangs_is_given_up_at_the_deadline() {
    let store = Script::new(None);
    let took = async |layer: &SignkeyLayer| {
        let start = Instant::now();
        let sent = send(layer, signed(BODY)).await;
        (start.elapsed().as_millis(), sent)
    };
    let (milliseconds, sent) = took(&with_store(claiming, &store)).await;
    assert_eq!(sent.code(), "replay_store_unavailable");
    assert!((100..1000).contains(&milliseconds), "{milliseconds} ms");
    let patient = with_store(claiming, &store).replay_deadline(Duration::from_millis(400));
    let (milliseconds, _) = took(&patient).await;
    assert!((400..1300).contains(&milliseconds), "{milliseconds} ms");
    let hasty = with_store(claiming, &store).replay_deadline(Duration::ZERO);
    let (milliseconds, _) = took(&hasty).await;
    assert!((100..1000).contains(&milliseconds), "{milliseconds} ms");
}

#[tokio::test]
async fn a_response_is_sent_although_its_claim_hangs() {
    let store = Script::new(None);
    let signing = |options: &mut EndpointOptions| {
        lenient(options);
        options.sign_responses = true;
    };
    let sent = send(&with_store(signing, &store), signed(BODY)).await;
    assert_eq!((sent.status().as_u16(), sent.text()), (200, "ok"));
    assert!(sent.header(SignatureHeader::NAME).is_some());
    assert_eq!(store.ids().len(), 2);
}

#[tokio::test]
async fn a_response_that_the_handler_signed_is_claimed_as_well() {
    let store = Script::new(Some(Claim::First));
    let signature = kit().signed(b"{}").unwrap().header.unwrap();
    let response = Response::builder().header(SignatureHeader::NAME, &signature);
    let response = response.body(Full::new(Bytes::from("{}"))).unwrap();
    answered(&with_store(lenient, &store), signed(BODY), response).await;
    assert_eq!(store.ids()[1..], [id_of(&signature)]);
}

#[tokio::test]
async fn a_store_and_an_endpoint_that_asks_belong_together() {
    let sent = send(&layer(lenient), signed(BODY)).await;
    assert_eq!(
        (sent.status().as_u16(), sent.code()),
        (500, "invalid_argument")
    );
    let store = Script::new(Some(Claim::First));
    let error = layer(|_| ()).replay_store(store).unwrap_err();
    let facts = (error.code(), error.setting());
    assert_eq!(facts, ("invalid_argument", Some("replay_store")));
}

#[tokio::test]
async fn a_guard_needs_no_store() {
    let guard = ReplayGuard::new(100, signkey::ReplayWindow::DEFAULT).unwrap();
    let endpoint = endpoint(|options| {
        options.replay_guard = Some(guard.clone());
        options.sign_responses = true;
    });
    let layer = SignkeyLayer::new(endpoint).clock(|| support::NOW);
    let first = send(&layer, signed(BODY)).await;
    assert_eq!(first.status(), 200);
    assert_eq!(send(&layer, signed(BODY)).await.code(), "replayed");
    // The response comes back as a request.
    assert_eq!(send(&layer, signed(b"ok")).await.code(), "replayed");
}

#[tokio::test]
async fn a_second_layer_with_the_same_memory_refuses() {
    let guard = ReplayGuard::new(100, signkey::ReplayWindow::DEFAULT).unwrap();
    let inside = |name: &str| {
        let endpoint = endpoint(|options| {
            options.replay_guard = Some(guard.clone());
            options.name = name.into();
        });
        SignkeyLayer::new(endpoint).clock(|| support::NOW)
    };
    for (name, body, status) in [("", b"1".as_slice(), 401), ("inner", b"2", 200)] {
        let service = inside("").layer(inside(name).layer(tower::service_fn(
            async |_: http::Request<_>| {
                Ok::<_, std::convert::Infallible>(Response::new(Full::new(Bytes::from("ok"))))
            },
        )));
        let sent = tower::ServiceExt::oneshot(service, signed(body)).await;
        assert_eq!(sent.unwrap().status(), status);
    }
}
