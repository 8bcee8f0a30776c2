//! The handshake as its callers see it: typed, idempotent, without memory.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![cfg(feature = "alloc")]

mod support;

use signkey::{
    ApiAuth, App, Authenticated, Config, ConfigOptions, Error, ErrorKind, Handshake, Keyring,
    Request, RequestHeaders, SyncRequest, SyncState,
};
use support::signed::{BODY, HEADER, KEY, TIMESTAMP, header};

const FALLBACK: &str = "signkey-test-00112233";
const APP: App<'_> = App {
    id: "shop",
    sdk: "example-sdk:v1.2.3",
    language: "rust",
    framework: "axum",
    functions: 1,
    trust_probe: false,
    connect: false,
};

fn config() -> Config {
    let mut options = ConfigOptions::default();
    options.signing_key = Some(KEY);
    options.signing_key_fallback = Some(FALLBACK);
    Config::read(&options, |_| None)
}

/// Begins a sync that the platform signed.
fn begin(config: &Config, auth: &ApiAuth, sync_kind: &str) -> Handshake {
    let fields = [
        ("X-Inngest-Signature", HEADER),
        ("X-Inngest-Sync-Kind", sync_kind),
    ];
    let headers = RequestHeaders::collect(fields);
    let request = Request {
        method: "PUT",
        headers,
        body: BODY.as_bytes(),
    };
    let caller = config
        .endpoint()
        .authenticate(config.keyring(), &request, TIMESTAMP)
        .expect("the signature is right");
    assert!(matches!(caller, Authenticated::Verified(_)));
    let request = SyncRequest {
        method: "PUT",
        query: "deployId=7",
        headers,
        caller,
    };
    Handshake::begin(config, auth, &APP, &request).expect("the settings are right")
}

/// Begins a sync whose configuration goes to the platform.
fn register(config: &Config, auth: &ApiAuth) -> Handshake {
    let sync = begin(config, auth, "out_of_band");
    assert_eq!(sync.state(), SyncState::Register);
    sync
}

/// A sync that the platform has answered for good.
fn answered(config: &Config, auth: &ApiAuth, status: u16, body: &[u8]) -> Handshake {
    let mut sync = register(config, auth);
    sync.answer(auth, status, body).expect("it waits for one");
    assert_eq!(sync.state(), SyncState::Done);
    sync
}

fn credential(sync: &Handshake, auth: &ApiAuth) -> String {
    let request = sync.request().expect("something to send");
    let authorization = request.authorization(auth).expect("a key");
    authorization.as_str().to_owned()
}

