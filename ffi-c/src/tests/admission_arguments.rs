//! Arguments about a request are checked before they are used.

use std::ptr::{null, null_mut};

use signkey::ErrorKind;

use super::{
    BODY, HEADER, INVALID, TIMESTAMP,
    admission::{begin, receive},
    app::{World, admission, signature, step},
    c::*,
    failure, text,
};

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
            // SAFETY: it was zero, and no call has written it.
            let words = admission.words.map(|word| unsafe { word.assume_init() });
            assert_eq!(words, [0; 31]);
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
    for number in [5, 6, u32::MAX] {
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
            let reason = if number == 5 { 0 } else { number };
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
