//! The list of statuses is the core's list of errors.

use std::{
    collections::BTreeMap,
    ffi::{CStr, c_char},
};

use signkey::{Config, Error, ErrorKind};

use super::{INVALID, c::*, failure, text};

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
fn the_header_lists_the_errors_of_the_core() {
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
        assert_eq!(signkey_status_http(number), u32::from(kind.http_status()));
        let hint = signkey_status_hint(number);
        let hint = (!hint.is_null()).then(|| look_up(hint));
        assert_eq!(hint, kind.hint());
        assert_eq!(look_up(signkey_status_docs(number)), kind.docs());
    }
}

#[test]
fn other_numbers_are_unknown() {
    assert_eq!(look_up(signkey_status_code(0)), "ok");
    assert_eq!(signkey_status_http(0), 200);
    assert!(signkey_status_hint(0).is_null());
    assert!(signkey_status_docs(0).is_null());
    for number in [5, 9, 999, 65_536, 65_546, u32::MAX] {
        assert_eq!(look_up(signkey_status_code(number)), "unknown");
        assert_eq!(signkey_status_http(number), 500);
        assert!(signkey_status_hint(number).is_null());
        assert!(signkey_status_docs(number).is_null());
        assert!(!look_up(signkey_status_message(number)).is_empty());
    }
}

/// The longest name of a setting, and none.
fn settings() -> [Option<&'static str>; 2] {
    let longest = Config::VARIABLES.iter().max_by_key(|name| name.len());
    [None, longest.copied()]
}

#[test]
fn failures_carry_the_detail_the_setting_and_the_sentence_of_the_core() {
    for kind in ErrorKind::ALL {
        let cases = [0, 17, u64::MAX].map(|detail| settings().map(|setting| (detail, setting)));
        for (detail, setting) in cases.into_iter().flatten() {
            let error = Error::new(*kind, detail);
            let error = setting.map_or(error, |name| error.with_setting(name));
            let failure = Failure::from(error);
            let (expected_kind, expected) = match (error.position(), error.skew_seconds()) {
                (Some(_), _) => (Detail::SIGNKEY_DETAIL_POSITION, detail),
                (_, Some(_)) => (Detail::SIGNKEY_DETAIL_SKEW_SECONDS, detail),
                _ => (Detail::SIGNKEY_DETAIL_NONE, 0),
            };
            assert_eq!(failure.detail_kind, expected_kind);
            assert_eq!(failure.detail, expected);
            // SAFETY: it is static.
            let name = unsafe { failure.setting.text() };
            assert_eq!(name, Ok(setting.unwrap_or_default()));
            assert_eq!(message(&failure), error.to_string());
        }
    }
}

#[test]
fn the_longest_sentence_fits() {
    let [_, longest] = settings();
    for kind in ErrorKind::ALL {
        let error = Error::new(*kind, u64::MAX).with_setting(longest.expect("a name"));
        assert!(error.to_string().len() < SIGNKEY_MESSAGE_MAX, "{error}");
    }
}

/// The status of asking for the sentence, and the sentence.
fn describe(failure: &Failure) -> (Status, String) {
    let mut out = [1; SIGNKEY_MESSAGE_MAX];
    out[SIGNKEY_MESSAGE_MAX - 1] = 0;
    // SAFETY: the arguments are valid.
    let status = unsafe { signkey_failure_message(failure, out.as_mut_ptr()) };
    (status, text(&out).to_owned())
}

fn message(failure: &Failure) -> String {
    let (status, message) = describe(failure);
    assert_eq!(status, Status::OK);
    message
}

#[test]
fn a_setting_that_there_is_not_is_refused() {
    let mut failure = Failure::from(Error::from(ErrorKind::InvalidSetting));
    for setting in [
        Slice::of("INNGEST_NOTHING"),
        Slice::of_bytes(b"\xff"),
        Slice::of(""),
    ] {
        failure.setting = setting;
        assert_eq!(describe(&failure).0, INVALID, "{setting:?}");
    }
    let kept = String::from("INNGEST_DEV");
    failure.setting = Slice::of(&kept);
    assert!(message(&failure).starts_with("INNGEST_DEV: "));
}

#[test]
fn sentences_are_made_of_any_numbers() {
    // A failure that never was filled in.
    assert_eq!(message(&failure()), "success");
    // Numbers that are no enumerators, as a caller could put them there.
    let numbers: [u64; 5] = [size_of::<Failure>() as u64, u64::MAX, u64::MAX, 0, 0];
    if size_of::<Failure>() == size_of_val(&numbers) {
        let mut out = [1; SIGNKEY_MESSAGE_MAX];
        let failure = (&raw const numbers).cast();
        // SAFETY: the place is readable, aligned and as large as its size says.
        let status = unsafe { signkey_failure_message(failure, out.as_mut_ptr()) };
        assert_eq!(status, Status::OK);
        assert_eq!(text(&out), look_up(signkey_status_message(u32::MAX)));
    }
}
