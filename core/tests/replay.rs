//! Replay protection of an endpoint: it accepts each message once.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::print_stdout, reason = "tests say how many cases ran")]
#![cfg(feature = "std")]

mod support;

use std::sync::Arc;

use signkey::{
    Admission, Claim, ClaimId, Endpoint, EndpointOptions, Error, ErrorKind, Keyring, Mode,
    ReplayGuard, ReplayStoreOptions, ReplayWindow, SignatureHeader, Step,
};
use support::signed::{BODY, DIGITS, HEADER, KEY, TIMESTAMP, header};

const WINDOW: ReplayWindow = ReplayWindow::DEFAULT;

fn guard(entries: usize) -> ReplayGuard {
    ReplayGuard::new(entries, WINDOW).expect("room")
}

fn endpoint(change: impl FnOnce(&mut EndpointOptions)) -> Endpoint {
    let keyring = Arc::new(Keyring::from_texts([Some(KEY)]).expect("a key"));
    let mut options = EndpointOptions::default();
    options.sign_responses = true;
    change(&mut options);
    Endpoint::new(Mode::Cloud, Ok(keyring), options).expect("the options are right")
}

fn replay_protected(name: &str, guard: &ReplayGuard) -> Endpoint {
    endpoint(|options| {
        options.name = name.into();
        options.replay_guard = Some(guard.clone());
    })
}

fn send(endpoint: &Endpoint, method: &str, body: &str, header: &str, now: u64) -> Admission {
    let headers = [("X-Inngest-Signature", header)];
    endpoint.admit_whole(method, headers, body.as_bytes(), now)
}

fn verdict(admission: Admission) -> Result<(), ErrorKind> {
    admission.caller().map(drop).map_err(Error::kind)
}

#[test]
fn a_message_is_accepted_then_replayed_then_expired() {
    let endpoint = replay_protected("app", &guard(100));
    let send = |now| verdict(send(&endpoint, "POST", BODY, HEADER, now));
    assert_eq!(send(TIMESTAMP), Ok(()));
    assert_eq!(send(TIMESTAMP), Err(ErrorKind::Replayed));
    assert_eq!(send(TIMESTAMP + 300), Err(ErrorKind::Replayed));
    assert_eq!(send(TIMESTAMP + 301), Err(ErrorKind::Expired));
}

#[test]
fn each_endpoint_accepts_a_message_once() {
    let guard = guard(100);
    for name in ["one", "two", ""] {
        let endpoint = replay_protected(name, &guard);
        let send = || verdict(send(&endpoint, "POST", BODY, HEADER, TIMESTAMP));
        assert_eq!(send(), Ok(()), "{name}");
        assert_eq!(send(), Err(ErrorKind::Replayed), "{name}");
    }
}

#[test]
fn a_refused_message_is_not_remembered() {
    let endpoint = replay_protected("app", &guard(100));
    let send = |body, now| verdict(send(&endpoint, "POST", body, HEADER, now));
    assert_eq!(send("{}", TIMESTAMP), Err(ErrorKind::SignatureMismatch));
    assert_eq!(send(BODY, TIMESTAMP - 301), Err(ErrorKind::NotYetValid));
    assert_eq!(send(BODY, TIMESTAMP), Ok(()));
}

#[test]
fn empty_bodies_are_claimed_for_post_alone() {
    let endpoint = replay_protected("app", &guard(100));
    let empty = header(DIGITS, b"", TIMESTAMP);
    let send = |method| verdict(send(&endpoint, method, "", &empty, TIMESTAMP));
    for _ in 0..3 {
        assert_eq!(send("GET"), Ok(()));
        assert_eq!(send("PUT"), Ok(()));
    }
    assert_eq!(send("POST"), Ok(()));
    assert_eq!(send("POST"), Err(ErrorKind::Replayed));
}

#[test]
fn a_signed_response_does_not_come_back_as_a_request() {
    let endpoint = replay_protected("app", &guard(100));
    let admission = send(&endpoint, "POST", BODY, HEADER, TIMESTAMP);
    let response = r#"{"status":"ok"}"#;
    let signature = endpoint.sign(&admission, response.as_bytes(), TIMESTAMP);
    let signature = signature.expect("signed");
    let back = send(&endpoint, "POST", response, signature.as_str(), TIMESTAMP);
    assert_eq!(verdict(back), Err(ErrorKind::Replayed));
    // The same answer within the same second is still sent.
    let again = endpoint.sign(&admission, response.as_bytes(), TIMESTAMP);
    assert_eq!(again.expect("signed").as_str(), signature.as_str());
}

