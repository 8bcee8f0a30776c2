//! The facts of a rotation as a JSON document.

#![allow(clippy::expect_used, reason = "a test may fail")]
#![cfg(feature = "alloc")]

use signkey::{Error, ErrorKind, RotationAction, RotationFacts};

const OLD: &str = "6e0c6ba3ca84";
const NEW: &str = "e4bf4a2e7f55";

/// A document with this beside its two keys.
fn read(rest: &str) -> Result<RotationFacts, Error> {
    let document = format!(r#"{{"current":"{OLD}","next":"{NEW}",{rest}}}"#);
    RotationFacts::read(document.as_bytes())
}

/// A document of an app with these probes.
fn probed(probes: &str) -> Result<RotationFacts, Error> {
    read(&format!(
        r#""server":"current","now":9,"apps":[{{"name":"shop","probes":{probes}}}]"#
    ))
}

#[test]
fn a_document_says_what_a_state_says() {
    for (probes, action) in [
        (
            format!(r#"[{{"primary":"{OLD}","fallback":null}}]"#),
            RotationAction::AddFallback,
        ),
        (
            format!(r#"[{{"primary":"{OLD}","fallback":"{NEW}"}}]"#),
            RotationAction::SwitchServer,
        ),
        (r#"["refused"]"#.to_owned(), RotationAction::Restore),
        (r#"["unreachable"]"#.to_owned(), RotationAction::ReachApps),
        ("[]".to_owned(), RotationAction::ReachApps),
        ("null".to_owned(), RotationAction::ReachApps),
    ] {
        let facts = probed(&probes).expect("facts");
        assert_eq!(facts.next_step().action(), action, "{probes}");
    }
}

#[test]
fn a_whole_hash_is_read_as_its_id() {
    let hash = format!("signkey-prod-{OLD}{}", "0".repeat(52));
    let facts = probed(&format!(
        r#"[{{"primary":"{hash}","fallback":"signkey-prod-{NEW}"}}]"#
    ));
    let facts = facts.expect("facts");
    assert_eq!(facts.next_step().action(), RotationAction::SwitchServer);
    assert!(!format!("{facts:?}").contains("000000"));
}

#[test]
fn a_server_of_which_nothing_is_said_is_asked_first() {
    for server in ["", r#""server":null,"#] {
        let facts = read(&format!(r#"{server}"now":9,"apps":[{{"name":"shop"}}]"#));
        let step = facts.expect("facts").next_step();
        assert_eq!(step.action(), RotationAction::AskServer);
    }
}

#[test]
fn the_wait_follows_the_window() {
    for (window, left) in [
        ("", 592),
        (r#""past":0,"future":0,"#, 0),
        (r#""past":100,"future":20,"#, 112),
    ] {
        let facts = read(&format!(
            r#"{window}"server":"next","switched_at":1,"now":10,
            "apps":[{{"name":"shop","probes":[{{"primary":"{NEW}","fallback":"{OLD}"}}]}}]"#
        ));
        let step = facts.expect("facts").next_step();
        assert_eq!(step.wait_seconds().unwrap_or_default(), left);
    }
}

#[test]
fn a_fault_names_the_member() {
    let valid = r#""now":9,"apps":[{"name":"shop"}]"#;
    for (rest, setting) in [
        (r#""now":9"#, Some("apps")),
        (r#""now":9,"apps":[]"#, Some("apps")),
        (r#""now":9,"apps":{}"#, Some("apps")),
        (r#""apps":[{"name":"shop"}]"#, Some("now")),
        (r#""now":-1,"apps":[{"name":"shop"}]"#, Some("now")),
        (r#""now":9.5,"apps":[{"name":"shop"}]"#, Some("now")),
        (r#""now":"9","apps":[{"name":"shop"}]"#, Some("now")),
        (r#""now":9,"apps":[{}]"#, Some("name")),
        (r#""now":9,"apps":[{"name":"\ud800"}]"#, Some("name")),
        (r#""now":9,"apps":["shop"]"#, None),
        (r#""now":9,"apps":[{"name":"shop","probe":[]}]"#, None),
        (
            r#""now":9,"apps":[{"name":"shop","probes":["lost"]}]"#,
            Some("probes"),
        ),
        (
            r#""now":9,"apps":[{"name":"shop","probes":[{"primary":"x"}]}]"#,
            Some("primary"),
        ),
        (&format!(r#"{valid},"server":"both""#), Some("server")),
        (&format!(r#"{valid},"switchedAt":1"#), None),
        (&format!(r#"{valid},"past":"300""#), Some("past")),
        (
            &format!(r#"{valid},"accept_downtime":1"#),
            Some("accept_downtime"),
        ),
    ] {
        let error = read(rest).expect_err(rest);
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{rest}");
        assert_eq!(error.setting(), setting, "{rest}");
    }
}

#[test]
fn two_keys_are_needed() {
    let apps = r#""now":9,"apps":[{"name":"shop"}]"#;
    for (keys, setting) in [
        (format!(r#""current":"{OLD}","next":"{OLD}""#), "next"),
        (format!(r#""current":"{OLD}""#), "next"),
        (format!(r#""current":null,"next":"{OLD}""#), "current"),
        (format!(r#""current":"{OLD}","next":"{OLD}0""#), "next"),
        (
            format!(r#""current":"{}","next":"{NEW}""#, "ab".repeat(32)),
            "current",
        ),
        (
            format!(r#""current":"{OLD}","next":"signkey-prod-{NEW}""#),
            "next",
        ),
    ] {
        let document = format!("{{{keys},{apps}}}");
        let error = RotationFacts::read(document.as_bytes()).expect_err(&document);
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{document}");
        assert_eq!(error.setting(), Some(setting), "{document}");
    }
}

#[test]
fn what_is_no_document_is_refused_as_such() {
    for (document, code) in [
        (&b""[..], "invalid_json"),
        (b"{}x", "invalid_json"),
        (b"[]", "invalid_argument"),
        (b"{\"current\":\"\xff\"}", "json_invalid_utf8"),
        (br#"{"now":1,"now":1}"#, "json_duplicate_member"),
        (br#"{"now":1,"n\u006fw":1}"#, "json_duplicate_member"),
    ] {
        let error = RotationFacts::read(document).expect_err("no facts");
        assert_eq!(error.code(), code);
    }
    let twice = RotationFacts::read(br#"{"now":1,"now":1}"#).expect_err("twice");
    assert_eq!(twice.position(), Some(9));
}
