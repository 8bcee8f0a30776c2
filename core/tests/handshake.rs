//! The handshake as its callers see it: typed, idempotent, without memory.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![cfg(feature = "alloc")]

mod support;

use signkey::{
    ApiAuth, App, Authenticated, Config, ConfigOptions, Error, ErrorKind, Handshake, InBand,
    Keyring, Outcome, Register, Request, RequestHeaders, Step, SyncRequest,
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

fn register(config: &Config, auth: &ApiAuth) -> Register {
    match begin(config, auth, "out_of_band") {
        Handshake::Register(register) => register,
        Handshake::InBand(_) => panic!("nobody asked for it"),
    }
}

fn in_band(config: &Config, auth: &ApiAuth) -> InBand {
    match begin(config, auth, "in_band") {
        Handshake::InBand(in_band) => in_band,
        Handshake::Register(_) => panic!("it was asked for"),
    }
}

fn done(step: Step) -> Outcome {
    match step {
        Step::Done(outcome) => outcome,
        Step::Retry(_) => panic!("nothing to try again"),
    }
}

#[test]
fn the_same_inputs_lead_to_the_same_requests_and_answers() {
    let config = config();
    let auth = config.api_auth().expect("a key");
    let runs: Vec<_> = [
        br#"{"ok":true,"modified":true}"#.as_slice(),
        br#"{"ok":true}"#,
    ]
    .into_iter()
    .map(|answer| {
        let register = register(&config, &auth);
        let request = (register.url().to_owned(), register.headers().to_vec());
        let outcome = done(register.answer(&auth, 200, answer));
        (request, outcome)
    })
    .collect();
    assert_eq!(runs[0].0, runs[1].0);
    assert_eq!(
        runs[0].0.0,
        "https://api.inngest.com/fn/register?deployId=7"
    );
    // What was modified is for the platform to say.
    assert!(runs[0].1.is_modified() && !runs[1].1.is_modified());
    assert_eq!(runs[0].1.message(), runs[1].1.message());
    let responses = runs
        .iter()
        .map(|(_, outcome)| outcome.response(config.keyring(), 5));
    let responses: Vec<_> = responses
        .map(|response| response.expect("signed"))
        .collect();
    assert_eq!(
        responses[1].body,
        br#"{"message":"Successfully synced.","modified":false}"#
    );
    assert_eq!(responses[0].headers.len(), responses[1].headers.len());
}

#[test]
fn the_next_sync_begins_with_the_key_that_worked() {
    let config = config();
    let auth = config.api_auth().expect("a key");
    let first = register(&config, &auth);
    let sent = first.authorization(&auth).expect("a key");
    let Step::Retry(second) = first.answer(&auth, 401, b"") else {
        panic!("there is a fallback");
    };
    let resent = second.authorization(&auth).expect("a key");
    assert_ne!(sent.as_str(), resent.as_str());
    let outcome = done(second.answer(&auth, 200, b"{}"));
    assert_eq!(outcome.status(), 200);
    let next = register(&config, &auth)
        .authorization(&auth)
        .expect("a key");
    assert_eq!(next.as_str(), resent.as_str());
}

#[test]
fn a_response_is_signed_with_the_key_that_verified_the_request() {
    let config = config();
    let auth = config.api_auth().expect("a key");
    let outcome = done(register(&config, &auth).answer(&auth, 200, b"{}"));
    let response = outcome
        .response(config.keyring(), TIMESTAMP)
        .expect("signed");
    let (name, value) = response.headers.last().expect("headers");
    let digits = KEY.strip_prefix("signkey-test-").expect("a prefix");
    assert_eq!(
        (*name, value.as_str()),
        (
            "X-Inngest-Signature",
            header(digits, &response.body, TIMESTAMP).as_str()
        )
    );

    let body = b"{\"app_id\":\"shop\"}";
    let in_band = in_band(&config, &auth);
    let headers = in_band.headers(config.keyring().expect("keys"), body, TIMESTAMP);
    let headers = headers.expect("signed");
    assert_eq!(
        headers.last().expect("headers").1,
        header(digits, body, TIMESTAMP)
    );

    // Another keyring cannot have verified the request.
    let other = Keyring::from_texts([Some(FALLBACK)]).expect("a key");
    let foreign = in_band
        .headers(&other, body, TIMESTAMP)
        .map_err(Error::kind);
    assert_eq!(foreign, Err(ErrorKind::InvalidArgument));
    let foreign = outcome.response(Ok(&other), TIMESTAMP).map(drop);
    assert_eq!(
        foreign.map_err(Error::kind),
        Err(ErrorKind::InvalidArgument)
    );
    let late = outcome.response(config.keyring(), u64::MAX).map(drop);
    assert_eq!(late.map_err(Error::kind), Err(ErrorKind::InvalidTimestamp));
}

#[test]
fn each_key_is_tried_once() {
    let texts = (0..8).map(|n| Some(format!("signkey-test-0{n}")));
    let keyring = Keyring::from_texts(texts).expect("keys");
    let config = config();
    let origin = config.api_origin().expect("a URL").origin().clone();
    let auth = ApiAuth::new(Some(&keyring), origin);
    let mut register = register(&config, &auth);
    let mut sent = Vec::new();
    let outcome = loop {
        let authorization = register.authorization(&auth).expect("a key");
        sent.push(keyring.verify_token(Some(authorization.as_str().as_bytes())));
        match register.answer(&auth, 403, br#"{"error":"no"}"#) {
            Step::Retry(next) => register = next,
            Step::Done(outcome) => break outcome,
        }
    };
    assert_eq!(sent, (0..8).map(Ok).collect::<Vec<_>>());
    assert_eq!(
        (outcome.status(), outcome.message(), outcome.is_modified()),
        (500, "no", false)
    );
}