#[test]
fn a_full_guard_refuses_rather_than_forgets() {
    let guard = guard(1);
    let endpoint = replay_protected("app", &guard);
    assert!(guard.fullness(TIMESTAMP) < 0.01);
    let first = send(&endpoint, "POST", BODY, HEADER, TIMESTAMP);
    assert_eq!(verdict(first), Ok(()));
    assert!(guard.fullness(TIMESTAMP) > 0.99);
    let other = header(DIGITS, b"{}", TIMESTAMP);
    let refused = send(&endpoint, "POST", "{}", &other, TIMESTAMP);
    assert_eq!(verdict(refused), Err(ErrorKind::ReplayGuardFull));
    let Step::Refuse(refusal) = refused.step() else {
        panic!("{refused:?}");
    };
    assert_eq!((refusal.status(), refusal.is_fault()), (503, true));
    // A response is sent all the same.
    assert!(endpoint.sign(&first, b"answer", TIMESTAMP).is_ok());
    // The next slice of time has room of its own.
    let later = TIMESTAMP + 600;
    let next = header(DIGITS, b"{}", later);
    assert_eq!(verdict(send(&endpoint, "POST", "{}", &next, later)), Ok(()));
}

#[test]
fn a_guard_is_no_narrower_than_its_endpoints() {
    let narrow = ReplayWindow {
        past: 300,
        future: 299,
    };
    let guard = ReplayGuard::new(10, narrow).expect("room");
    let mut options = EndpointOptions::default();
    options.replay_guard = Some(guard.clone());
    let keyring = Err(ErrorKind::MissingSigningKey.into());
    let refused = Endpoint::new(Mode::Cloud, keyring.clone(), options.clone()).map(drop);
    let error = refused.expect_err("the guard would forget too early");
    assert_eq!(
        (error.kind(), error.setting()),
        (ErrorKind::InvalidArgument, Some("replay_guard"))
    );
    options.window = narrow;
    assert!(Endpoint::new(Mode::Cloud, keyring, options).is_ok());
    for (entries, kind) in [
        (0, ErrorKind::InvalidArgument),
        (usize::MAX, ErrorKind::InvalidArgument),
        (usize::MAX / 100, ErrorKind::OutOfMemory),
    ] {
        let none = ReplayGuard::new(entries, WINDOW).map(drop);
        assert_eq!(none.map_err(Error::kind), Err(kind));
    }
}

#[test]
fn a_store_is_asked_behind_the_signature_and_the_time() {
    let endpoint = endpoint(|options| options.replay_store = Some(ReplayStoreOptions::default()));
    let claimed = |claim| {
        let mut admission = send(&endpoint, "POST", BODY, HEADER, TIMESTAMP);
        let Step::Claim { id, lifetime } = admission.step() else {
            panic!("{admission:?}");
        };
        assert_eq!(
            lifetime, 901,
            "past, future, skew, and the second of the border"
        );
        let received = SignatureHeader::parse(HEADER.as_bytes()).expect("a header");
        assert_eq!(id, ClaimId::of("", &received));
        assert_eq!(verdict(admission), Err(ErrorKind::InvalidArgument));
        assert!(admission.verified().is_none());
        let taken = endpoint.receive_claim(&mut admission, claim);
        taken.expect("it asks for one");
        let again = endpoint.receive_claim(&mut admission, Claim::First);
        assert_eq!(again.map_err(Error::kind), Err(ErrorKind::Finished));
        verdict(admission)
    };
    assert_eq!(claimed(Claim::First), Ok(()));
    assert_eq!(claimed(Claim::Again), Err(ErrorKind::Replayed));
    let unavailable = Err(ErrorKind::ReplayStoreUnavailable);
    assert_eq!(claimed(Claim::Unavailable), unavailable);
    let late = send(&endpoint, "POST", BODY, HEADER, TIMESTAMP + 301);
    assert_eq!(verdict(late), Err(ErrorKind::Expired));
}

#[test]
fn an_app_may_choose_to_admit_while_the_store_is_silent() {
    let endpoint = endpoint(|options| {
        let mut store = ReplayStoreOptions::default();
        store.admit_unclaimed = true;
        store.skew = 0;
        options.replay_store = Some(store);
    });
    let mut admission = send(&endpoint, "POST", BODY, HEADER, TIMESTAMP);
    assert!(matches!(
        admission.step(),
        Step::Claim { lifetime: 601, .. }
    ));
    let taken = endpoint.receive_claim(&mut admission, Claim::Unavailable);
    assert_eq!(taken, Ok(()));
    let signature = endpoint.sign(&admission, b"answer", TIMESTAMP);
    let (id, lifetime) = endpoint
        .response_claim(&admission, signature.expect("signed").as_str())
        .expect("a store");
    assert_eq!((id.to_text().len(), lifetime), (32, 601));
    assert!(
        endpoint
            .response_claim(&admission, "no signature")
            .is_none()
    );
}

