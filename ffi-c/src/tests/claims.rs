//! Replay protection: the guard as an object, and claims in order and out of it.

use std::ptr::{null, null_mut};

use signkey::{ErrorKind, ReplayStoreOptions};

use super::{
    INVALID, KEY, TIMESTAMP,
    admission::{Proof, begin, receive},
    app::{admission, signature, step},
    c::*,
    failure, text, verified,
};

const REPLAYED: Status = Status::of(ErrorKind::Replayed);
const FINISHED: Status = Status::of(ErrorKind::Finished);
/// Python: `sha256(sha256(b"").digest()[:16] + mac).hexdigest()[:32]`, the MAC being that of `HEADER`.
const CLAIM_ID: &str = "216ca6c420940bdcbec84b8d1f5c595b";

/// An endpoint of [`KEY`] with a guard, a store or both; freed at the end of the test.
struct World {
    guard: *mut CReplayGuard,
    endpoint: *mut CEndpoint,
}

impl World {
    fn new(flags: u32, has_guard: bool) -> Self {
        let (mut keyring, mut guard, mut endpoint, none) =
            (null_mut(), null_mut(), null_mut(), null_mut());
        // SAFETY: the arguments are valid.
        unsafe {
            let status = signkey_keyring_from_key(KEY.as_ptr(), KEY.len(), &raw mut keyring, none);
            assert_eq!(status, Status::OK);
            if has_guard {
                let status = signkey_replay_guard_new(1000, 300, 300, &raw mut guard, none);
                assert_eq!(status, Status::OK);
            }
            let mut options = CEndpointOptions::DEFAULT;
            (options.flags, options.replay_guard) = (flags, guard);
            let options = &raw const options;
            let status = signkey_endpoint_new(keyring, null(), options, &raw mut endpoint, none);
            assert_eq!(status, Status::OK);
            signkey_keyring_free(keyring);
        }
        Self { guard, endpoint }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // SAFETY: they were made by the library and are freed once; null is allowed.
        unsafe {
            signkey_replay_guard_free(self.guard);
            signkey_endpoint_free(self.endpoint);
        }
    }
}

fn claim(world: &World, admission: &mut CAdmission, claim: u32) -> (Status, CStep, Proof) {
    let (mut step, mut proof, none) = (step(), verified(), null_mut());
    // SAFETY: the arguments are valid.
    unsafe {
        let (out, place) = (&raw mut step, &raw mut proof);
        let status =
            signkey_endpoint_receive_claim(world.endpoint, admission, claim, out, place, none);
        (status, step, Proof::read(place))
    }
}

#[test]
fn a_guard_outlives_its_handle_in_its_endpoints() {
    let mut world = World::new(0, true);
    // SAFETY: it was made by the library and is freed once.
    unsafe { signkey_replay_guard_free(world.guard) };
    world.guard = null_mut();
    let headers = signature();
    for expected in [Status::OK, REPLAYED, REPLAYED] {
        let (mut admission, _) = begin(world.endpoint, &headers);
        let (status, step, proof) = receive(world.endpoint, &mut admission);
        assert_eq!((status, step.status), (Status::OK, expected));
        assert_eq!(
            proof.timestamp,
            if expected == Status::OK { TIMESTAMP } else { 0 }
        );
        assert_eq!(step.claim_lifetime_seconds, 0);
        assert_eq!(text(&step.claim_id), "");
    }
}

