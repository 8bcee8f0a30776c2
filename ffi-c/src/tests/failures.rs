//! Failures whose size was never set, and hints.

use std::ptr::null;

use signkey::{Error, ErrorKind};

use super::{INVALID, c::*, failure, text};

/// A failure as `signkey_failure failure = {0}` makes it.
fn zeroed() -> Failure {
    Failure {
        size: 0,
        status: Status::OK,
        detail_kind: Detail::SIGNKEY_DETAIL_NONE,
        detail: 0,
        setting: Slice::ABSENT,
    }
}

type Describe = unsafe extern "C" fn(*const Failure, *mut std::ffi::c_char) -> Status;

fn describe(describe: Describe, failure: *const Failure) -> (Status, String) {
    let mut out = [b'?'.cast_signed(); SIGNKEY_MESSAGE_MAX];
    out[SIGNKEY_MESSAGE_MAX - 1] = 0;
    // SAFETY: the arguments are valid, or null.
    let status = unsafe { describe(failure, out.as_mut_ptr()) };
    (status, text(&out).to_owned())
}

#[test]
fn a_failure_of_zeros_says_so() {
    let (mut keyring, mut place) = (std::ptr::null_mut(), zeroed());
    // SAFETY: the arguments are valid.
    let status = unsafe {
        let (key, len) = (super::KEY.as_ptr(), super::KEY.len());
        signkey_keyring_from_key(key, len, &raw mut keyring, &raw mut place)
    };
    assert_eq!((status, place.status), (INVALID, INVALID));
    assert!(keyring.is_null(), "nothing else was done");
    assert_eq!(place.size, 0);
    // SAFETY: it is static.
    assert_eq!(unsafe { place.setting.text() }, Ok("size"));
    let sentence = "there is no failure, or it was not set up: begin with SIGNKEY_FAILURE_INIT";
    let hint = "begin each struct with its *_INIT macro, which sets size";
    for place in [&raw const place, null()] {
        assert_eq!(
            describe(signkey_failure_message, place),
            (INVALID, sentence.to_owned())
        );
        assert_eq!(
            describe(signkey_failure_hint, place),
            (INVALID, hint.to_owned())
        );
    }
}

#[test]
fn a_struct_without_its_size_is_named() {
    let (mut endpoint, mut why) = (std::ptr::null_mut(), failure());
    let mut options = CEndpointOptions::DEFAULT;
    options.size = 0;
    // SAFETY: the arguments are valid.
    let status = unsafe {
        let (options, place) = (&raw const options, &raw mut endpoint);
        signkey_endpoint_new(null(), null(), options, place, &raw mut why)
    };
    assert_eq!(status, INVALID);
    let (status, sentence) = describe(signkey_failure_message, &raw const why);
    assert_eq!(status, Status::OK);
    assert_eq!(
        sentence,
        "size: an argument breaks the contract of the call"
    );
    let (_, hint) = describe(signkey_failure_hint, &raw const why);
    assert_eq!(
        hint,
        "begin each struct with its *_INIT macro, which sets size"
    );
}

#[test]
fn hints_are_those_of_the_core() {
    let settings = [
        None,
        Some("INNGEST_DEV"),
        Some("INNGEST_SIGNING_KEY_FILE"),
        Some("serve_path"),
    ];
    for kind in ErrorKind::ALL {
        for (detail, setting) in [0, u64::MAX]
            .into_iter()
            .flat_map(|it| settings.map(|s| (it, s)))
        {
            let error = Error::new(*kind, detail);
            let error = setting.map_or(error, |name| error.with_setting(name));
            let place = Failure::from(error);
            let (status, hint) = describe(signkey_failure_hint, &raw const place);
            assert_eq!(
                (status, hint.as_str()),
                (Status::OK, error.hint().unwrap_or_default())
            );
        }
    }
    let none = failure();
    assert_eq!(
        describe(signkey_failure_hint, &raw const none),
        (Status::OK, String::new())
    );
}
