//! The list of statuses is the core's list of errors.

use std::{
    collections::BTreeMap,
    ffi::{CStr, c_char},
};

use signkey::{Error, ErrorKind};

use super::{failure, text};
use crate::{
    describe::{signkey_status_code, signkey_status_http, signkey_status_message},
    failure::{Detail, Failure, signkey_failure_message},
    limits::SIGNKEY_MESSAGE_MAX,
    status::Status,
};

fn look_up(text: *const c_char) -> &'static str {
    // SAFETY: the library returns static texts with a final NUL.
    let text = unsafe { CStr::from_ptr(text) };
    text.to_str().expect("ASCII")
}

/// The enumerators of `signkey_status` in the committed header, but for success.
fn declared() -> BTreeMap<String, u32> {
    let header = include_str!("../../../include/signkey.h");
    let enumerators = header.lines().filter_map(|line| {
        let (name, number) = line.trim().strip_suffix(',')?.split_once(" = ")?;
        let code = name.strip_prefix("SIGNKEY_ERROR_")?.to_lowercase();
        Some((code, number.parse().ok()?))
    });
    enumerators.collect()
}

#[test]
fn header_lists_the_errors_of_the_core() {
    let kinds = ErrorKind::ALL.iter();
    let expected: BTreeMap<_, _> = kinds
        .map(|kind| (kind.code().to_owned(), u32::from(kind.number())))
        .collect();
    assert_eq!(declared(), expected);
    assert_eq!(expected.len(), ErrorKind::ALL.len());
}

#[test]
fn every_error_has_a_status_of_its_number() {
    for kind in ErrorKind::ALL {
        let number = u32::from(kind.number());
        assert_eq!(Status::of(*kind).0, number);
        assert_eq!(look_up(signkey_status_code(number)), kind.code());
        assert_eq!(look_up(signkey_status_message(number)), kind.message());
        assert_eq!(signkey_status_http(number), kind.http_status().into());
    }
}

#[test]
fn other_numbers_are_unknown() {
    assert_eq!(look_up(signkey_status_code(0)), "ok");
    assert_eq!(signkey_status_http(0), 200);
    for number in [5, 9, 999, 65_536, 65_546, u32::MAX] {
        assert_eq!(look_up(signkey_status_code(number)), "unknown");
        assert_eq!(signkey_status_http(number), 500);
        assert!(!look_up(signkey_status_message(number)).is_empty());
    }
}

#[test]
fn failures_carry_the_detail_and_the_sentence_of_the_core() {
    for kind in ErrorKind::ALL {
        for detail in [0, 17, u64::MAX] {
            let error = Error::new(*kind, detail);
            let failure = Failure::from(error);
            let (expected_kind, expected) = match (error.position(), error.skew_seconds()) {
                (Some(_), _) => (Detail::SIGNKEY_DETAIL_POSITION, detail),
                (_, Some(_)) => (Detail::SIGNKEY_DETAIL_SKEW_SECONDS, detail),
                _ => (Detail::SIGNKEY_DETAIL_NONE, 0),
            };
            assert_eq!(failure.detail_kind, expected_kind);
            assert_eq!(failure.detail, expected);
            assert_eq!(message(&failure), error.to_string());
        }
    }
}

fn message(failure: &Failure) -> String {
    let mut out = [1; SIGNKEY_MESSAGE_MAX];
    // SAFETY: the arguments are valid.
    let status = unsafe { signkey_failure_message(failure, out.as_mut_ptr()) };
    assert_eq!(status, Status::OK);
    text(&out).to_owned()
}

#[test]
fn sentences_are_made_of_any_numbers() {
    // A failure that never was filled in.
    assert_eq!(message(&failure()), "success");
    // Numbers that are no enumerators, as a caller could put them there.
    let numbers: [u64; 3] = [size_of::<Failure>() as u64, u64::MAX, u64::MAX];
    if size_of::<Failure>() == size_of_val(&numbers) {
        let mut out = [1; SIGNKEY_MESSAGE_MAX];
        let failure = (&raw const numbers).cast();
        // SAFETY: the place is readable, aligned and as large as its size says.
        let status = unsafe { signkey_failure_message(failure, out.as_mut_ptr()) };
        assert_eq!(status, Status::OK);
        assert_eq!(text(&out), look_up(signkey_status_message(u32::MAX)));
    }
}
