//! Every cause of a refusal is found, alone, and no report gives a secret away.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::print_stdout, reason = "tests say how many cases ran")]
#![cfg(feature = "alloc")]

mod support;

use std::collections::BTreeSet;

use signkey::{Cause, Explanation};
use support::{
    canary::secrets,
    refused::{
        EVENT_KEY, LOSSY, OTHER, PRETTY, PROD, all, changed, message, respelled, response,
        signed_by,
    },
    signed::{HEADER, KEY},
};

#[test]
fn the_one_cause_of_a_refusal_is_found() {
    let cases = all();
    let mut found = BTreeSet::new();
    for (at, (cause, message)) in cases.iter().enumerate() {
        let report = message.explain();
        assert!(report.verdict().is_err(), "case {at}: {report}");
        assert_eq!(report.cause(), Some(*cause), "case {at}: {report}");
        found.insert(cause.code());
    }
    let all: BTreeSet<_> = Cause::ALL.iter().map(|cause| cause.code()).collect();
    assert_eq!(found, all, "every cause has a case");
    println!("{} cases, {} causes", cases.len(), all.len());
}

#[test]
fn a_cause_names_its_key_and_its_place() {
    let lossy = changed(LOSSY, r#"{"id":9007199254740992}"#).explain();
    assert_eq!(
        (lossy.key(), lossy.position()),
        (Some("INNGEST_SIGNING_KEY"), Some(7))
    );
    let staging = OTHER.rsplit('-').next().expect("digits");
    let other = respelled(signed_by(staging)).explain();
    assert_eq!(other.key(), Some("staging"));
    assert_eq!(other.sentence(), "staging: another key signed it");
    let broken = respelled(HEADER)
        .with(|it| it.keys.push(format!("{KEY}\u{200b}")))
        .explain();
    let fault = broken.key_fault().expect("a fault");
    assert_eq!(
        (broken.key(), fault.cause()),
        (Some("INNGEST_SIGNING_KEY_FALLBACK"), "invisible_character")
    );
    assert!(
        broken
            .sentence()
            .starts_with("INNGEST_SIGNING_KEY_FALLBACK: "),
        "{}",
        broken.sentence()
    );
}

#[test]
fn a_message_that_verifies_needs_no_cause() {
    let canonical = changed(PRETTY, "{\"a\":\"é/<\",\"b\":[1,2,{}]}");
    let fallback = respelled(HEADER).with(|it| it.keys.insert(0, OTHER.to_owned()));
    let trimmed = response(changed("x\n", "x"));
    for (message, index, form) in [
        (respelled(HEADER), 0, "raw"),
        (canonical, 0, "canonical"),
        (fallback, 1, "raw"),
        (trimmed, 0, "trimmed"),
    ] {
        let report = message.explain();
        let verified = report.verdict().unwrap_or_else(|_| panic!("{report}"));
        assert_eq!(
            (verified.key_index(), verified.form().name()),
            (index, form)
        );
        assert_eq!(
            (report.code(), report.cause(), report.hint()),
            ("verified", None, None)
        );
    }
}

#[test]
fn no_report_gives_a_secret_or_a_mac_away() {
    let cases = all();
    let mut hidden = secrets();
    hidden.extend([OTHER, PROD].map(|key| key.rsplit('-').next().expect("digits").to_owned()));
    hidden.push(EVENT_KEY.to_lowercase());
    for (_, message) in &cases {
        let report = message.explain();
        let said = format!("{report} {report:?} {report:#?} {}", report.to_json()).to_lowercase();
        for secret in &hidden {
            assert!(!said.contains(secret), "{secret} in {said}");
        }
        let mut digits = 0;
        for character in said.chars() {
            digits = if character.is_ascii_hexdigit() {
                digits + 1
            } else {
                0
            };
            assert!(digits < 24, "a MAC in {said}");
        }
    }
}

#[test]
fn a_report_is_json_with_the_same_members_always() {
    let cases = all();
    let mut reports: Vec<_> = cases.iter().map(|(_, message)| message.explain()).collect();
    reports.push(respelled(HEADER).explain());
    let members = |report: &Explanation| -> Vec<String> {
        let value: serde_json::Value = serde_json::from_str(&report.to_json()).expect("JSON");
        let object = value.as_object().expect("an object");
        assert_eq!(object["verdict"], report.code());
        assert_eq!(object["cause"].as_str(), report.cause().map(Cause::code));
        assert_eq!(object["hint"].as_str(), report.hint());
        assert_eq!(object["docs"].as_str(), report.docs());
        object.keys().cloned().collect()
    };
    let first = members(&reports[0]);
    assert!(reports.iter().all(|report| members(report) == first));
}

#[test]
fn every_cause_has_a_sentence_and_advice_of_its_own() {
    let sentences: BTreeSet<_> = Cause::ALL.iter().map(|cause| cause.message()).collect();
    assert_eq!(sentences.len(), Cause::ALL.len());
    for cause in Cause::ALL {
        assert!(
            cause.message().len() > 10 && !cause.message().ends_with('.'),
            "{cause}"
        );
        assert!(
            cause.hint().len() > 10 && !cause.hint().ends_with('.'),
            "{cause}"
        );
    }
    let page = include_str!("../../docs/explain.md");
    for cause in Cause::ALL {
        let row = format!(
            "| `{}` | {} | {} |",
            cause.code(),
            cause.message(),
            cause.hint()
        );
        assert!(page.contains(&row), "{row}");
    }
}

#[test]
fn hostile_evidence_is_explained_in_bounded_time() {
    let deep = "[".repeat(400) + &"]".repeat(400);
    let wide = format!("[{}]", vec!["{\"a\":[1,\"é\"]}"; 15_000].join(","));
    let odd = [
        b"\xff\xfe".as_slice(),
        b"%%%%",
        b"t=&s=",
        b"\"",
        b"=",
        b"{\"a\":1",
    ];
    for body in [deep.as_bytes(), wide.as_bytes(), &vec![b'='; 300_000]]
        .into_iter()
        .chain(odd)
    {
        for header in odd
            .into_iter()
            .chain([HEADER.as_bytes(), &vec![b'1'; 70_000]])
        {
            let report = message(body, header).explain();
            assert!(report.verdict().is_err(), "{report}");
        }
    }
}