#[test]
fn the_same_inputs_lead_to_the_same_requests_and_answers() {
    let config = config();
    let auth = config.api_auth().expect("a key");
    let mut requests = Vec::new();
    let mut responses = Vec::new();
    for (answer, modified) in [
        (br#"{"ok":true,"modified":true}"#.as_slice(), true),
        (br#"{"ok":true}"#, false),
    ] {
        let mut sync = register(&config, &auth);
        let request = sync.request().expect("something to send");
        requests.push((request.url().to_owned(), request.headers().to_vec()));
        sync.answer(&auth, 200, answer).expect("it waits for one");
        // What was modified is for the platform to say.
        let outcome = sync.outcome().expect("an answer for good");
        assert_eq!(outcome.is_modified(), modified);
        assert_eq!(outcome.message(), "Successfully synced.");
        responses.push(sync.response(config.keyring(), None, 5).expect("signed"));
    }
    assert_eq!(requests[0], requests[1]);
    assert_eq!(
        requests[0].0,
        "https://api.inngest.com/fn/register?deployId=7"
    );
    assert_eq!(
        responses[1].body.as_ref(),
        br#"{"message":"Successfully synced.","modified":false}"#
    );
    assert_eq!(responses[0].headers.len(), responses[1].headers.len());
}

#[test]
fn the_next_sync_begins_with_the_key_that_worked() {
    let config = config();
    let auth = config.api_auth().expect("a key");
    let mut sync = register(&config, &auth);
    let sent = credential(&sync, &auth);
    sync.answer(&auth, 401, b"").expect("it waits for one");
    let resent = credential(&sync, &auth);
    assert_ne!(sent, resent);
    sync.answer(&auth, 200, b"{}").expect("it waits for one");
    assert_eq!(sync.outcome().map(signkey::Outcome::status), Some(200));
    assert_eq!(credential(&register(&config, &auth), &auth), resent);
}

#[test]
fn a_response_is_signed_with_the_key_that_verified_the_request() {
    let config = config();
    let auth = config.api_auth().expect("a key");
    let digits = KEY.strip_prefix("signkey-test-").expect("a prefix");
    let configuration = b"{\"app_id\":\"shop\"}";
    let syncs = [
        (answered(&config, &auth, 200, b"{}"), None),
        (
            begin(&config, &auth, "in_band"),
            Some(configuration.as_slice()),
        ),
    ];
    for (sync, configuration) in syncs {
        let respond = |keyring, now| sync.response(keyring, configuration, now);
        let response = respond(config.keyring(), TIMESTAMP).expect("signed");
        if let Some(configuration) = configuration {
            assert_eq!(response.body.as_ref(), configuration);
        }
        let (name, value) = response.headers.last().expect("headers");
        let expected = header(digits, &response.body, TIMESTAMP);
        assert_eq!(
            (*name, value.as_str()),
            ("X-Inngest-Signature", expected.as_str())
        );

        // Another keyring cannot have verified the request.
        let other = Keyring::from_texts([Some(FALLBACK)]).expect("a key");
        let foreign = respond(Ok(&other), TIMESTAMP).map_err(Error::kind);
        assert_eq!(foreign.err(), Some(ErrorKind::InvalidArgument));
        let late = respond(config.keyring(), u64::MAX).map_err(Error::kind);
        assert_eq!(late.err(), Some(ErrorKind::InvalidTimestamp));
    }
}

#[test]
fn a_step_out_of_turn_is_refused() {
    let config = config();
    let auth = config.api_auth().expect("a key");
    let respond = |sync: &Handshake, body| {
        let response = sync.response(config.keyring(), body, TIMESTAMP);
        response.err().map(Error::kind)
    };
    let turn = Some(ErrorKind::InvalidArgument);

    let mut in_band = begin(&config, &auth, "in_band");
    assert_eq!(in_band.state(), SyncState::InBand);
    assert_eq!(in_band.request().err().map(Error::kind), turn);
    assert_eq!(
        in_band.answer(&auth, 200, b"{}").err().map(Error::kind),
        turn
    );
    assert_eq!(respond(&in_band, None), turn);
    assert_eq!(respond(&in_band, Some(b"{}")), None);

    let waiting = register(&config, &auth);
    assert_eq!(respond(&waiting, None), turn);
    assert!(waiting.outcome().is_none());

    let mut done = answered(&config, &auth, 500, b"");
    let finished = Some(ErrorKind::Finished);
    assert_eq!(done.request().err().map(Error::kind), finished);
    assert_eq!(
        done.answer(&auth, 200, b"{}").err().map(Error::kind),
        finished
    );
    assert_eq!(respond(&done, Some(b"{}")), turn);
    assert_eq!(respond(&done, None), None);
}

#[test]
fn each_key_is_tried_once() {
    let texts = (0..8).map(|n| Some(format!("signkey-test-0{n}")));
    let keyring = Keyring::from_texts(texts).expect("keys");
    let config = config();
    let origin = config.api_origin().expect("a URL").origin().clone();
    let auth = ApiAuth::new(Some(&keyring), origin);
    let mut sync = register(&config, &auth);
    let mut sent = Vec::new();
    while sync.state() == SyncState::Register {
        let authorization = credential(&sync, &auth);
        sent.push(keyring.verify_token(Some(authorization.as_bytes())));
        let taken = sync.answer(&auth, 403, br#"{"error":"no"}"#);
        taken.expect("it waits for one");
    }
    assert_eq!(sent, (0..8).map(Ok).collect::<Vec<_>>());
    let outcome = sync.outcome().expect("an answer for good");
    assert_eq!(
        (outcome.status(), outcome.message(), outcome.is_modified()),
        (500, "no", false)
    );
}
