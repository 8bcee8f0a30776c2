//! Who sends a request: nothing but a signature proves it.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![cfg(feature = "alloc")]

mod support;

use proptest::prelude::*;
use signkey::{
    Authenticated, Endpoint, Error, ErrorKind, Form, Keyring, Mode, Request, RequestHeaders,
    Unverified, Warning,
};
use support::signed::{BODY, HEADER, KEY, TIMESTAMP};

fn keyring() -> Keyring {
    Keyring::from_texts([Some(KEY)]).expect("a key")
}

fn judge(
    endpoint: &Endpoint,
    method: &str,
    headers: &[(&str, &str)],
) -> Result<Authenticated, Error> {
    let keyring = keyring();
    let request = Request {
        method,
        headers: RequestHeaders::collect(headers.iter().copied()),
        body: BODY.as_bytes(),
    };
    endpoint.authenticate(Ok(&keyring), &request, TIMESTAMP)
}

#[test]
fn verified_and_unverified_are_different_things() {
    let cloud = Endpoint::new(Mode::Cloud);
    let headers = [("x-inngest-signature", HEADER)];
    let Ok(Authenticated::Verified(verified)) = judge(&cloud, "POST", &headers) else {
        panic!("the signature is right");
    };
    assert_eq!((verified.key_index(), verified.form()), (0, Form::Raw));
    let dev = Endpoint::new(Mode::Dev);
    assert_eq!(
        judge(&dev, "POST", &[]),
        Ok(Authenticated::Unverified(Unverified::Dev))
    );
}

#[test]
fn before_the_body_is_read_nothing_is_verified() {
    let unread = |mode, keyring, value| {
        let headers = RequestHeaders::collect([("x-inngest-signature", value)]);
        Endpoint::new(mode).authenticate_unread(keyring, "POST", &headers)
    };
    let keyring = keyring();
    assert_eq!(unread(Mode::Cloud, Ok(&keyring), HEADER), Ok(None));
    let malformed = unread(Mode::Cloud, Ok(&keyring), "").map_err(Error::kind);
    assert_eq!(malformed, Err(ErrorKind::MalformedSignature));
    let none = || Err(ErrorKind::MissingSigningKey.into());
    let missing = unread(Mode::Cloud, none(), HEADER).map_err(Error::kind);
    assert_eq!(missing, Err(ErrorKind::MissingSigningKey));
    let reason = Ok(Some(Unverified::DevWithoutKey));
    assert_eq!(unread(Mode::Dev, none(), HEADER), reason);
}

#[test]
fn every_refusal_has_its_status() {
    let request = Request {
        method: "PUT",
        headers: RequestHeaders::default(),
        body: b"",
    };
    let endpoint = Endpoint::new(Mode::Cloud);
    for (kind, status) in [
        (ErrorKind::MissingSigningKey, 500),
        (ErrorKind::EventKey, 500),
    ] {
        let error = endpoint
            .authenticate(Err(kind.into()), &request, 0)
            .expect_err("no key");
        assert_eq!((error.kind(), error.kind().http_status()), (kind, status));
    }
    let error = judge(&endpoint, "PUT", &[]).expect_err("unsigned");
    assert_eq!(
        (error.kind(), error.kind().http_status()),
        (ErrorKind::MissingSignature, 401)
    );
}

#[test]
fn warnings_and_reasons_have_names() {
    let headers = |kind| RequestHeaders::collect([("X-Inngest-Server-Kind", kind)]);
    let warning = |mode, kind| Endpoint::new(mode).warning(&headers(kind));
    let dev = warning(Mode::Cloud, "dev").expect("a contradiction");
    let cloud = warning(Mode::Dev, "cloud").expect("a contradiction");
    assert_eq!(
        (dev, cloud),
        (Warning::DevServerInCloudMode, Warning::CloudServerInDevMode)
    );
    assert!(dev.to_string().contains("cloud mode") && cloud.to_string().contains("dev mode"));
    assert_eq!(warning(Mode::Cloud, "cloud"), None);
    assert_eq!(headers("dev").server_kind(), Some("dev"));
    assert_eq!(headers("two words").server_kind(), None);
}

fn nearly_anything() -> impl Strategy<Value = (String, String)> {
    let name = prop_oneof![
        Just("X-Inngest-Signature".to_owned()),
        Just("X-INNGEST-SERVER-KIND".to_owned()),
        Just("x-inngest-sync-kind".to_owned()),
        "[ -~]{0,24}",
    ];
    let value = prop_oneof![
        Just(HEADER.replace("10f6", "10f7")),
        Just("dev".to_owned()),
        Just("in_band".to_owned()),
        "[ -~]{0,32}",
    ];
    (name, value)
}

proptest! {
    /// The opt-ins let exactly their methods through, and only without a signature header.
    #[test]
    fn nothing_but_a_signature_or_an_opt_in_lets_a_request_through(
        method in prop_oneof![Just("GET".to_owned()), Just("PUT".to_owned()), "[A-Za-z]{0,7}"],
        headers in prop::collection::vec(nearly_anything(), 0..6),
        allow_get in any::<bool>(),
        allow_sync in any::<bool>(),
    ) {
        let mut endpoint = Endpoint::new(Mode::Cloud);
        if allow_get {
            endpoint = endpoint.allow_unsigned(["GET"]);
        }
        if allow_sync {
            endpoint = endpoint.allow_unsigned_sync();
        }
        let pairs: Vec<_> = headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let is_signature = |(name, _): &(&str, &str)| name.eq_ignore_ascii_case("x-inngest-signature");
        let signed = pairs.iter().any(is_signature);
        let expected = match method.as_str() {
            "GET" if allow_get && !signed => Some(Unverified::UnsignedMethod),
            "PUT" if allow_sync && !signed => Some(Unverified::UnsignedSync),
            _ => None,
        };
        let verdict = judge(&endpoint, &method, &pairs);
        let fields = RequestHeaders::collect(pairs.iter().copied());
        match endpoint.authenticate_unread(Ok(&keyring()), &method, &fields) {
            Ok(Some(reason)) => prop_assert_eq!(verdict, Ok(Authenticated::Unverified(reason))),
            Err(error) => prop_assert_eq!(verdict, Err(error)),
            Ok(None) => prop_assert_eq!(verdict.map_err(Error::kind), Err(ErrorKind::SignatureMismatch)),
        }
        match expected {
            Some(reason) => prop_assert_eq!(verdict, Ok(Authenticated::Unverified(reason))),
            None => prop_assert_eq!(verdict.map_err(|error| error.kind().http_status()), Err(401)),
        }
    }
}
