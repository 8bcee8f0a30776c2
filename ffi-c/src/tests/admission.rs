//! An admission is a plain value: filled in or refused, copied and moved at will.

use std::{
    ffi::c_char,
    mem::MaybeUninit,
    ptr::{null, null_mut},
    thread,
};

use signkey::ErrorKind;

use super::{
    BODY, ID, INVALID, TIMESTAMP,
    app::{World, admission, admit, app, signature, step},
    c::*,
    failure, text, verified,
};

const FINISHED: Status = Status::of(ErrorKind::Finished);

/// Begins with a request.
pub(super) fn begin(endpoint: *const CEndpoint, headers: &[Field]) -> (CAdmission, CStep) {
    let (mut admission, mut step, method) = (admission(), step(), b"POST");
    // SAFETY: the arguments are valid.
    let status = unsafe {
        signkey_endpoint_admit(
            endpoint,
            method.as_ptr(),
            method.len(),
            headers.as_ptr(),
            headers.len(),
            &raw mut admission,
            &raw mut step,
            null_mut(),
        )
    };
    assert_eq!(status, Status::OK);
    (admission, step)
}

/// What was written of a proof. One that was cleared is no `CVerified`: no form has the number 0.
pub(super) struct Proof {
    pub(super) timestamp: u64,
    pub(super) key_id: [c_char; SIGNKEY_KEY_ID_MAX],
}

impl Proof {
    /// # Safety
    ///
    /// `place` must be valid for reads.
    pub(super) unsafe fn read(place: *const CVerified) -> Self {
        // SAFETY: the caller's promise.
        unsafe {
            Self {
                timestamp: (&raw const (*place).timestamp).read(),
                key_id: (&raw const (*place).key_id).read(),
            }
        }
    }
}

/// Hands over the body, as it was signed.
pub(super) fn receive(
    endpoint: *const CEndpoint,
    admission: &mut CAdmission,
) -> (Status, CStep, Proof) {
    let (mut step, mut proof, none) = (step(), verified(), null_mut());
    let (body, len, framing) = (
        BODY.as_ptr(),
        BODY.len(),
        CFraming::SIGNKEY_FRAMING_ENDED as u32,
    );
    // SAFETY: the arguments are valid.
    unsafe {
        let (out, place) = (&raw mut step, &raw mut proof);
        let status = signkey_endpoint_receive_body(
            endpoint, admission, body, len, framing, 0, TIMESTAMP, out, place, none,
        );
        (status, step, Proof::read(place))
    }
}

/// All functions that want an admission that is filled in.
fn statuses(world: &World, admission: &mut CAdmission) -> [Status; 8] {
    let (app, mut step, mut refusal) = (app(), step(), MaybeUninit::<CRefusal>::zeroed());
    let (mut buffer, mut registration, none) = (super::NO_BUFFER, null_mut(), null_mut());
    let mut response = CResponseStep {
        size: size_of::<CResponseStep>(),
        kind: CResponseKind::SIGNKEY_RESPONSE_FORWARD,
        empty: false,
        at_most: 0,
    };
    let (mut header, mut sends) = ([0; SIGNKEY_HEADER_MAX], false);
    let (admission, endpoint, config) = (&raw mut *admission, world.endpoint, world.config);
    let (app, step, response) = (&raw const app, &raw mut step, &raw mut response);
    let (buffer, header) = (&raw mut buffer, header.as_mut_ptr());
    // SAFETY: the arguments are valid, or are refused before they are used.
    unsafe {
        refusal
            .as_mut_ptr()
            .cast::<usize>()
            .write(size_of::<CRefusal>());
        [
            receive(endpoint, &mut *admission).0,
            signkey_endpoint_no_body(endpoint, admission, 2, step, none),
            signkey_admission_step(admission, step, null_mut(), none),
            signkey_admission_refusal(admission, refusal.as_mut_ptr()),
            signkey_endpoint_response(endpoint, admission, 200, null(), 0, response, none),
            signkey_admission_sends_content(admission, 200, &raw mut sends),
            signkey_endpoint_sign_response(endpoint, admission, null(), 0, 0, header, none),
            {
                let out = &raw mut registration;
                let status =
                    signkey_config_registration(config, app, admission, null(), 0, out, none);
                signkey_registration_free(registration);
                let introspected = signkey_config_introspect(config, app, admission, buffer, none);
                signkey_buffer_free(buffer);
                assert_eq!(introspected == INVALID, status == INVALID);
                status
            },
        ]
    }
}

#[test]
fn an_admission_that_no_call_has_filled_in_is_refused() {
    let world = World::new();
    let mut empty = admission();
    assert_eq!(statuses(&world, &mut empty), [INVALID; 8]);
    let mut noise = admission();
    noise.words.fill(MaybeUninit::new(u64::MAX));
    assert_eq!(statuses(&world, &mut noise), [INVALID; 8]);
    // One that is filled in, but for its size.
    let (mut filled, _) = begin(world.endpoint, &signature());
    for size in [0, size_of::<CAdmission>() - 8, usize::MAX] {
        filled.size = size;
        assert_eq!(statuses(&world, &mut filled), [INVALID; 8], "{size}");
    }
}