#[test]
fn a_store_gives_the_verdict() {
    let world = World::new(SIGNKEY_ENDPOINT_REPLAY_STORE, false);
    let unavailable = Status::of(ErrorKind::ReplayStoreUnavailable);
    for (answer, expected) in [
        (CClaim::SIGNKEY_CLAIM_FIRST, Status::OK),
        (CClaim::SIGNKEY_CLAIM_AGAIN, REPLAYED),
        (CClaim::SIGNKEY_CLAIM_UNAVAILABLE, unavailable),
    ] {
        let (mut admission, _) = begin(world.endpoint, &signature());
        let (status, step, proof) = receive(world.endpoint, &mut admission);
        assert_eq!(
            (status, step.kind),
            (Status::OK, CStepKind::SIGNKEY_STEP_CLAIM)
        );
        assert_eq!(step.caller, CCaller::SIGNKEY_CALLER_NONE);
        assert_eq!(
            (text(&step.claim_id), step.claim_lifetime_seconds),
            (CLAIM_ID, 901)
        );
        assert_eq!(proof.timestamp, 0, "nothing that could be taken for proof");

        assert_eq!(claim(&world, &mut admission, 0).0, INVALID);
        assert_eq!(claim(&world, &mut admission, 4).0, INVALID);
        let (status, step, proof) = claim(&world, &mut admission, answer as u32);
        assert_eq!((status, step.status), (Status::OK, expected));
        assert_eq!(
            proof.timestamp,
            if expected == Status::OK { TIMESTAMP } else { 0 }
        );
        assert_eq!(claim(&world, &mut admission, answer as u32).0, FINISHED);
    }
}

#[test]
fn claims_need_an_admission_that_asks_for_one() {
    let world = World::new(SIGNKEY_ENDPOINT_REPLAY_STORE, false);
    let first = CClaim::SIGNKEY_CLAIM_FIRST as u32;
    assert_eq!(claim(&world, &mut admission(), first).0, INVALID);
    let (mut admission, _) = begin(world.endpoint, &signature());
    assert_eq!(claim(&world, &mut admission, first).0, FINISHED);
    // What was judged in between stays as it was.
    let (status, step, _) = receive(world.endpoint, &mut admission);
    assert_eq!(
        (status, step.kind),
        (Status::OK, CStepKind::SIGNKEY_STEP_CLAIM)
    );
}

/// What to claim for a response with this signature.
fn response_claim(world: &World, admission: &CAdmission, signature: &[u8]) -> (String, u64) {
    let (mut id, mut lifetime) = ([b'?'.cast_signed(); SIGNKEY_CLAIM_ID_MAX], 77);
    // SAFETY: the arguments are valid.
    let status = unsafe {
        signkey_endpoint_response_claim(
            world.endpoint,
            admission,
            signature.as_ptr(),
            signature.len(),
            id.as_mut_ptr(),
            &raw mut lifetime,
        )
    };
    assert_eq!(status, Status::OK);
    (text(&id).to_owned(), lifetime)
}

#[test]
fn responses_to_verified_requests_are_claimed() {
    let world = World::new(SIGNKEY_ENDPOINT_REPLAY_STORE, false);
    let (mut admission, _) = begin(world.endpoint, &signature());
    let (nothing, header) = ((String::new(), 0), super::HEADER);
    assert_eq!(response_claim(&world, &admission, header), nothing);
    receive(world.endpoint, &mut admission);
    assert_eq!(response_claim(&world, &admission, header), nothing);
    claim(&world, &mut admission, CClaim::SIGNKEY_CLAIM_FIRST as u32);
    assert_eq!(
        response_claim(&world, &admission, header),
        (CLAIM_ID.to_owned(), 901)
    );
    assert_eq!(response_claim(&world, &admission, b"no signature"), nothing);
    assert_eq!(response_claim(&world, &admission, b""), nothing);
}