/// An endpoint with a store and a guard, and what it says of one message by the store's answers.
fn store_and_guard(admit_unclaimed: bool, claims: &[Claim]) -> Vec<Result<(), ErrorKind>> {
    let guard = guard(100);
    let endpoint = endpoint(|options| {
        let mut store = ReplayStoreOptions::default();
        store.admit_unclaimed = admit_unclaimed;
        options.replay_store = Some(store);
        options.replay_guard = Some(guard.clone());
    });
    let claim = |claim: &Claim| {
        let mut admission = send(&endpoint, "POST", BODY, HEADER, TIMESTAMP);
        let taken = endpoint.receive_claim(&mut admission, *claim);
        taken.expect("it asks for one");
        verdict(admission)
    };
    claims.iter().map(claim).collect()
}

#[test]
fn a_message_that_the_store_could_not_claim_is_not_remembered() {
    let verdicts = store_and_guard(
        false,
        &[Claim::Unavailable, Claim::Unavailable, Claim::First],
    );
    let unavailable = Err(ErrorKind::ReplayStoreUnavailable);
    assert_eq!(verdicts, [unavailable, unavailable, Ok(())]);
}

#[test]
fn the_guard_stands_in_for_a_store_that_is_silent() {
    let verdicts = store_and_guard(
        true,
        &[Claim::Unavailable, Claim::Unavailable, Claim::First],
    );
    let replayed = Err(ErrorKind::Replayed);
    assert_eq!(verdicts, [Ok(()), replayed, replayed]);
}

#[test]
fn a_response_that_was_signed_elsewhere_is_remembered_as_well() {
    let endpoint = replay_protected("app", &guard(100));
    let admission = send(&endpoint, "POST", BODY, HEADER, TIMESTAMP);
    let signature = header(DIGITS, b"{}", TIMESTAMP);
    assert!(endpoint.response_claim(&admission, &signature).is_none());
    let back = send(&endpoint, "POST", "{}", &signature, TIMESTAMP);
    assert_eq!(verdict(back), Err(ErrorKind::Replayed));
}

#[test]
fn a_response_with_a_wrong_time_takes_no_room_from_requests() {
    let endpoint = replay_protected("app", &guard(1000));
    let admission = send(&endpoint, "POST", BODY, HEADER, TIMESTAMP);
    for milliseconds in (0..100_000).map(|passed| TIMESTAMP * 1000 + passed) {
        assert!(endpoint.sign(&admission, b"answer", milliseconds).is_ok());
    }
    for now in TIMESTAMP + 1..TIMESTAMP + 1000 {
        let signature = header(DIGITS, b"{}", now);
        assert_eq!(
            verdict(send(&endpoint, "POST", "{}", &signature, now)),
            Ok(())
        );
    }
}

#[test]
fn a_clock_that_steps_back_accepts_nothing_again() {
    let guard = guard(1600);
    let endpoint = replay_protected("app", &guard);
    let send = |timestamp, now| {
        let signature = header(DIGITS, BODY.as_bytes(), timestamp);
        verdict(send(&endpoint, "POST", BODY, &signature, now))
    };
    // Both clocks are an hour ahead, then right, then an hour ahead again, as time goes by.
    let ahead = TIMESTAMP + 3600;
    for timestamp in (ahead - 300..=ahead + 300).step_by(10) {
        assert_eq!(send(timestamp, ahead), Ok(()));
    }
    let back = (TIMESTAMP - 300..=TIMESTAMP + 300).step_by(10);
    let verdicts: Vec<_> = back.map(|timestamp| send(timestamp, TIMESTAMP)).collect();
    let refused = Err(ErrorKind::ReplayGuardFull);
    let refused = verdicts.iter().filter(|it| **it == refused).count();
    // A window touches sixteen or seventeen of the eighteen tables.
    assert!(refused > verdicts.len() * 8 / 10, "{verdicts:?}");
    assert!(guard.fullness(TIMESTAMP) >= 1.0, "it says that it refuses");
    for timestamp in (ahead - 300..=ahead + 300).step_by(10) {
        assert_eq!(send(timestamp, ahead), Err(ErrorKind::Replayed));
    }
    println!("{refused} messages refused until the clock comes to them");
}
