//! The protocol around the key: objects in any order, and arguments that are refused before they
//! are used.

use std::ptr::{null, null_mut};

use signkey::ErrorKind;

use super::{BODY, HEADER, ID, KEY, TIMESTAMP, failure, text, verified};
use crate::{
    api_auth::{
        CApiAuth, signkey_api_auth_after, signkey_api_auth_authorization, signkey_api_auth_begin,
        signkey_api_auth_free, signkey_api_auth_may_send_to, signkey_api_auth_new,
    },
    app::CApp,
    buffer::{Buffer, signkey_buffer_free},
    config::{CConfig, signkey_config_free, signkey_config_new},
    config_parts::{
        signkey_config_api_auth, signkey_config_describe, signkey_config_endpoint,
        signkey_config_introspect, signkey_config_keyring, signkey_config_serve_url,
    },
    endpoint::{
        CEndpoint, signkey_endpoint_authenticate, signkey_endpoint_authenticate_unread,
        signkey_endpoint_free, signkey_endpoint_new, signkey_endpoint_warning,
    },
    field::Field,
    handshake::{
        signkey_handshake_answer, signkey_handshake_free, signkey_handshake_outcome,
        signkey_handshake_state,
    },
    lent::{signkey_handshake_request, signkey_handshake_response},
    limits::SIGNKEY_AUTHORIZATION_MAX,
    problem::{signkey_config_problem, signkey_config_problem_count},
    request::CRequest,
    sender::{CSender, CWarning},
    setting::{
        SIGNKEY_SETTING_MODE, signkey_config_allows_in_band_sync, signkey_config_get,
        signkey_config_mode,
    },
    slice::Slice,
    status::Status,
    token::signkey_keyring_verify_token,
};

const INVALID: Status = Status::of(ErrorKind::InvalidArgument);
const NO_BUFFER: Buffer = Buffer {
    data: null_mut(),
    len: 0,
    capacity: 0,
};

pub(super) fn request(headers: &[Field]) -> CRequest {
    CRequest {
        size: size_of::<CRequest>(),
        method: Slice::of("PUT"),
        query: Slice::of("deployId=7"),
        headers: headers.as_ptr(),
        header_count: headers.len(),
        body: Slice::of_bytes(BODY),
    }
}

pub(super) fn signature() -> [Field; 1] {
    [Field {
        name: Slice::of("x-inngest-signature"),
        value: Slice::of_bytes(HEADER),
    }]
}

pub(super) fn app() -> CApp {
    CApp {
        size: size_of::<CApp>(),
        id: Slice::of("shop"),
        sdk: Slice::of("example-sdk:v1.2.3"),
        language: Slice::of("c"),
        framework: Slice::of("sockets"),
        functions: 1,
        flags: 0,
    }
}

/// A configuration of [`KEY`] and what is made of it, freed at the end of the test.
pub(super) struct World {
    pub(super) config: *mut CConfig,
    pub(super) endpoint: *mut CEndpoint,
    pub(super) auth: *mut CApiAuth,
}

impl World {
    pub(super) fn new() -> Self {
        let variable = Field {
            name: Slice::of("INNGEST_SIGNING_KEY"),
            value: Slice::of(KEY),
        };
        let (mut config, mut endpoint, mut auth) = (null_mut(), null_mut(), null_mut());
        // SAFETY: the arguments are valid.
        unsafe {
            let status =
                signkey_config_new(null(), &raw const variable, 1, &raw mut config, null_mut());
            assert_eq!(status, Status::OK);
            let status = signkey_config_endpoint(config, null(), &raw mut endpoint, null_mut());
            assert_eq!(status, Status::OK);
            let status = signkey_config_api_auth(config, &raw mut auth, null_mut());
            assert_eq!(status, Status::OK);
        }
        Self {
            config,
            endpoint,
            auth,
        }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // SAFETY: they were made by the library and are freed once.
        unsafe {
            signkey_config_free(self.config);
            signkey_endpoint_free(self.endpoint);
            signkey_api_auth_free(self.auth);
        }
    }
}