#[test]
fn arguments_of_claims_are_checked() {
    let world = World::new(SIGNKEY_ENDPOINT_REPLAY_STORE, true);
    let (admission, _) = begin(world.endpoint, &signature());
    let (mut id, mut lifetime, mut fullness) = ([0; SIGNKEY_CLAIM_ID_MAX], 77, 77.0);
    let (place, id, lifetime) = (&raw const admission, id.as_mut_ptr(), &raw mut lifetime);
    let (mut guard, none) = (null_mut(), null_mut());
    let mut unfilled = super::app::admission();
    // SAFETY: null is refused, and the other arguments are valid.
    let statuses = unsafe {
        let unfilled = &raw mut unfilled;
        [
            signkey_endpoint_response_claim(null(), place, null(), 0, id, lifetime),
            signkey_endpoint_response_claim(world.endpoint, null(), null(), 0, id, lifetime),
            signkey_endpoint_response_claim(world.endpoint, unfilled, null(), 0, id, lifetime),
            signkey_endpoint_response_claim(world.endpoint, place, null(), 1, id, lifetime),
            signkey_endpoint_response_claim(world.endpoint, place, null(), 0, null_mut(), lifetime),
            signkey_endpoint_response_claim(world.endpoint, place, null(), 0, id, null_mut()),
            signkey_endpoint_receive_claim(null(), unfilled, 1, null_mut(), null_mut(), none),
            signkey_endpoint_receive_claim(
                world.endpoint,
                unfilled,
                1,
                none.cast(),
                none.cast(),
                none,
            ),
            signkey_replay_guard_new(1, 300, 300, null_mut(), none),
            signkey_replay_guard_new(0, 300, 300, &raw mut guard, none),
            signkey_replay_guard_new(u64::MAX, 300, 300, &raw mut guard, none),
            signkey_replay_guard_fullness(null(), 0, &raw mut fullness),
            signkey_replay_guard_fullness(world.guard, 0, null_mut()),
        ]
    };
    assert_eq!(statuses, [INVALID; 13]);
    assert!(guard.is_null());
    // SAFETY: the arguments are valid; null does nothing.
    unsafe {
        assert_eq!(*lifetime, 77);
        let status = signkey_replay_guard_fullness(world.guard, TIMESTAMP, &raw mut fullness);
        assert_eq!((status, fullness.to_bits()), (Status::OK, 0.0f64.to_bits()));
        signkey_replay_guard_free(null_mut());
    }
}

/// The failure of an endpoint with these options.
fn refused(options: &CEndpointOptions) -> (Status, String) {
    let (mut endpoint, mut failure) = (null_mut(), failure());
    // SAFETY: the arguments are valid, and a setting is static.
    unsafe {
        let (place, why) = (&raw mut endpoint, &raw mut failure);
        let status = signkey_endpoint_new(null(), null(), options, place, why);
        signkey_endpoint_free(endpoint);
        (status, failure.setting.text().expect("ASCII").to_owned())
    }
}

#[test]
fn options_that_make_no_sense_are_refused() {
    let protected = World::new(0, true);
    let mut options = CEndpointOptions::DEFAULT;
    options.replay_guard = protected.guard;
    options.past_seconds += 1;
    assert_eq!(refused(&options), (INVALID, "replay_guard".to_owned()));
    options = CEndpointOptions::DEFAULT;
    options.flags = SIGNKEY_ENDPOINT_ADMIT_UNCLAIMED;
    assert_eq!(refused(&options), (INVALID, "admit_unclaimed".to_owned()));
    options.flags = 0;
    options.replay_skew_seconds = 60;
    assert_eq!(refused(&options), (INVALID, "replay_skew".to_owned()));
    options.flags = SIGNKEY_ENDPOINT_ADMIT_UNCLAIMED;
    options.flags |= SIGNKEY_ENDPOINT_REPLAY_STORE;
    options.name = Slice::of("shop");
    assert_eq!(refused(&options).0, Status::OK);
    options.name = Slice::of_bytes(b"\xff");
    assert_eq!(refused(&options).0, INVALID);
    options.name = Slice::ABSENT;
    options.flags = 16;
    assert_eq!(refused(&options).0, INVALID);
}

#[test]
fn the_default_skew_is_that_of_the_core() {
    assert_eq!(
        SIGNKEY_REPLAY_SKEW_DEFAULT,
        ReplayStoreOptions::default().skew
    );
}
