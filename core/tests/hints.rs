//! What is advised about each error and each problem of the settings, and files that hold keys.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::print_stdout, reason = "tests say how many cases ran")]
#![cfg(feature = "alloc")]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use signkey::{
    Config, ConfigOptions, Error, ErrorKind, Keyring, ReplayWindow, Severity, SigningKey,
};
use support::signed::{BODY, DIGITS, HASH, HEADER, KEY, TIMESTAMP};

fn read(variables: &[(&str, &str)]) -> Config {
    let variables: BTreeMap<&str, &str> = variables.iter().copied().collect();
    Config::read(&ConfigOptions::default(), |name| {
        variables.get(name).map(|value| (*value).to_owned())
    })
}

#[test]
fn a_file_holds_a_key_as_a_variable_does() {
    let content = format!("{KEY}\n");
    let config = read(&[("INNGEST_SIGNING_KEY_FILE", &content)]);
    assert!(config.check().is_empty(), "{:?}", config.check());
    let keyring = config.keyring().expect("a key");
    assert_eq!(keyring.primary().id().as_str(), &HASH[..12]);
    for name in Config::FILE_VARIABLES {
        assert!(Config::VARIABLES.contains(name), "{name}");
        let variable = name
            .strip_suffix("_FILE")
            .expect("the name says that it is a file");
        assert!(Config::VARIABLES.contains(&variable), "{variable}");
        // The same, from the file and from the variable.
        let config = read(&[(name, "\u{feff}ab"), ("INNGEST_DEV", "1")]);
        let other = read(&[(variable, "\u{feff}ab"), ("INNGEST_DEV", "1")]);
        let codes = |config: &Config| -> Vec<_> {
            config.check().iter().map(|it| it.kind().code()).collect()
        };
        assert_eq!(codes(&config), codes(&other), "{name}");
        for (variables, code) in [
            (vec![(*name, KEY), (variable, KEY)], "set_twice"),
            (vec![(*name, " \n")], "unreadable_file"),
            (vec![(*name, "")], "unreadable_file"),
        ] {
            let config = read(&variables);
            let problem = config.check().first().expect("a problem");
            assert_eq!(
                (problem.kind().code(), problem.source().name()),
                (code, *name)
            );
            if variable != "INNGEST_EVENT_KEY" {
                let error = config.keyring().expect_err("a fault");
                assert_eq!(
                    (error.kind(), error.setting()),
                    (ErrorKind::InvalidSetting, Some(*name))
                );
                assert!(error.hint().expect("advice").contains("file"));
            }
        }
        // Blank variables are absent, and an option goes before both.
        let config = read(&[(variable, " "), (name, KEY)]);
        assert!(
            !config
                .check()
                .iter()
                .any(|it| it.kind().code() == "set_twice")
        );
    }
    let mut options = ConfigOptions::default();
    options.signing_key = Some(KEY);
    let config = Config::read(&options, |name| {
        name.starts_with("INNGEST_SIGNING_KEY").then(String::new)
    });
    assert!(
        config.keyring().is_err(),
        "the fallback's file cannot be read"
    );
    let config = Config::read(&options, |name| {
        (name == "INNGEST_SIGNING_KEY_FILE").then(String::new)
    });
    assert!(config.keyring().is_ok());
}