#[test]
fn a_body_is_taken_once_and_only_where_one_is_asked_for() {
    let world = World::new();
    let (mut asked, first) = begin(world.endpoint, &signature());
    assert_eq!(first.kind, CStepKind::SIGNKEY_STEP_READ_BODY);
    assert_eq!(first.at_most, SIGNKEY_BODY_SIZE_DEFAULT);
    assert!(!first.has_length && first.length == 0);
    let (status, verdict, proof) = receive(world.endpoint, &mut asked);
    assert_eq!(status, Status::OK);
    assert_eq!(verdict.kind, CStepKind::SIGNKEY_STEP_ADMIT);
    assert_eq!(verdict.caller, CCaller::SIGNKEY_CALLER_VERIFIED);
    assert_eq!(text(&proof.key_id), ID);

    let (mut refused, _) = begin(world.endpoint, &[]);
    for decided in [&mut asked, &mut refused] {
        let before = *decided;
        let (status, untouched, proof) = receive(world.endpoint, decided);
        assert_eq!(
            (status, untouched.at_most, proof.timestamp),
            (FINISHED, 77, 1)
        );
        assert_eq!(
            statuses(&world, decided)[..3],
            [FINISHED, FINISHED, Status::OK]
        );
        // SAFETY: a call has filled both in.
        let now = unsafe { crate::types::admission::shared(decided) }.expect("an admission");
        // SAFETY: as above.
        let before = unsafe { crate::types::admission::shared(&raw const before) };
        assert_eq!(now.caller(), before.expect("an admission").caller());
    }
}

#[test]
fn a_copy_goes_its_own_way() {
    let world = World::new();
    let (mut admission, _) = begin(world.endpoint, &signature());
    let mut copy = admission;
    let (_, verdict, _) = receive(world.endpoint, &mut admission);
    assert_eq!(verdict.kind, CStepKind::SIGNKEY_STEP_ADMIT);
    let (mut step, none, parsed) = (step(), null_mut(), CNoBody::SIGNKEY_NO_BODY_PARSED as u32);
    // SAFETY: the arguments are valid.
    let status = unsafe {
        signkey_endpoint_no_body(world.endpoint, &raw mut copy, parsed, &raw mut step, none)
    };
    assert_eq!(status, Status::OK);
    assert_eq!(step.status, Status::of(ErrorKind::BodyUnavailable));
    assert!(!step.unread && step.is_fault && step.http_status == 500);
}

#[test]
fn an_admission_moves_between_threads() {
    struct Shared(*const CEndpoint);
    // SAFETY: an endpoint may be used by any number of threads.
    unsafe impl Sync for Shared {}
    let world = World::new();
    let endpoint = Shared(world.endpoint);
    thread::scope(|scope| {
        for _ in 0..4 {
            let (mut admission, _) = begin(world.endpoint, &signature());
            let endpoint = &endpoint;
            scope.spawn(move || {
                let Shared(endpoint) = endpoint;
                let (status, step, _) = receive(*endpoint, &mut admission);
                assert_eq!(status, Status::OK);
                assert_eq!(step.caller, CCaller::SIGNKEY_CALLER_VERIFIED);
            });
        }
    });
}

#[test]
fn a_refused_request_is_no_call_that_failed() {
    let world = World::new();
    let (mut admission, mut step, mut reason) = (admission(), step(), failure());
    // SAFETY: the arguments are valid.
    let status = unsafe {
        let (out, place, reason) = (&raw mut admission, &raw mut step, &raw mut reason);
        signkey_endpoint_admit(world.endpoint, null(), 0, null(), 0, out, place, reason)
    };
    let missing = Status::of(ErrorKind::MissingSignature);
    assert_eq!(status, Status::OK);
    assert_eq!((step.status, reason.status), (missing, missing));
    assert_eq!(step.kind, CStepKind::SIGNKEY_STEP_REFUSE);
    assert_eq!(step.http_status, 401);
    assert!(!step.is_fault && !step.unread);
    let mut reason = failure();
    // SAFETY: the arguments are valid.
    unsafe {
        let (admission, reason) = (&raw const admission, &raw mut reason);
        let status = signkey_admission_step(admission, &raw mut step, null_mut(), reason);
        assert_eq!(status, Status::OK);
    }
    assert_eq!(reason.status, missing);
}

#[test]
fn who_is_not_verified_leaves_no_proof() {
    let world = World::new();
    let (admission, _) = admit(world.endpoint, &[]);
    let (mut step, mut proof) = (step(), verified());
    let (size, place) = (proof.size, &raw mut proof);
    // SAFETY: the arguments are valid. The proof is looked at as bytes, because no form has the number 0.
    unsafe {
        let admission = &raw const admission;
        let status = signkey_admission_step(admission, &raw mut step, place, null_mut());
        assert_eq!(status, Status::OK);
        let bytes = std::slice::from_raw_parts(place.cast::<u8>(), size);
        assert_eq!(bytes[..size_of::<usize>()], size.to_ne_bytes());
        assert!(bytes[size_of::<usize>()..].iter().all(|byte| *byte == 0));
    }
}
