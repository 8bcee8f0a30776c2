//! Registration as its callers see it: typed, idempotent, without memory.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![cfg(feature = "alloc")]

mod support;

use signkey::{
    Admission, App, Config, ConfigOptions, EndpointOptions, Error, ErrorKind, Registration,
    RegistrationState,
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

fn admit(config: &Config, method: &str, sync_kind: &str) -> Admission {
    let headers = [
        ("X-Inngest-Signature", HEADER),
        ("X-Inngest-Sync-Kind", sync_kind),
    ];
    let endpoint = config.endpoint(EndpointOptions::default());
    let endpoint = endpoint.expect("no options");
    endpoint.admit_whole(method, headers, BODY.as_bytes(), TIMESTAMP)
}

/// Begins a sync that the platform signed.
fn begin(config: &Config, sync_kind: &str) -> Registration {
    let admission = admit(config, "PUT", sync_kind);
    assert!(admission.verified().is_some());
    let registration = config.registration(&APP, &admission, "deployId=7");
    registration.expect("the settings are right")
}

/// Begins a sync whose configuration goes to the platform.
fn register(config: &Config) -> Registration {
    let sync = begin(config, "out_of_band");
    assert_eq!(sync.state(), RegistrationState::Register);
    sync
}

/// A sync that the platform has answered for good.
fn answered(config: &Config, status: u16, body: &[u8]) -> Registration {
    let mut sync = register(config);
    sync.answer(status, body).expect("it waits for one");
    assert_eq!(sync.state(), RegistrationState::Done);
    sync
}

fn credential(sync: &Registration) -> String {
    let request = sync.request().expect("something to send");
    let authorization = request.authorization().expect("a key");
    authorization.as_str().to_owned()
}

#[test]
fn the_same_inputs_lead_to_the_same_requests_and_answers() {
    let config = config();
    let mut requests = Vec::new();
    let mut responses = Vec::new();
    for (answer, modified) in [
        (br#"{"ok":true,"modified":true}"#.as_slice(), true),
        (br#"{"ok":true}"#, false),
    ] {
        let mut sync = register(&config);
        let request = sync.request().expect("something to send");
        requests.push((request.url().to_owned(), request.headers().to_vec()));
        sync.answer(200, answer).expect("it waits for one");
        // What was modified is for the platform to say.
        let outcome = sync.outcome().expect("an answer for good");
        assert_eq!(outcome.is_modified(), modified);
        assert_eq!(outcome.message(), "Successfully synced.");
        responses.push(sync.response(None, 5).expect("signed"));
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
    let mut sync = register(&config);
    let sent = credential(&sync);
    sync.answer(401, b"").expect("it waits for one");
    let resent = credential(&sync);
    assert_ne!(sent, resent);
    sync.answer(200, b"{}").expect("it waits for one");
    assert_eq!(sync.outcome().map(signkey::Outcome::status), Some(200));
    assert_eq!(credential(&register(&config)), resent);
}

#[test]
fn a_response_is_signed_with_the_key_that_verified_the_request() {
    let config = config();
    let digits = KEY.strip_prefix("signkey-test-").expect("a prefix");
    let configuration = b"{\"app_id\":\"shop\"}";
    let syncs = [
        (answered(&config, 200, b"{}"), None),
        (begin(&config, "in_band"), Some(configuration.as_slice())),
    ];
    for (sync, configuration) in syncs {
        let respond = |timestamp| sync.response(configuration, timestamp);
        let response = respond(TIMESTAMP).expect("signed");
        if let Some(configuration) = configuration {
            assert_eq!(response.body.as_ref(), configuration);
        }
        let (name, value) = response.headers.last().expect("headers");
        let expected = header(digits, &response.body, TIMESTAMP);
        assert_eq!(
            (*name, value.as_str()),
            ("X-Inngest-Signature", expected.as_str())
        );
        let late = respond(u64::MAX).map_err(Error::kind);
        assert_eq!(late.err(), Some(ErrorKind::InvalidTimestamp));
    }
}

#[test]
fn a_request_that_another_keyring_verified_is_answered_with_an_error() {
    let mut options = ConfigOptions::default();
    options.signing_key = Some(FALLBACK);
    let other = Config::read(&options, |_| None);
    let admission = admit(&config(), "PUT", "in_band");
    let sync = other.registration(&APP, &admission, "").expect("begun");
    let foreign = sync.response(Some(b"{}"), TIMESTAMP).map_err(Error::kind);
    assert_eq!(foreign.err(), Some(ErrorKind::InvalidArgument));
}

#[test]
fn a_sync_begins_with_a_put_that_was_admitted() {
    let config = config();
    let begin = |admission: &Admission| {
        let registration = config.registration(&APP, admission, "");
        registration.map(drop).map_err(Error::kind)
    };
    let post = admit(&config, "POST", "in_band");
    assert_eq!(begin(&post), Err(ErrorKind::MethodNotAllowed));
    let endpoint = config.endpoint(EndpointOptions::default());
    let endpoint = endpoint.expect("no options");
    let unsigned = endpoint.admit("PUT", [("", "")]);
    assert_eq!(begin(&unsigned), Err(ErrorKind::MissingSignature));
    let unread = endpoint.admit("PUT", [("X-Inngest-Signature", HEADER)]);
    assert_eq!(begin(&unread), Err(ErrorKind::InvalidArgument));
}

#[test]
fn a_step_out_of_turn_is_refused() {
    let config = config();
    let respond = |sync: &Registration, body| {
        let response = sync.response(body, TIMESTAMP);
        response.err().map(Error::kind)
    };
    let turn = Some(ErrorKind::InvalidArgument);

    let mut in_band = begin(&config, "in_band");
    assert_eq!(in_band.state(), RegistrationState::InBand);
    assert_eq!(in_band.request().err().map(Error::kind), turn);
    assert_eq!(in_band.answer(200, b"{}").err().map(Error::kind), turn);
    assert_eq!(respond(&in_band, None), turn);
    assert_eq!(respond(&in_band, Some(b"{}")), None);

    let waiting = register(&config);
    assert_eq!(respond(&waiting, None), turn);
    assert!(waiting.outcome().is_none());

    let mut done = answered(&config, 500, b"");
    let finished = Some(ErrorKind::Finished);
    assert_eq!(done.request().err().map(Error::kind), finished);
    assert_eq!(done.answer(200, b"{}").err().map(Error::kind), finished);
    assert_eq!(respond(&done, Some(b"{}")), turn);
    assert_eq!(respond(&done, None), None);
}

#[test]
fn each_key_is_tried_once() {
    let config = config();
    let keyring = config.keyring().expect("keys");
    let mut sync = register(&config);
    let mut sent = Vec::new();
    while sync.state() == RegistrationState::Register {
        let authorization = credential(&sync);
        sent.push(keyring.verify_token(Some(authorization.as_bytes())));
        let taken = sync.answer(403, br#"{"error":"no"}"#);
        taken.expect("it waits for one");
    }
    assert_eq!(sent, [Ok(0), Ok(1)]);
    let outcome = sync.outcome().expect("an answer for good");
    assert_eq!(
        (outcome.status(), outcome.message(), outcome.is_modified()),
        (500, "no", false)
    );
}