#[test]
fn objects_end_in_any_order() {
    let world = World::new();
    let (mut keyring, mut endpoint, mut auth) = (null_mut(), null_mut(), null_mut());
    // SAFETY: the arguments are valid, and each object is freed once.
    unsafe {
        let none = null_mut();
        let status = signkey_config_keyring(world.config, &raw mut keyring, none);
        assert_eq!(status, Status::OK);
        drop(world);
        let status = signkey_endpoint_new(null(), keyring, null(), &raw mut endpoint, none);
        assert_eq!(status, Status::OK);
        let url = b"https://api.example";
        let status = signkey_api_auth_new(keyring, url.as_ptr(), url.len(), &raw mut auth, none);
        assert_eq!(status, Status::OK);
        crate::keyring::signkey_keyring_free(keyring);

        let (headers, mut proof) = (signature(), verified());
        let request = request(&headers);
        let mut sender = CSender::SIGNKEY_SENDER_DEV;
        let (out, place) = (&raw mut sender, &raw mut proof);
        let status = signkey_endpoint_authenticate(
            endpoint,
            &raw const request,
            TIMESTAMP,
            out,
            place,
            none,
        );
        assert_eq!(
            (status, sender),
            (Status::OK, CSender::SIGNKEY_SENDER_VERIFIED)
        );
        assert_eq!(text(&proof.key_id), ID);
        signkey_endpoint_free(endpoint);

        let mut value = [b'?'.cast_signed(); SIGNKEY_AUTHORIZATION_MAX];
        let status = signkey_api_auth_authorization(auth, 0, value.as_mut_ptr());
        assert_eq!(status, Status::OK);
        assert!(text(&value).starts_with("Bearer signkey-test-b2ed992186a5"));
        signkey_api_auth_free(auth);
    }
}

#[test]
fn null_objects_are_refused() {
    let (app, headers) = (app(), signature());
    let (request, app) = (request(&headers), &raw const app);
    let request = &raw const request;
    let (mut buffer, mut slice, mut proof) = (NO_BUFFER, Slice::ABSENT, verified());
    let (mut number, mut flag, mut count) = (77, true, 77);
    let (buffer, slice, proof) = (&raw mut buffer, &raw mut slice, &raw mut proof);
    let (number, flag, count) = (&raw mut number, &raw mut flag, &raw mut count);
    let (mut warning, mut sender) = (CWarning::SIGNKEY_WARNING_NONE, CSender::SIGNKEY_SENDER_DEV);
    let (warning, sender) = (&raw mut warning, &raw mut sender);
    let mut token = [0; SIGNKEY_AUTHORIZATION_MAX];
    let (none, token) = (null_mut(), token.as_mut_ptr());
    // SAFETY: null is refused, and the other arguments are valid.
    let statuses = unsafe {
        [
            signkey_config_get(null(), SIGNKEY_SETTING_MODE, slice, null_mut(), none),
            signkey_config_mode(null(), number.cast()),
            signkey_config_allows_in_band_sync(null(), flag),
            signkey_config_problem_count(null(), count),
            signkey_config_problem(null(), 0, null_mut()),
            signkey_config_keyring(null(), null_mut(), none),
            signkey_config_endpoint(null(), null(), null_mut(), none),
            signkey_config_api_auth(null(), null_mut(), none),
            signkey_config_serve_url(null(), null(), 0, buffer, none),
            signkey_config_describe(null(), buffer),
            signkey_config_introspect(null(), app, null(), request, 0, buffer, none),
            signkey_endpoint_authenticate(null(), request, 0, sender, proof, none),
            signkey_endpoint_authenticate_unread(null(), request, sender, none),
            signkey_endpoint_warning(null(), request, warning),
            signkey_api_auth_begin(null(), number),
            signkey_api_auth_authorization(null(), 0, token),
            signkey_api_auth_after(null(), 0, 200, flag, number),
            signkey_api_auth_may_send_to(null(), null(), 0, flag),
            signkey_keyring_verify_token(null(), null(), 0, number, none),
            signkey_handshake_state(null(), number.cast()),
            signkey_handshake_request(null_mut(), null_mut(), none),
            signkey_handshake_answer(null_mut(), 200, null(), 0),
            signkey_handshake_outcome(null(), slice, flag),
            signkey_handshake_response(null_mut(), null(), 0, 0, null_mut(), none),
        ]
    };
    assert_eq!(statuses, [INVALID; 24]);
    // SAFETY: null is allowed, and the places are valid.
    unsafe {
        signkey_config_free(null_mut());
        signkey_endpoint_free(null_mut());
        signkey_api_auth_free(null_mut());
        signkey_handshake_free(null_mut());
        assert_eq!(
            (*number, *flag, *count, (*proof).timestamp),
            (77, true, 77, 1)
        );
        assert!((*slice).data.is_null() && (*buffer).data.is_null());
    }
}

