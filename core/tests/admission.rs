//! Who gets in: nothing but a signature proves a sender, and nothing but the whole body is judged.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![cfg(feature = "alloc")]

mod support;

use std::sync::Arc;

use proptest::prelude::*;
use signkey::{
    Admission, Caller, Endpoint, EndpointOptions, Error, ErrorKind, Form, Framing, Keyring, Mode,
    ReceivedBody, Refusal, Step, Unverified, Warning,
};
use support::signed::{BODY, DIGITS, HEADER, KEY, TIMESTAMP, header};

const SIGNED: [(&str, &str); 1] = [("x-inngest-signature", HEADER)];

fn keyring() -> Arc<Keyring> {
    Arc::new(Keyring::from_texts([Some(KEY)]).expect("a key"))
}

fn endpoint(mode: Mode, change: impl FnOnce(&mut EndpointOptions)) -> Endpoint {
    let mut options = EndpointOptions::default();
    change(&mut options);
    Endpoint::new(mode, Ok(keyring()), options).expect("the options are right")
}

fn cloud() -> Endpoint {
    endpoint(Mode::Cloud, |_| {})
}

fn judge(endpoint: &Endpoint, method: &str, headers: &[(&str, &str)]) -> Result<Caller, Error> {
    let admission =
        endpoint.admit_whole(method, headers.iter().copied(), BODY.as_bytes(), TIMESTAMP);
    admission.caller()
}

/// What a signed request comes to with this body.
fn receive(headers: &[(&str, &str)], body: ReceivedBody<'_>) -> Result<Caller, ErrorKind> {
    let endpoint = cloud();
    let mut admission = endpoint.admit("POST", headers.iter().copied());
    let taken = endpoint.receive_body(&mut admission, body, TIMESTAMP);
    taken.expect("it asks for the body");
    admission.caller().map_err(Error::kind)
}

fn refusal(admission: &Admission) -> Refusal {
    match admission.step() {
        Step::Refuse(refusal) => refusal,
        step => panic!("{step:?}"),
    }
}

#[test]
fn verified_and_unverified_are_different_things() {
    let Ok(Caller::Verified(verified)) = judge(&cloud(), "POST", &SIGNED) else {
        panic!("the signature is right");
    };
    assert_eq!((verified.key_index(), verified.form()), (0, Form::Raw));
    let dev = endpoint(Mode::Dev, |_| {});
    assert_eq!(
        judge(&dev, "POST", &[]),
        Ok(Caller::Unverified(Unverified::Dev))
    );
}

#[test]
fn what_no_body_can_change_is_decided_before_it_is_read() {
    let step = |mode, keyring: Result<Arc<Keyring>, Error>, value| {
        let endpoint = Endpoint::new(mode, keyring, EndpointOptions::default());
        let headers = [("X-Inngest-Signature", value)];
        endpoint.expect("no options").admit("POST", headers).step()
    };
    let at_most = 16 << 20;
    let reads = step(Mode::Cloud, Ok(keyring()), HEADER);
    assert_eq!(reads, Step::ReadBody { at_most });
    let kind = |step| match step {
        Step::Refuse(refusal) => refusal.error().kind(),
        step => panic!("{step:?}"),
    };
    let malformed = kind(step(Mode::Cloud, Ok(keyring()), ""));
    assert_eq!(malformed, ErrorKind::MalformedSignature);
    let none = || Err(ErrorKind::MissingSigningKey.into());
    let missing = kind(step(Mode::Cloud, none(), HEADER));
    assert_eq!(missing, ErrorKind::MissingSigningKey);
    let keyless = step(Mode::Dev, none(), HEADER);
    let reason = Unverified::DevWithoutKey;
    assert_eq!(keyless, Step::Admit(Caller::Unverified(reason)));
}

#[test]
fn a_body_over_the_limit_is_refused_unread_if_that_is_declared() {
    let endpoint = endpoint(Mode::Cloud, |options| options.max_body_size = 100);
    let headers = |length| [("Content-Length", length), SIGNED[0]];
    let refused = refusal(&endpoint.admit("POST", headers("101")));
    assert_eq!(refused.error().kind(), ErrorKind::BodyTooLarge);
    assert_eq!((refused.status(), refused.is_unread()), (413, true));
    let reads = endpoint.admit("POST", headers("100")).step();
    assert_eq!(reads, Step::ReadBody { at_most: 100 });
    // Whoever has no signature learns nothing of the limit.
    let unsigned = endpoint.admit("POST", [("Content-Length", "101")]);
    assert_eq!(
        refusal(&unsigned).error().kind(),
        ErrorKind::MissingSignature
    );
}

