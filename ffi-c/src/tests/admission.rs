//! An admission is a plain value: filled in or refused, copied and moved at will.

use std::{
    mem::MaybeUninit,
    ptr::{null, null_mut},
    thread,
};

use signkey::ErrorKind;

use super::{
    BODY, HEADER, ID, INVALID, TIMESTAMP,
    app::{World, admission, admit, app, signature, step},
    c::*,
    failure, text, verified,
};

const FINISHED: Status = Status::of(ErrorKind::Finished);

/// Begins with a request.
fn begin(endpoint: *const CEndpoint, headers: &[Field]) -> (CAdmission, CStep) {
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

/// Hands over the body, as it was signed.
fn receive(endpoint: *const CEndpoint, admission: &mut CAdmission) -> (Status, CStep, CVerified) {
    let (mut step, mut proof, none) = (step(), verified(), null_mut());
    let (body, len, framing) = (
        BODY.as_ptr(),
        BODY.len(),
        CFraming::SIGNKEY_FRAMING_ENDED as u32,
    );
    // SAFETY: the arguments are valid.
    let status = unsafe {
        let (out, proof) = (&raw mut step, &raw mut proof);
        signkey_endpoint_receive_body(
            endpoint, admission, body, len, framing, 0, TIMESTAMP, out, proof, none,
        )
    };
    (status, step, proof)
}

/// All functions that want an admission that is filled in.
fn statuses(world: &World, admission: &mut CAdmission) -> [Status; 7] {
    let (app, mut step, mut refusal) = (app(), step(), MaybeUninit::<CRefusal>::zeroed());
    let (mut buffer, mut registration, none) = (super::NO_BUFFER, null_mut(), null_mut());
    let mut response = CResponseStep {
        size: size_of::<CResponseStep>(),
        kind: CResponseKind::SIGNKEY_RESPONSE_FORWARD,
        empty: false,
        at_most: 0,
    };
    let mut header = [0; SIGNKEY_HEADER_MAX];
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
    assert_eq!(statuses(&world, &mut empty), [INVALID; 7]);
    let mut noise = admission();
    noise.words.fill(u64::MAX);
    assert_eq!(statuses(&world, &mut noise), [INVALID; 7]);
    // One that is filled in, but for its size.
    let (mut filled, _) = begin(world.endpoint, &signature());
    for size in [0, size_of::<CAdmission>() - 8, usize::MAX] {
        filled.size = size;
        assert_eq!(statuses(&world, &mut filled), [INVALID; 7], "{size}");
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

/// The arguments of `signkey_endpoint_admit_whole`, valid at first.
struct Whole {
    endpoint: *const CEndpoint,
    method: (*const u8, usize),
    headers: (*const Field, usize),
    body: (*const u8, usize),
    size: usize,
}

impl Whole {
    fn call(&self) -> (Status, Status) {
        let (mut admission, mut step, mut reason) = (admission(), step(), failure());
        admission.size = self.size;
        let (out, place) = (&raw mut admission, &raw mut step);
        // SAFETY: the arguments are valid, or are refused before they are used.
        let status = unsafe {
            signkey_endpoint_admit_whole(
                self.endpoint,
                self.method.0,
                self.method.1,
                self.headers.0,
                self.headers.1,
                self.body.0,
                self.body.1,
                TIMESTAMP,
                out,
                place,
                null_mut(),
                &raw mut reason,
            )
        };
        if status != Status::OK {
            assert_eq!((step.at_most, reason.status), (77, status));
            assert_eq!(admission.words, [0; 31]);
        }
        (status, step.status)
    }
}

#[test]
fn requests_are_checked_before_they_are_used() {
    let world = World::new();
    let headers = signature();
    let odd = Slice {
        data: null(),
        len: 1,
    };
    let with = |change: &dyn Fn(&mut Whole)| {
        let mut whole = Whole {
            endpoint: world.endpoint,
            method: (b"POST".as_ptr(), 4),
            headers: (headers.as_ptr(), 1),
            body: (BODY.as_ptr(), BODY.len()),
            size: size_of::<CAdmission>(),
        };
        change(&mut whole);
        whole.call()
    };
    let ok = (Status::OK, Status::OK);
    let invalid = (INVALID, Status::OK);
    assert_eq!(with(&|_| ()), ok);
    assert_eq!(with(&|it| it.method = (b"\xff".as_ptr(), 1)), ok);
    assert_eq!(with(&|it| it.method = (null(), 0)), ok);
    assert_eq!(with(&|it| it.endpoint = null()), invalid);
    assert_eq!(with(&|it| it.method = (null(), 1)), invalid);
    assert_eq!(with(&|it| it.body = (null(), 1)), invalid);
    assert_eq!(with(&|it| it.headers.0 = null()), invalid);
    assert_eq!(with(&|it| it.headers.1 = usize::MAX / 8), invalid);
    assert_eq!(
        with(&|it| it.headers.0 = it.headers.0.wrapping_byte_add(1)),
        invalid
    );
    assert_eq!(with(&|it| it.size -= 8), invalid);
    let missing = Status::of(ErrorKind::MissingSignature);
    assert_eq!(with(&|it| it.headers = (null(), 0)), (Status::OK, missing));
    let odd = [
        headers[0],
        Field {
            name: odd,
            value: odd,
        },
    ];
    assert_eq!(with(&|it| it.headers = (odd.as_ptr(), 2)), invalid);
    // A value that is absent is there, and empty.
    let empty = [Field {
        name: headers[0].name,
        value: Slice::ABSENT,
    }];
    let malformed = Status::of(ErrorKind::MalformedSignature);
    assert_eq!(
        with(&|it| it.headers = (empty.as_ptr(), 1)),
        (Status::OK, malformed)
    );
}

#[test]
fn numbers_that_mean_nothing_are_refused() {
    let world = World::new();
    let (mut admission, mut step, none) = (
        begin(world.endpoint, &signature()).0,
        step(),
        null_mut::<Failure>(),
    );
    let (endpoint, body, len) = (world.endpoint, BODY.as_ptr(), BODY.len());
    for number in [4, 5, u32::MAX] {
        let (it, out) = (&raw mut admission, &raw mut step);
        // SAFETY: the arguments are valid, or are refused before they are used.
        unsafe {
            let status = signkey_endpoint_receive_body(
                endpoint,
                it,
                body,
                len,
                number,
                0,
                TIMESTAMP,
                out,
                none.cast(),
                none,
            );
            assert_eq!(status, INVALID, "{number}");
            let reason = if number == 4 { 0 } else { number };
            let status = signkey_endpoint_no_body(endpoint, it, reason, out, none);
            assert_eq!(status, INVALID, "{reason}");
            let mut response = CResponseStep {
                size: size_of::<CResponseStep>(),
                kind: CResponseKind::SIGNKEY_RESPONSE_FORWARD,
                empty: false,
                at_most: 77,
            };
            let (response, status) = (&raw mut response, 65_532 + number.min(100));
            let status = signkey_endpoint_response(endpoint, it, status, null(), 0, response, none);
            assert_eq!((status, (*response).at_most), (INVALID, 77));
        }
    }
    assert_eq!(step.at_most, 77);
    assert_eq!(receive(world.endpoint, &mut admission).0, Status::OK);
}

#[test]
fn how_the_end_of_a_body_is_known_decides_about_an_empty_one() {
    let world = World::new();
    let (_, header) = sign_empty();
    let headers = [Field {
        name: Slice::of("X-Inngest-Signature"),
        value: Slice::of(&header),
    }];
    let framings = [
        (CFraming::SIGNKEY_FRAMING_UNKNOWN, 0, false),
        (CFraming::SIGNKEY_FRAMING_DECLARED, 0, true),
        (CFraming::SIGNKEY_FRAMING_DECLARED, 1, false),
        (CFraming::SIGNKEY_FRAMING_ENDED, 0, true),
        (CFraming::SIGNKEY_FRAMING_HEAD, 0, true),
    ];
    for (framing, declared, is_admitted) in framings {
        let (mut admission, mut step) = (begin(world.endpoint, &headers).0, step());
        let (it, out, none) = (&raw mut admission, &raw mut step, null_mut());
        // SAFETY: the arguments are valid.
        let status = unsafe {
            signkey_endpoint_receive_body(
                world.endpoint,
                it,
                null(),
                0,
                framing as u32,
                declared,
                TIMESTAMP,
                out,
                null_mut(),
                none,
            )
        };
        assert_eq!(status, Status::OK);
        let admitted = step.kind == CStepKind::SIGNKEY_STEP_ADMIT;
        assert_eq!(admitted, is_admitted, "{framing:?} {declared}");
    }
}

/// The signature of an empty body.
fn sign_empty() -> (super::Owned, String) {
    let (keyring, mut out) = (super::Owned::new(), [0; SIGNKEY_HEADER_MAX]);
    // SAFETY: the arguments are valid.
    let status = unsafe {
        signkey_sign_raw(
            keyring.0,
            0,
            null(),
            0,
            TIMESTAMP,
            out.as_mut_ptr(),
            null_mut(),
        )
    };
    assert_eq!(status, Status::OK);
    let header = text(&out).to_owned();
    assert_ne!(header.as_bytes(), HEADER);
    (keyring, header)
}
