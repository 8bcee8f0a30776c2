//! What an app is made of: objects that end in any order, and arguments that are refused before they
//! are used.

use std::{
    mem::MaybeUninit,
    ptr::{null, null_mut},
};

use super::{BODY, HEADER, ID, INVALID, KEY, NO_BUFFER, TIMESTAMP, c::*, text, verified};

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

/// One that no call has filled in.
pub(super) fn admission() -> CAdmission {
    CAdmission {
        size: size_of::<CAdmission>(),
        words: [MaybeUninit::zeroed(); 31],
    }
}

/// A place for a step, with values that no step has.
pub(super) fn step() -> CStep {
    CStep {
        size: size_of::<CStep>(),
        kind: CStepKind::SIGNKEY_STEP_READ_BODY,
        caller: CCaller::SIGNKEY_CALLER_NONE,
        warning: CWarning::SIGNKEY_WARNING_NONE,
        status: Status::OK,
        at_most: 77,
        length: 77,
        http_status: 77,
        has_length: true,
        unread: true,
        is_fault: true,
        claim_id: [b'?'.cast_signed(); SIGNKEY_CLAIM_ID_MAX],
        claim_lifetime_seconds: 77,
    }
}

/// Judges a signed `PUT` of which all is in hand.
pub(super) fn admit(endpoint: *const CEndpoint, headers: &[Field]) -> (CAdmission, CStep) {
    let (mut admission, mut step) = (admission(), step());
    let method = b"PUT";
    // SAFETY: the arguments are valid.
    let status = unsafe {
        signkey_endpoint_admit_whole(
            endpoint,
            method.as_ptr(),
            method.len(),
            headers.as_ptr(),
            headers.len(),
            BODY.as_ptr(),
            BODY.len(),
            TIMESTAMP,
            &raw mut admission,
            &raw mut step,
            null_mut(),
            null_mut(),
        )
    };
    assert_eq!(status, Status::OK);
    (admission, step)
}

/// A configuration of [`KEY`] and its endpoint, freed at the end of the test.
pub(super) struct World {
    pub(super) config: *mut CConfig,
    pub(super) endpoint: *mut CEndpoint,
}