#[test]
fn a_body_is_judged_only_if_all_of_it_is_there() {
    let length = BODY.len().to_string();
    let declared = [SIGNED[0], ("content-length", length.as_str())];
    let chunked = [SIGNED[0], ("Transfer-Encoding", "chunked")];
    let whole = |framing| ReceivedBody::Bytes(BODY.as_bytes(), framing);
    let size = BODY.len() as u64;
    for headers in [&SIGNED[..], &declared, &chunked] {
        for framing in [Framing::Declared(size), Framing::Ended, Framing::Unknown] {
            assert!(receive(headers, whole(framing)).is_ok(), "{framing:?}");
        }
        for framing in [Framing::Declared(size + 1), Framing::Declared(size - 1)] {
            let verdict = receive(headers, whole(framing));
            assert_eq!(verdict, Err(ErrorKind::BodyUnavailable));
        }
    }
    // The signature of an empty body, and what may have been in it is gone.
    let empty = header(DIGITS, b"", TIMESTAMP);
    let signed = ("x-inngest-signature", empty.as_str());
    let nothing = |framing| ReceivedBody::Bytes(b"", framing);
    let gone = Err(ErrorKind::BodyUnavailable);
    assert_eq!(receive(&[signed], nothing(Framing::Unknown)), gone);
    let chunked = [signed, ("Transfer-Encoding", "chunked")];
    assert_eq!(receive(&chunked, nothing(Framing::Unknown)), gone);
    let declared = [signed, ("Content-Length", "2")];
    for framing in [Framing::Unknown, Framing::Ended, Framing::Declared(2)] {
        assert_eq!(receive(&declared, nothing(framing)), gone);
    }
    assert!(receive(&chunked, nothing(Framing::Ended)).is_ok());
    assert!(receive(&[signed], nothing(Framing::Declared(0))).is_ok());
    // An adapter that says that there is no body does not overrule the headers.
    for headers in [&chunked, &declared] {
        assert_eq!(receive(headers, nothing(Framing::Declared(0))), gone);
    }
    // In HTTP/1, a message without a length has no body; one that is sent in pieces may have one.
    assert!(receive(&[signed], nothing(Framing::Head)).is_ok());
    assert_eq!(receive(&chunked, nothing(Framing::Head)), gone);
    assert_eq!(receive(&declared, nothing(Framing::Head)), gone);
    let declared = [signed, ("Content-Length", "0")];
    assert!(receive(&declared, nothing(Framing::Unknown)).is_ok());
}

#[test]
fn a_body_that_cannot_be_read_is_no_body() {
    for (body, kind) in [
        (ReceivedBody::Parsed, ErrorKind::BodyUnavailable),
        (ReceivedBody::Unframed, ErrorKind::BodyUnavailable),
        (ReceivedBody::Aborted, ErrorKind::BodyIncomplete),
        (ReceivedBody::TooLarge, ErrorKind::BodyTooLarge),
    ] {
        assert_eq!(receive(&SIGNED, body), Err(kind));
    }
}

#[test]
fn a_body_comes_once_and_only_where_it_is_asked_for() {
    let endpoint = cloud();
    let body = || ReceivedBody::Bytes(BODY.as_bytes(), Framing::Ended);
    let mut admission = endpoint.admit("POST", SIGNED);
    let early = admission.caller().map_err(Error::kind);
    assert_eq!(early, Err(ErrorKind::InvalidArgument));
    assert_eq!(
        endpoint.receive_body(&mut admission, body(), TIMESTAMP),
        Ok(())
    );
    // A verdict once given stays given.
    let later = TIMESTAMP + 1_000_000;
    let again = endpoint.receive_body(&mut admission, ReceivedBody::Aborted, later);
    assert_eq!(again.map_err(Error::kind), Err(ErrorKind::Finished));
    assert!(admission.verified().is_some());
    let mut refused = endpoint.admit("POST", [("", "")]);
    let unasked = endpoint.receive_body(&mut refused, body(), TIMESTAMP);
    assert_eq!(unasked.map_err(Error::kind), Err(ErrorKind::Finished));
    assert_eq!(
        refused.caller().map_err(Error::kind),
        Err(ErrorKind::MissingSignature)
    );
}

#[test]
fn methods_are_checked_where_they_are_set() {
    let set = |name: &str| {
        let mut options = EndpointOptions::default();
        options.unsigned_methods = vec![name.to_owned()];
        Endpoint::new(Mode::Cloud, Ok(keyring()), options).map(drop)
    };
    for name in ["GET", "OPTIONS", "M-SEARCH", "X_1"] {
        assert_eq!(set(name), Ok(()), "{name}");
    }
    for name in ["", "get", "Get", "GET ", "GET,PUT", "GET\0", "GÉT"] {
        let error = set(name).expect_err(name);
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        assert_eq!(error.setting(), Some("unsigned_methods"));
    }
}

