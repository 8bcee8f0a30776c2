//! What to answer in place of a handler, for every error and with every setting.

use std::{
    mem::MaybeUninit,
    ptr::{null, null_mut},
};

use signkey::{Config, Endpoint, EndpointOptions, Error, ErrorKind, Mode};

use super::{INVALID, app, c::*, text};
use crate::pointers::handle;

/// A place for a refusal, which is read only if a call has filled it in.
fn place() -> MaybeUninit<CRefusal> {
    let mut place = MaybeUninit::<CRefusal>::zeroed();
    let size = size_of::<CRefusal>();
    // SAFETY: the size comes first.
    unsafe { place.as_mut_ptr().cast::<usize>().write(size) };
    place
}

fn endpoint(mode: Mode) -> CEndpoint {
    let keyring = Err(ErrorKind::MissingSigningKey.into());
    let endpoint = Endpoint::new(mode, keyring, EndpointOptions::DEFAULT);
    CEndpoint(endpoint.expect("an endpoint"))
}

/// The answer to an error.
fn refuse(endpoint: &CEndpoint, error: Error) -> CRefusal {
    let (mut place, failure) = (place(), Failure::from(error));
    // SAFETY: the arguments are valid.
    unsafe {
        let status = signkey_endpoint_refuse(endpoint, &raw const failure, place.as_mut_ptr());
        assert_eq!(status, Status::OK, "{error:?}");
        place.assume_init()
    }
}

/// The headers of an answer.
fn headers(refusal: &CRefusal) -> Vec<(&str, &str)> {
    let fields = &refusal.headers[..refusal.header_count];
    // SAFETY: they are static.
    let text = |slice: Slice| unsafe { slice.text() }.expect("ASCII");
    let pairs = fields
        .iter()
        .map(|field| (text(field.name), text(field.value)));
    pairs.collect()
}

#[test]
fn the_refusal_of_every_error_fits() {
    let longest = Config::VARIABLES.iter().max_by_key(|name| name.len());
    let longest = longest.expect("a variable");
    for mode in [Mode::Cloud, Mode::Dev] {
        let endpoint = endpoint(mode);
        for kind in ErrorKind::ALL {
            let error = Error::new(*kind, u64::MAX).with_setting(longest);
            let (refusal, expected) = (refuse(&endpoint, error), endpoint.0.refuse(error));
            assert_eq!(text(&refusal.body), expected.body());
            assert_eq!(text(&refusal.log), expected.log());
            assert_eq!(refusal.body_len, expected.body().len());
            assert_eq!(refusal.log_len, expected.log().len());
            assert_eq!(headers(&refusal), expected.headers().collect::<Vec<_>>());
            assert_eq!(refusal.http_status, u32::from(expected.status()));
            assert_eq!(refusal.status, Status::of(*kind));
            assert_eq!(refusal.is_fault, expected.is_fault());
            assert!(!refusal.unread);
        }
    }
}

#[test]
fn the_refusal_of_a_request_says_whether_its_body_was_read() {
    let endpoint = endpoint(Mode::Cloud);
    let length = |length| Field {
        name: Slice::of("Content-Length"),
        value: Slice::of(length),
    };
    for (headers, unread) in [([length("0")], false), ([length("1")], true)] {
        let (admission, step) = app::admit(&raw const endpoint, &headers);
        let mut refusal = place();
        // SAFETY: the arguments are valid.
        let refusal = unsafe {
            let status = signkey_admission_refusal(&raw const admission, refusal.as_mut_ptr());
            assert_eq!(status, Status::OK);
            refusal.assume_init()
        };
        assert_eq!((refusal.unread, step.unread), (unread, unread));
        assert_eq!(refusal.status, Status::of(ErrorKind::MissingSigningKey));
        assert_eq!(step.status, refusal.status);
        assert_eq!((step.http_status, refusal.http_status), (500, 500));
        assert!(step.is_fault && step.has_length);
        assert!(text(&refusal.log).ends_with("set INNGEST_SIGNING_KEY"));
    }
}

#[test]
fn a_request_that_is_not_refused_has_no_refusal() {
    let endpoint = endpoint(Mode::Dev);
    let (admission, _) = app::admit(&raw const endpoint, &[]);
    let mut refusal = place();
    // SAFETY: the arguments are valid.
    let status = unsafe { signkey_admission_refusal(&raw const admission, refusal.as_mut_ptr()) };
    assert_eq!(status, INVALID);
}

#[test]
fn a_response_that_cannot_be_signed_has_a_refusal() {
    let (endpoint, mut refusal) = (endpoint(Mode::Cloud), place());
    // SAFETY: the arguments are valid.
    let refusal = unsafe {
        let status = signkey_endpoint_unsignable(&raw const endpoint, refusal.as_mut_ptr());
        assert_eq!(status, Status::OK);
        refusal.assume_init()
    };
    assert_eq!(refusal.status, Status::of(ErrorKind::ResponseUnsignable));
    assert_eq!(refusal.http_status, 500);
}

#[test]
fn what_is_no_error_has_no_refusal() {
    let (endpoint, mut refusal) = (endpoint(Mode::Cloud), place());
    let mut failure = Failure::from(Error::from(ErrorKind::Expired));
    let (it, place) = (&raw const endpoint, refusal.as_mut_ptr());
    // SAFETY: the arguments are valid, or are refused before they are used.
    unsafe {
        for number in [0, 5, 65_536 + 23, u32::MAX] {
            failure.status = Status(number);
            let status = signkey_endpoint_refuse(it, &raw const failure, place);
            assert_eq!(status, INVALID, "{number}");
        }
        assert_eq!(signkey_endpoint_refuse(it, null(), place), INVALID);
        assert_eq!(
            signkey_endpoint_refuse(null(), &raw const failure, place),
            INVALID
        );
        assert_eq!(signkey_endpoint_unsignable(null(), place), INVALID);
        assert_eq!(signkey_endpoint_unsignable(it, null_mut()), INVALID);
        assert_eq!(signkey_admission_refusal(null(), place), INVALID);
        let untouched = handle::shared(place.cast::<usize>().wrapping_add(1));
        assert_eq!(untouched.copied(), Ok(0));
    }
}
