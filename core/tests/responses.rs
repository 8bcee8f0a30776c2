//! What becomes of responses: signed over what is sent, or not sent.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![cfg(feature = "alloc")]

mod support;

use std::sync::Arc;

use signkey::{
    Admission, Endpoint, EndpointOptions, Error, ErrorKind, Keyring, Mode, ResponseStep,
};
use support::signed::{BODY, DIGITS, HEADER, KEY, TIMESTAMP, header};

const SIGNED: [(&str, &str); 1] = [("x-inngest-signature", HEADER)];

fn endpoint(mode: Mode, change: impl FnOnce(&mut EndpointOptions)) -> Endpoint {
    let keyring = Arc::new(Keyring::from_texts([Some(KEY)]).expect("a key"));
    let mut options = EndpointOptions::default();
    change(&mut options);
    Endpoint::new(mode, Ok(keyring), options).expect("the options are right")
}

fn cloud() -> Endpoint {
    endpoint(Mode::Cloud, |_| {})
}

fn admitted(endpoint: &Endpoint, method: &str) -> Admission {
    let admission = endpoint.admit_whole(method, SIGNED, BODY.as_bytes(), TIMESTAMP);
    assert!(admission.verified().is_some());
    admission
}

#[test]
fn responses_to_verified_requests_alone_are_held_and_signed() {
    let signing = |options: &mut EndpointOptions| {
        options.sign_responses = true;
        options.unsigned_methods = vec!["GET".into()];
    };
    let endpoint = endpoint(Mode::Cloud, signing);
    let hold = |empty| ResponseStep::Hold {
        at_most: 16 << 20,
        empty,
    };
    let post = admitted(&endpoint, "POST");
    for (status, step) in [
        (200, hold(false)),
        (500, hold(false)),
        (103, hold(true)),
        (204, hold(true)),
        (205, hold(true)),
        (304, hold(true)),
        (101, ResponseStep::Forward),
    ] {
        assert_eq!(endpoint.response(&post, status, None), step, "{status}");
    }
    let head = admitted(&endpoint, "HEAD");
    assert_eq!(endpoint.response(&head, 200, None), hold(true));
    let unsigned = endpoint.admit("GET", [("", "")]);
    let forward = endpoint.response(&unsigned, 200, None);
    assert_eq!(forward, ResponseStep::Forward);
    let unverified = endpoint.sign(&unsigned, b"", TIMESTAMP).map(drop);
    assert_eq!(
        unverified.map_err(Error::kind),
        Err(ErrorKind::InvalidArgument)
    );
    let quiet = cloud();
    let answered = quiet.response(&admitted(&quiet, "POST"), 200, None);
    assert_eq!(answered, ResponseStep::Forward);
}

#[test]
fn what_cannot_be_signed_is_not_sent() {
    let endpoint = endpoint(Mode::Cloud, |options| {
        options.sign_responses = true;
        options.max_response_size = 4;
    });
    let admission = admitted(&endpoint, "POST");
    // Without content, nothing streams.
    let stream = Some(&b"text/event-stream"[..]);
    let end = endpoint.response(&admission, 204, stream);
    assert!(matches!(end, ResponseStep::Hold { empty: true, .. }));
    assert!(!admission.sends_content(204) && admission.sends_content(200));
    for media_type in [
        "text/event-stream",
        "Text/Event-Stream; charset=utf-8",
        " text/event-stream ;x",
    ] {
        let step = endpoint.response(&admission, 200, Some(media_type.as_bytes()));
        assert_eq!(step, ResponseStep::Refuse(endpoint.unsignable()));
    }
    let other = endpoint.response(&admission, 200, Some(b"text/event-streams"));
    assert!(matches!(other, ResponseStep::Hold { at_most: 4, .. }));
    assert!(endpoint.sign(&admission, b"four", TIMESTAMP).is_ok());
    let large = endpoint.sign(&admission, b"five!", TIMESTAMP).map(drop);
    assert_eq!(
        large.map_err(Error::kind),
        Err(ErrorKind::ResponseUnsignable)
    );
    assert_eq!(endpoint.unsignable().status(), 500);
}

#[test]
fn a_response_is_signed_with_the_key_that_verified_the_request() {
    let texts = [Some("signkey-test-00112233"), Some(KEY)];
    let keyring = Arc::new(Keyring::from_texts(texts).expect("keys"));
    let mut options = EndpointOptions::default();
    options.sign_responses = true;
    let endpoint = Endpoint::new(Mode::Cloud, Ok(keyring), options).expect("options");
    let admission = admitted(&endpoint, "POST");
    let signature = endpoint.sign(&admission, b"answer", TIMESTAMP);
    let expected = header(DIGITS, b"answer", TIMESTAMP);
    assert_eq!(signature.expect("signed").as_str(), expected);
    let late = endpoint.sign(&admission, b"", u64::MAX).map(drop);
    assert_eq!(late.map_err(Error::kind), Err(ErrorKind::InvalidTimestamp));
    // Another endpoint's keys cannot have verified the request.
    let foreign = cloud().sign(&admission, b"", TIMESTAMP).map(drop);
    assert_eq!(
        foreign.map_err(Error::kind),
        Err(ErrorKind::InvalidArgument)
    );
}