impl World {
    pub(super) fn new() -> Self {
        let variable = Field {
            name: Slice::of("INNGEST_SIGNING_KEY"),
            value: Slice::of(KEY),
        };
        let (mut config, mut endpoint) = (null_mut(), null_mut());
        // SAFETY: the arguments are valid.
        unsafe {
            let status =
                signkey_config_new(null(), &raw const variable, 1, &raw mut config, null_mut());
            assert_eq!(status, Status::OK);
            let status = signkey_config_endpoint(config, null(), &raw mut endpoint, null_mut());
            assert_eq!(status, Status::OK);
        }
        Self { config, endpoint }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // SAFETY: they were made by the library and are freed once.
        unsafe {
            signkey_config_free(self.config);
            signkey_endpoint_free(self.endpoint);
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
        let status = signkey_endpoint_new(keyring, null(), null(), &raw mut endpoint, none);
        assert_eq!(status, Status::OK);
        let url = b"https://api.example";
        let status = signkey_api_auth_new(keyring, url.as_ptr(), url.len(), &raw mut auth, none);
        assert_eq!(status, Status::OK);
        signkey_keyring_free(keyring);

        let (admission, step) = admit(endpoint, &signature());
        signkey_endpoint_free(endpoint);
        assert_eq!(step.caller, CCaller::SIGNKEY_CALLER_VERIFIED);
        let (mut step, mut proof) = (step, verified());
        let (out, place) = (&raw mut step, &raw mut proof);
        let status = signkey_admission_step(&raw const admission, out, place, none.cast());
        assert_eq!(status, Status::OK);
        assert_eq!(text(&proof.key_id), ID);

        let mut value = [b'?'.cast_signed(); SIGNKEY_AUTHORIZATION_MAX];
        let status = signkey_api_auth_authorization(auth, 0, value.as_mut_ptr());
        assert_eq!(status, Status::OK);
        assert!(text(&value).starts_with("Bearer signkey-test-b2ed992186a5"));
        signkey_api_auth_free(auth);
    }
}

#[test]
fn null_objects_are_refused() {
    let world = World::new();
    let (admission, _) = admit(world.endpoint, &signature());
    let (app, admission) = (app(), &raw const admission);
    let app = &raw const app;
    let (mut buffer, mut slice) = (NO_BUFFER, Slice::ABSENT);
    let (mut number, mut flag) = (77, true);
    let (buffer, slice) = (&raw mut buffer, &raw mut slice);
    let (number, flag) = (&raw mut number, &raw mut flag);
    let mut token = [0; SIGNKEY_AUTHORIZATION_MAX];
    let (none, token) = (null_mut(), token.as_mut_ptr());
    // SAFETY: null is refused, and the other arguments are valid.
    let statuses = unsafe {
        [
            signkey_config_get(null(), SIGNKEY_SETTING_MODE, buffer, slice, none),
            signkey_config_problem(null(), 0, null_mut()),
            signkey_config_keyring(null(), null_mut(), none),
            signkey_config_endpoint(null(), null(), null_mut(), none),
            signkey_config_api_auth(null(), null_mut(), none),
            signkey_config_serve_url(null(), null(), 0, buffer, none),
            signkey_config_describe(null(), buffer),
            signkey_config_introspect(null(), app, admission, buffer, none),
            signkey_config_registration(null(), app, admission, null(), 0, null_mut(), none),
            signkey_api_auth_begin(null(), number),
            signkey_api_auth_authorization(null(), 0, token),
            signkey_api_auth_after(null(), 0, 200, flag, number),
            signkey_api_auth_may_send_to(null(), null(), 0, flag),
            signkey_keyring_verify_token(null(), null(), 0, number, none),
            signkey_registration_state(null(), number.cast()),
            signkey_registration_request(null_mut(), null_mut(), none),
            signkey_registration_answer(null_mut(), 200, null(), 0),
            signkey_registration_outcome(null(), slice, flag),
            signkey_registration_response(null_mut(), null(), 0, 0, null_mut(), none),
        ]
    };
    assert_eq!(statuses, [INVALID; 19]);
    // SAFETY: null is allowed, and the places are valid.
    unsafe {
        signkey_config_free(null_mut());
        signkey_endpoint_free(null_mut());
        signkey_api_auth_free(null_mut());
        signkey_registration_free(null_mut());
        assert_eq!((*number, *flag), (77, true));
        assert!((*slice).data.is_null() && (*buffer).data.is_null());
    }
}

/// The bytes of a buffer, which is freed.
fn taken(buffer: &mut Buffer) -> Vec<u8> {
    // SAFETY: it was filled in by the library.
    unsafe {
        let bytes = Slice {
            data: buffer.data,
            len: buffer.len,
        };
        let bytes = bytes.bytes().expect("valid bytes").to_vec();
        signkey_buffer_free(buffer);
        bytes
    }
}

#[test]
fn a_description_is_a_buffer_of_the_library() {
    let (world, mut buffer) = (World::new(), NO_BUFFER);
    // SAFETY: the arguments are valid.
    let status = unsafe { signkey_config_describe(world.config, &raw mut buffer) };
    assert_eq!(status, Status::OK);
    assert!(taken(&mut buffer).starts_with(br#"{"mode":"cloud","#));
    assert!(buffer.data.is_null());
}

#[test]
fn an_introspection_is_a_buffer_of_the_library() {
    let (world, mut buffer, app) = (World::new(), NO_BUFFER, app());
    for (headers, authentic) in [(&signature()[..], true), (&[], false)] {
        let (admission, _) = admit(world.endpoint, headers);
        let (app, admission) = (&raw const app, &raw const admission);
        // SAFETY: the arguments are valid.
        let status = unsafe {
            signkey_config_introspect(world.config, app, admission, &raw mut buffer, null_mut())
        };
        assert_eq!(status, Status::OK);
        let start = format!(r#"{{"authentication_succeeded":{authentic},"#);
        assert!(taken(&mut buffer).starts_with(start.as_bytes()));
    }
}

#[test]
fn a_setting_is_a_buffer_and_has_a_source_where_that_is_kept() {
    let world = World::new();
    let get = |setting| {
        let (mut value, mut source, none) = (NO_BUFFER, Slice::of("?"), null_mut());
        let (out, place) = (&raw mut value, &raw mut source);
        // SAFETY: the arguments are valid; a source is static.
        unsafe {
            let status = signkey_config_get(world.config, setting, out, place, none);
            let source = source.text().expect("ASCII").to_owned();
            let value = String::from_utf8(taken(&mut value)).expect("UTF-8");
            (status, value, source)
        }
    };
    let found = |value: &str, source: &str| (Status::OK, value.to_owned(), source.to_owned());
    let api = "https://api.inngest.com";
    assert_eq!(get(SIGNKEY_SETTING_MODE), found("cloud", "default"));
    assert_eq!(get(SIGNKEY_SETTING_ENVIRONMENT), found("", ""));
    assert_eq!(get(SIGNKEY_SETTING_API_ORIGIN), found(api, ""));
    assert_eq!(get(SIGNKEY_SETTING_ALLOW_IN_BAND_SYNC), found("true", ""));
    for unknown in [0, 9, u32::MAX] {
        assert_eq!(get(unknown), (INVALID, String::new(), "?".to_owned()));
    }
}