#[test]
fn a_refusal_says_what_its_caller_may_know() {
    let broken: Error = ErrorKind::OddKeyLength.into();
    let error = broken.with_setting("INNGEST_SIGNING_KEY");
    let refuse = |mode| {
        let endpoint = Endpoint::new(mode, Err(error), EndpointOptions::default());
        refusal(&endpoint.expect("no options").admit("POST", SIGNED))
    };
    let (cloud, dev) = (refuse(Mode::Cloud), refuse(Mode::Dev));
    assert_eq!((cloud.status(), cloud.is_fault()), (500, true));
    assert!(!cloud.body().contains("INNGEST_SIGNING_KEY"));
    assert!(dev.body().contains("INNGEST_SIGNING_KEY"));
    for refusal in [cloud, dev] {
        assert!(refusal.body().starts_with(r#"{"code":"odd_key_length","#));
        assert!(refusal.log().contains("INNGEST_SIGNING_KEY"));
        let headers: Vec<_> = refusal.headers().collect();
        assert_eq!(headers, [("Content-Type", "application/json")]);
    }
}

#[test]
fn a_refusal_asks_for_what_is_missing() {
    let endpoint = cloud();
    let asks = |kind: ErrorKind| {
        let refusal = endpoint.refuse(kind.into());
        let headers: Vec<_> = refusal.headers().skip(1).collect();
        headers
    };
    let signature = [("WWW-Authenticate", "Inngest-Signature")];
    assert_eq!(asks(ErrorKind::MissingSignature), signature);
    assert_eq!(asks(ErrorKind::Expired), signature);
    assert_eq!(
        asks(ErrorKind::TokenMismatch),
        [("WWW-Authenticate", "Bearer")]
    );
    assert_eq!(asks(ErrorKind::MethodNotAllowed), [("Allow", "PUT")]);
    assert_eq!(asks(ErrorKind::BodyTooLarge), []);
    for kind in ErrorKind::ALL {
        let refusal = endpoint.refuse((*kind).into());
        assert_eq!(
            asks(*kind).is_empty(),
            !matches!(refusal.status(), 401 | 405)
        );
        assert!(refusal.log().starts_with(kind.code()));
    }
}

#[test]
fn warnings_and_reasons_have_names() {
    let warning = |mode, kind| {
        let headers = [("X-Inngest-Server-Kind", kind)];
        endpoint(mode, |_| {}).admit("GET", headers).warning()
    };
    let dev = warning(Mode::Cloud, "dev").expect("a contradiction");
    let cloud = warning(Mode::Dev, "cloud").expect("a contradiction");
    assert_eq!(
        [dev, cloud],
        [Warning::DevServerInCloudMode, Warning::CloudServerInDevMode]
    );
    assert!(dev.to_string().contains("cloud mode") && cloud.to_string().contains("dev mode"));
    for kind in ["cloud", "two words", "", "dev, dev"] {
        assert_eq!(warning(Mode::Cloud, kind), None, "{kind}");
    }
}

fn nearly_anything() -> impl Strategy<Value = (String, String)> {
    let name = prop_oneof![
        Just("X-Inngest-Signature".to_owned()),
        Just("X-INNGEST-SERVER-KIND".to_owned()),
        Just("x-inngest-sync-kind".to_owned()),
        Just("Content-Length".to_owned()),
        Just("Transfer-Encoding".to_owned()),
        "[ -~]{0,24}",
    ];
    let value = prop_oneof![
        Just(HEADER.replace("10f6", "10f7")),
        Just("dev".to_owned()),
        Just("in_band".to_owned()),
        "[0-9]{0,9}",
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
        let endpoint = endpoint(Mode::Cloud, |options| {
            if allow_get {
                options.unsigned_methods.push("GET".into());
            }
            options.unsigned_sync = allow_sync;
        });
        let pairs: Vec<_> = headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let is_signature = |(name, _): &(&str, &str)| name.eq_ignore_ascii_case("x-inngest-signature");
        let signed = pairs.iter().any(is_signature);
        let expected = match method.as_str() {
            "GET" if allow_get && !signed => Some(Unverified::UnsignedMethod),
            "PUT" if allow_sync && !signed => Some(Unverified::UnsignedSync),
            _ => None,
        };
        match (judge(&endpoint, &method, &pairs), expected) {
            (Ok(caller), Some(reason)) => prop_assert_eq!(caller, Caller::Unverified(reason)),
            (Err(error), None) => {
                prop_assert!(matches!(error.kind().http_status(), 401 | 413 | 500));
                prop_assert!(error.kind() != ErrorKind::Internal);
            }
            (verdict, expected) => prop_assert!(false, "{:?} {:?}", verdict, expected),
        }
    }
}

#[test]
fn an_admission_is_small() {
    // The C ABI keeps it in 256 bytes of its caller, less a size and a mark.
    assert!(size_of::<Admission>() <= 240, "{}", size_of::<Admission>());
}
