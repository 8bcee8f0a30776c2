//! What explains a refusal is what the core says, and its texts have the lifetimes that the header says.

use std::{
    mem::MaybeUninit,
    ptr::{null, null_mut},
};

use super::{BODY, HEADER, INVALID, KEY, NO_BUFFER, TIMESTAMP, c::*, failure, text};

fn fault(key: &[u8]) -> CKeyFault {
    let mut fault = MaybeUninit::<CKeyFault>::zeroed();
    // SAFETY: zeros are valid for all fields; the arguments are valid.
    unsafe {
        (*fault.as_mut_ptr()).size = size_of::<CKeyFault>();
        let status = signkey_diagnose_key(key.as_ptr(), key.len(), fault.as_mut_ptr());
        assert_eq!(status, Status::OK);
        fault.assume_init()
    }
}

/// A static text of the library.
fn said(slice: Slice) -> &'static str {
    // SAFETY: it is static.
    unsafe { slice.text() }.expect("UTF-8")
}

#[test]
fn a_key_fault_is_that_of_the_core() {
    for text_of_key in [
        "\"signkey-test-12345678\"",
        "signkey-test-1234\u{200b}5678",
        "signkey-test-123",
        "Bearer abc",
        "",
    ] {
        let found = fault(text_of_key.as_bytes());
        let expected = signkey::SigningKey::diagnose(text_of_key).expect("a fault");
        assert_eq!(found.status, Status::of(expected.error().kind()));
        assert_eq!(said(found.cause), expected.cause());
        assert_eq!(said(found.hint), expected.hint());
        assert_eq!(
            said(found.character),
            expected.character().unwrap_or_default()
        );
        let position = found.has_position.then_some(found.position);
        assert_eq!(position, expected.position());
        assert_eq!(text(&found.message), expected.to_string());
    }
    let found = fault(KEY.as_bytes());
    assert_eq!((found.status, text(&found.message)), (Status::OK, ""));
    assert!(found.cause.is_absent() && found.hint.is_absent() && found.character.is_absent());
}

/// What explains a request of [`BODY`] under this key.
fn explain(key: &str, body: &[u8]) -> (*mut CExplanation, CFinding) {
    let keys = [Field::of("the variable", key)];
    let headers = [Slice::of_bytes(HEADER)];
    let mut evidence = CEvidence::DEFAULT;
    (evidence.keys, evidence.key_count) = (keys.as_ptr(), keys.len());
    (evidence.headers, evidence.header_count) = (headers.as_ptr(), headers.len());
    (evidence.body, evidence.now) = (Slice::of_bytes(body), TIMESTAMP);
    let (mut explanation, mut finding) = (null_mut(), MaybeUninit::<CFinding>::zeroed());
    // SAFETY: zeros are valid for all fields; the arguments are valid.
    unsafe {
        let place = &raw mut explanation;
        assert_eq!(
            signkey_explain(&raw const evidence, place, null_mut()),
            Status::OK
        );
        (*finding.as_mut_ptr()).size = size_of::<CFinding>();
        let status = signkey_explanation_finding(explanation, finding.as_mut_ptr());
        assert_eq!(status, Status::OK);
        (explanation, finding.assume_init())
    }
}

type Write = unsafe extern "C" fn(*const CExplanation, *mut Buffer) -> Status;

fn report(write: Write, explanation: *const CExplanation) -> String {
    let mut buffer = NO_BUFFER;
    // SAFETY: the arguments are valid.
    unsafe {
        assert_eq!(write(explanation, &raw mut buffer), Status::OK);
        let bytes = Slice {
            data: buffer.data,
            len: buffer.len,
        };
        let report = bytes.text().expect("UTF-8").to_owned();
        signkey_buffer_free(&raw mut buffer);
        report
    }
}

#[test]
fn a_finding_says_what_is_wrong() {
    let (explanation, finding) = explain(KEY, BODY);
    assert_eq!(finding.status, Status::OK);
    assert!(finding.cause.is_absent() && finding.hint.is_absent() && !finding.has_position);
    assert!(report(signkey_explanation_json, explanation).starts_with(r#"{"verdict":"verified","#));
    // SAFETY: it was made by the library and is freed once.
    unsafe { signkey_explanation_free(explanation) };

    let (explanation, finding) = explain("signkey-test-1234567", BODY);
    assert_eq!(said(finding.cause), "key_fault");
    // SAFETY: it belongs to the explanation, which is there.
    assert_eq!(unsafe { finding.key.text() }, Ok("the variable"));
    let text = report(signkey_explanation_text, explanation);
    assert!(
        text.contains("the variable") && !text.contains("1234567"),
        "{text}"
    );
    // SAFETY: it was made by the library and is freed once.
    unsafe { signkey_explanation_free(explanation) };
}

#[test]
fn arguments_are_checked() {
    let (mut explanation, none) = (null_mut(), null_mut());
    let (mut evidence, mut buffer) = (CEvidence::DEFAULT, NO_BUFFER);
    let (place, out) = (&raw mut explanation, &raw mut buffer);
    let bad_name = [Field {
        name: Slice::of_bytes(b"\xff"),
        value: Slice::of(KEY),
    }];
    // SAFETY: null is refused, and the other arguments are valid.
    let statuses = unsafe {
        [
            signkey_diagnose_key(null(), 0, null_mut()),
            signkey_explain(null(), place, none),
            signkey_explain(&raw const evidence, null_mut(), none),
            signkey_explanation_finding(null(), null_mut()),
            signkey_explanation_json(null(), out),
            signkey_explanation_text(null(), out),
            signkey_introspection_read(null(), 0, null_mut(), none),
            signkey_introspection_read(null(), 1, out, none),
            signkey_rotation_step(null(), 1, out, out, none),
            {
                evidence.kind = 3;
                signkey_explain(&raw const evidence, place, none)
            },
            {
                evidence.kind = SIGNKEY_MESSAGE_RESPONSE;
                (evidence.keys, evidence.key_count) = (bad_name.as_ptr(), 1);
                signkey_explain(&raw const evidence, place, none)
            },
            {
                evidence.key_count = 0;
                evidence.header_count = 1;
                signkey_explain(&raw const evidence, place, none)
            },
        ]
    };
    assert_eq!(statuses, [INVALID; 12]);
    // SAFETY: null does nothing.
    unsafe { signkey_explanation_free(null_mut()) };
    assert!(explanation.is_null() && buffer.data.is_null());
}

#[test]
fn what_is_wrong_with_facts_can_be_handed_back() {
    let facts = br#"{"current":"6e0c6ba3ca84","next":"e4bf4a2e7f55","now":1,"apps":7}"#;
    let (mut why, none) = (failure(), null_mut());
    // SAFETY: the arguments are valid; a setting is static.
    unsafe {
        let status = signkey_rotation_step(facts.as_ptr(), facts.len(), none, none, &raw mut why);
        assert_eq!((status, why.setting.text()), (INVALID, Ok("apps")));
        let mut out = [0; SIGNKEY_MESSAGE_MAX];
        assert_eq!(
            signkey_failure_message(&raw const why, out.as_mut_ptr()),
            Status::OK
        );
        assert!(text(&out).starts_with("apps: "));
    }
}