#[test]
fn requests_are_checked_before_they_are_used() {
    let world = World::new();
    let headers = signature();
    let judge = |change: &dyn Fn(&mut CRequest)| {
        let mut request = request(&headers);
        change(&mut request);
        let (mut sender, mut proof, mut reason) =
            (CSender::SIGNKEY_SENDER_DEV, verified(), failure());
        // SAFETY: the arguments are valid, or are refused before they are used.
        let status = unsafe {
            signkey_endpoint_authenticate(
                world.endpoint,
                &raw const request,
                TIMESTAMP,
                &raw mut sender,
                &raw mut proof,
                &raw mut reason,
            )
        };
        assert_eq!(reason.status, status);
        let mut reason = failure();
        // SAFETY: as above.
        let unread = unsafe {
            signkey_endpoint_authenticate_unread(
                world.endpoint,
                &raw const request,
                &raw mut sender,
                &raw mut reason,
            )
        };
        assert_eq!((unread, reason.status), (status, status));
        if unread == Status::OK {
            assert_eq!(sender, CSender::SIGNKEY_SENDER_UNDECIDED);
        }
        status
    };
    let (odd, none) = (
        Slice {
            data: null(),
            len: 1,
        },
        Status::of(ErrorKind::MissingSignature),
    );
    assert_eq!(judge(&|_| ()), Status::OK);
    assert_eq!(judge(&|it| it.size -= 8), INVALID);
    assert_eq!(judge(&|it| it.method = odd), INVALID);
    assert_eq!(judge(&|it| it.query = odd), INVALID);
    let bytes = Slice::of_bytes(b"\xff");
    assert_eq!(
        judge(&|it| (it.method, it.query) = (bytes, bytes)),
        Status::OK
    );
    assert_eq!(judge(&|it| it.body = odd), INVALID);
    assert_eq!(judge(&|it| it.headers = null()), INVALID);
    assert_eq!(judge(&|it| it.header_count = usize::MAX / 8), INVALID);
    assert_eq!(
        judge(&|it| it.headers = it.headers.wrapping_byte_add(1)),
        INVALID
    );
    assert_eq!(judge(&|it| it.header_count = 0), none);
    let invalid = [
        signature()[0],
        Field {
            name: odd,
            value: odd,
        },
    ];
    assert_eq!(
        judge(&|it| (it.headers, it.header_count) = (invalid.as_ptr(), 2)),
        INVALID
    );
}

#[test]
fn an_unverified_request_leaves_no_proof() {
    let (mut endpoint, headers) = (null_mut(), []);
    let mut options = crate::endpoint_options::CEndpointOptions::DEFAULT;
    options.mode = 2;
    let (mut sender, mut proof) = (CSender::SIGNKEY_SENDER_VERIFIED, verified());
    let request = request(&headers);
    // SAFETY: the arguments are valid.
    unsafe {
        let none = null_mut();
        let status =
            signkey_endpoint_new(&raw const options, null(), null(), &raw mut endpoint, none);
        assert_eq!(status, Status::OK);
        // As bytes, because no form has the number 0.
        let size = proof.size;
        let place = &raw mut proof;
        let status = signkey_endpoint_authenticate(
            endpoint,
            &raw const request,
            TIMESTAMP,
            &raw mut sender,
            place,
            none,
        );
        assert_eq!((status, sender), (Status::OK, CSender::SIGNKEY_SENDER_DEV));
        let bytes = std::slice::from_raw_parts(place.cast::<u8>(), size);
        assert_eq!(bytes[..size_of::<usize>()], size.to_ne_bytes());
        assert!(bytes[size_of::<usize>()..].iter().all(|byte| *byte == 0));
        signkey_endpoint_free(endpoint);
    }
}

#[test]
fn a_description_is_a_buffer_of_the_library() {
    let (world, mut buffer) = (World::new(), NO_BUFFER);
    // SAFETY: the arguments are valid.
    unsafe {
        let status = signkey_config_describe(world.config, &raw mut buffer);
        assert_eq!(status, Status::OK);
        let bytes = std::slice::from_raw_parts(buffer.data, buffer.len);
        assert!(bytes.starts_with(br#"{"mode":"cloud","#));
        signkey_buffer_free(&raw mut buffer);
    }
    assert!(buffer.data.is_null());
}
