//! Settings: what is read, what is said of them, and what they lead to.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![cfg(feature = "alloc")]

mod support;

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use signkey::{
    BaseUrl, Config, ConfigOptions, EndpointOptions, Error, ErrorKind, Mode, Origin, Severity,
    Source,
};
use support::signed::{BODY, HASH, HEADER, KEY, TIMESTAMP};

fn read(variables: &[(&str, &str)]) -> Config {
    let variables: BTreeMap<&str, &str> = variables.iter().copied().collect();
    Config::read(&ConfigOptions::default(), |name| {
        variables.get(name).map(|value| (*value).to_owned())
    })
}

const fn assert_shareable<T: Send + Sync>() {}
const _: () = assert_shareable::<Config>();

#[test]
fn the_variables_that_are_read_are_the_ones_that_are_listed() {
    let asked = RefCell::new(BTreeSet::new());
    for mode in [Mode::Cloud, Mode::Dev] {
        let mut options = ConfigOptions::default();
        options.mode = Some(mode);
        let _ = Config::read(&options, |name| {
            asked.borrow_mut().insert(name.to_owned());
            None
        });
    }
    let listed: BTreeSet<_> = Config::VARIABLES
        .iter()
        .map(|name| (*name).to_owned())
        .collect();
    assert_eq!(asked.into_inner(), listed);
    assert_eq!(
        listed.len(),
        Config::VARIABLES.len(),
        "none is listed twice"
    );
}

#[test]
fn every_option_can_be_set_by_its_name() {
    for name in ConfigOptions::NAMES {
        let mut options = ConfigOptions::default();
        let value = if *name == "mode" { "dev" } else { "value" };
        options.set(name, value).expect("a known option");
        assert_eq!(format!("{options:?}"), format!("{{{name:?}}}"));
    }
    for (name, value) in [
        ("", ""),
        ("Mode", "dev"),
        ("mode", "Dev"),
        ("signing key", ""),
    ] {
        let error = ConfigOptions::default()
            .set(name, value)
            .expect_err("unknown");
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    }
}

#[test]
fn a_setting_that_is_wrong_is_an_error_where_it_is_used() {
    let config = read(&[
        ("INNGEST_SIGNING_KEY", "signkey-test-123"),
        ("INNGEST_API_BASE_URL", "https://user@api.example"),
        ("INNGEST_ENV", "a\r\nX-Other: b"),
        ("INNGEST_SERVE_ORIGIN", "https://app.example/path"),
        ("INNGEST_SERVE_PATH", "/a?b"),
    ]);
    let malformed = Err(ErrorKind::MalformedUrl);
    assert_eq!(
        config.keyring().map(drop).map_err(Error::kind),
        Err(ErrorKind::OddKeyLength)
    );
    assert_eq!(
        config.api_origin().map(drop).map_err(Error::kind),
        malformed
    );
    assert_eq!(
        config.event_api_origin().map(ToString::to_string),
        Ok("https://inn.gs".into())
    );
    assert_eq!(
        config.environment().map_err(Error::kind),
        Err(ErrorKind::InvalidHeaderValue)
    );
    assert_eq!(config.environment_source(), None);
    assert_eq!(
        config.serve_origin().map(drop).map_err(Error::kind),
        malformed
    );
    assert_eq!(
        config.serve_path().map(drop).map_err(Error::kind),
        malformed
    );
    assert_eq!(
        config.serve_url("https://a.example/").map_err(Error::kind),
        Err(ErrorKind::MalformedUrl)
    );
    assert_eq!(config.api_auth().map(drop).map_err(Error::kind), malformed);
    assert!(
        config
            .check()
            .iter()
            .all(|problem| problem.kind().severity() == Severity::Error)
    );
}