#[test]
fn a_branch_that_no_header_can_hold_breaks_only_what_needs_it() {
    for branch in ["feat/ü", "🚀", "a\u{200b}b"] {
        for name in ["BRANCH_NAME", "VERCEL_GIT_COMMIT_REF", "RAILWAY_GIT_BRANCH"] {
            let config = read(&[("INNGEST_SIGNING_KEY", KEY), (name, branch)]);
            assert_eq!(
                (config.environment(), config.environment_source()),
                (Ok(None), None)
            );
            let [problem] = config.check() else {
                panic!("{:?}", config.check());
            };
            assert_eq!(problem.kind().code(), "environment_left_out");
            assert_eq!(
                (problem.kind().severity(), problem.source().name()),
                (Severity::Warning, name)
            );
            let shared = format!("signkey-branch-{DIGITS}");
            let config = read(&[("INNGEST_SIGNING_KEY", &shared), (name, branch)]);
            let error = config.environment().expect_err("needed");
            assert_eq!(
                (error.kind(), error.setting()),
                (ErrorKind::InvalidHeaderValue, Some(name))
            );
            let way_out = "set INNGEST_ENV to a name of printable ASCII: it goes before the platform's variable";
            assert_eq!(
                (error.hint(), config.check()[0].hint()),
                (Some(way_out), way_out)
            );
            let variables = [
                ("INNGEST_SIGNING_KEY", &*shared),
                (name, branch),
                ("INNGEST_ENV", "feat-u"),
            ];
            assert_eq!(read(&variables).environment(), Ok(Some("feat-u")));
        }
    }
}

#[test]
fn a_time_that_is_not_in_seconds_is_said_to_be_one() {
    let keyring = Keyring::new(SigningKey::parse(KEY).expect("a key"));
    let verify = |header: &str, now| {
        let header = Some(header.as_bytes());
        let verdict = keyring.verify_raw(BODY.as_bytes(), header, now, ReplayWindow::DEFAULT);
        verdict.expect_err("another time").hint().expect("advice")
    };
    let later = support::signed::header(DIGITS, BODY.as_bytes(), TIMESTAMP * 1000);
    assert!(verify(&later, TIMESTAMP).contains("milliseconds"));
    assert!(verify(HEADER, TIMESTAMP * 1000).contains("milliseconds"));
    assert!(!verify(HEADER, TIMESTAMP + 86_400).contains("milliseconds"));
}

#[test]
fn the_page_of_errors_has_a_section_for_each_code() {
    let page = include_str!("../../docs/errors.md");
    let sections: BTreeMap<&str, &str> = page
        .split("\n## ")
        .skip(1)
        .filter_map(|section| section.split_once('\n'))
        .collect();
    let mut hints = BTreeSet::new();
    for kind in ErrorKind::ALL {
        let section = sections.get(kind.code()).copied().unwrap_or_default();
        let facts = format!(
            "Number {}, status {}: {}.",
            kind.number(),
            kind.http_status(),
            kind.message()
        );
        assert!(section.contains(&facts), "{facts}");
        assert_eq!(kind.docs(), format!("docs/errors.md#{}", kind.code()));
        match kind.hint() {
            Some(hint) => {
                assert!(
                    section.contains(&format!("\nWhat to do: {hint}.\n")),
                    "{hint}"
                );
                assert!(hints.insert(hint) && hint.len() < 128, "{hint}");
            }
            None => assert_eq!(*kind, ErrorKind::InvalidArgument),
        }
        assert_eq!(Error::from(*kind).hint(), kind.hint());
    }
    println!("{} kinds of errors", ErrorKind::ALL.len());
}

#[test]
fn the_page_of_errors_has_a_section_for_each_problem() {
    let page = include_str!("../../docs/errors.md");
    let source = include_str!("../src/app/settings/problem.rs");
    let table = source.rsplit("problem_kinds! {").next().expect("the table");
    let table = table.split("\n}").next().expect("its end");
    let mut codes = 0;
    for row in table
        .split("\";")
        .map(|row| row.split('"').collect::<Vec<_>>())
    {
        let [_, code, _, sentence, _, hint, ..] = row.as_slice() else {
            continue;
        };
        codes += 1;
        let heading = format!("\n## {code}\n");
        let (_, section) = page
            .split_once(&heading)
            .unwrap_or_else(|| panic!("{code}"));
        if !ErrorKind::ALL.iter().any(|kind| kind.code() == *code) {
            assert!(section.contains(&format!(": {sentence}.\n")), "{sentence}");
            assert!(
                section.contains(&format!("\nWhat to do: {hint}.\n")),
                "{hint}"
            );
        }
    }
    assert!(codes > 15, "{codes}");
}