#[test]
fn every_problem_is_a_sentence_about_its_setting() {
    let branch = format!("signkey-branch-{HASH}");
    let other = format!("signkey-prod-{HASH}");
    let misconfigured: [&[(&str, &str)]; 6] = [
        &[
            ("INNGEST_EVENT_KEY", &other),
            ("INNGEST_ENV", "\u{7f}CANARY"),
            ("INNGEST_SERVE_PATH", "CANARY CANARY"),
        ],
        &[
            ("INNGEST_SIGNING_KEY", "'CANARY'"),
            ("INNGEST_SIGNING_KEY_FALLBACK", "CANARY"),
        ],
        &[
            ("INNGEST_SIGNING_KEY", &branch),
            ("INNGEST_SIGNING_KEY_FALLBACK", &branch),
            ("INNGEST_BASE_URL", "http://canary.example"),
        ],
        &[
            ("INNGEST_SIGNING_KEY", KEY),
            ("INNGEST_SIGNING_KEY_FALLBACK", &other),
            ("INNGEST_API_BASE_URL", "CANARY"),
        ],
        &[
            ("INNGEST_DEV", "1"),
            ("VERCEL", "1"),
            ("INNGEST_SIGNING_KEY_FALLBACK", KEY),
        ],
        &[
            ("INNGEST_DEV", "CANARY"),
            ("INNGEST_ENABLE_UNAUTHED_SYNC", "CANARY"),
            ("INNGEST_ALLOW_IN_BAND_SYNC", "CANARY"),
        ],
    ];
    let mut codes = BTreeMap::new();
    for variables in misconfigured {
        for problem in read(variables).check() {
            let (sentence, kind) = (problem.to_string(), problem.kind());
            let Source::Variable(name) = problem.source() else {
                panic!("{sentence}");
            };
            assert_eq!(sentence, format!("{name}: {kind}"));
            assert!(!sentence.to_uppercase().contains("CANARY"), "{sentence}");
            assert!(!sentence.contains(&HASH[..8]), "{sentence}");
            assert!(
                !sentence.ends_with('.') && sentence.len() > name.len() + 20,
                "{sentence}"
            );
            codes.insert(kind.code(), kind.to_string());
        }
    }
    let expected = [
        "dev_on_platform",
        "exposed_origin",
        "fallback_equals_primary",
        "fallback_without_primary",
        "hash_as_key",
        "invalid_header_value",
        "invalid_setting",
        "malformed_path",
        "malformed_url",
        "missing_environment",
        "missing_signing_key",
        "mixed_key_environments",
        "non_hex_key",
        "quoted_value",
        "signing_key_as_event_key",
    ];
    assert_eq!(codes.keys().copied().collect::<Vec<_>>(), expected);
    let sentences: BTreeSet<_> = codes.values().collect();
    assert_eq!(
        sentences.len(),
        codes.len(),
        "every kind has its own sentence"
    );
}

#[test]
fn a_switch_that_says_nothing_known_names_itself_and_refuses_every_request() {
    for name in [
        "INNGEST_DEV",
        "INNGEST_ENABLE_UNAUTHED_SYNC",
        "INNGEST_ALLOW_IN_BAND_SYNC",
    ] {
        let config = read(&[(name, "\"1\""), ("INNGEST_SIGNING_KEY", KEY)]);
        let endpoint = config.endpoint(EndpointOptions::default());
        let signed = [("x-inngest-signature", HEADER)];
        let endpoint = endpoint.expect("no options");
        let admission = endpoint.admit_whole("PUT", signed, BODY.as_bytes(), TIMESTAMP);
        let error = admission.caller().expect_err("a refusal");
        assert_eq!(error.kind(), ErrorKind::InvalidSetting);
        assert_eq!(error.setting(), Some(name));
        assert!(error.to_string().starts_with(&format!("{name}: ")));
    }
}

#[test]
fn an_exposed_origin_is_said_of_each_url_that_has_one() {
    let variables = [
        ("INNGEST_SIGNING_KEY", KEY),
        ("INNGEST_BASE_URL", "http://inngest.internal"),
    ];
    let config = read(&variables);
    let problems: Vec<_> = config.check().iter().map(ToString::to_string).collect();
    assert_eq!(problems.len(), 2);
    assert!(
        problems
            .iter()
            .all(|problem| problem.starts_with("INNGEST_BASE_URL: "))
    );
}

#[test]
fn calls_carry_no_credential_in_dev_mode_without_a_usable_key() {
    for (key, has_key) in [("", false), ("test", false), (KEY, true)] {
        let variables = [("INNGEST_DEV", "1"), ("INNGEST_SIGNING_KEY", key)];
        let auth = read(&variables).api_auth().expect("dev mode");
        assert_eq!(auth.authorization(auth.begin()).is_some(), has_key, "{key}");
        assert!(auth.may_send_to("http://127.0.0.1:8288/fn/register"));
        let cloud = read(&variables[1..]).api_auth();
        assert_eq!(cloud.is_ok(), has_key, "{key}");
    }
}

#[test]
fn origins_and_base_urls_have_one_text() {
    let origin = Origin::of("HTTPS://A.Example:443/x?y#z").expect("a URL");
    assert_eq!(
        (origin.as_str(), origin.to_string()),
        ("https://a.example", "https://a.example".into())
    );
    let base = BaseUrl::parse("https://a.example/x/y/").expect("a URL");
    assert_eq!(base.to_string(), "https://a.example/x/y");
    assert_eq!(base.origin(), &origin);
    assert_ne!(
        base.origin(),
        &Origin::of("https://a.example:444").expect("a URL")
    );
}
