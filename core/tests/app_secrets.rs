//! A canary key and canary variables show in nothing that an endpoint says, to anyone, whatever the
//! method, the signature, the mode and the platform's answer.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::print_stdout, reason = "tests say how many cases ran")]
#![cfg(feature = "std")]

mod support;

use std::collections::BTreeMap;

use signkey::{
    App, Config, ConfigOptions, EndpointOptions, Error, Mode, Registration, RegistrationState,
    SyncResponse,
};
use support::{
    canary::secrets,
    signed::{BODY, DIGITS, HASH, HEADER, KEY, TIMESTAMP},
};

const EVENT_KEY: &str = "canary-event-key-0123456789";
const OTHER_VARIABLE: &str = "canary-variable-0123456789";
const METHODS: [&str; 7] = ["GET", "PUT", "POST", "PATCH", "OPTIONS", "DELETE", "HEAD"];
const APP: App<'_> = App {
    id: "shop",
    sdk: "example-sdk:v1.2.3",
    language: "rust",
    framework: "axum",
    functions: 1,
    trust_probe: true,
    connect: false,
};

/// An app's surroundings: canaries under every name, but under those that are made to be shown.
fn config(mode: Mode) -> Config {
    let variables: BTreeMap<&str, &str> = BTreeMap::from([
        ("INNGEST_SIGNING_KEY", KEY),
        ("INNGEST_SIGNING_KEY_FALLBACK", "signkey-test-00112233"),
        ("INNGEST_EVENT_KEY", EVENT_KEY),
        ("INNGEST_ENV", "main"),
        ("INNGEST_ENABLE_UNAUTHED_SYNC", "1"),
    ]);
    let mut options = ConfigOptions::default();
    options.mode = Some(mode);
    Config::read(&options, |name| {
        let shown = Config::VARIABLES.contains(&name) && !variables.contains_key(name);
        let value = variables.get(name).copied().unwrap_or(OTHER_VARIABLE);
        (!shown).then(|| value.to_owned())
    })
}

/// A canary in settings that are wrong: nothing of them may be quoted.
fn misconfigured() -> Config {
    Config::read(&ConfigOptions::default(), |name| {
        Some(match name {
            "INNGEST_SIGNING_KEY" => format!("'{KEY}'"),
            "INNGEST_SIGNING_KEY_FALLBACK" => format!("{KEY}g"),
            "INNGEST_EVENT_KEY" => KEY.to_owned(),
            "INNGEST_ENV" => format!("{OTHER_VARIABLE}\n").repeat(2),
            _ => format!("{OTHER_VARIABLE} {KEY}"),
        })
    })
}

/// What the platform answers, with the credential in it in many forms.
fn answers() -> Vec<(u16, String)> {
    let escaped: String = HASH.bytes().map(|byte| format!("\\u{byte:04x}")).collect();
    let texts = [
        format!("bad token signkey-test-{HASH}"),
        HASH.to_uppercase(),
        escaped,
        format!("{}{HASH}", "e".repeat(1020)),
        format!("key {} is unknown", &HASH[..12]),
    ];
    let errors = texts.iter().flat_map(|text| {
        let members = ["error", "message"].map(|name| format!("{{\"{name}\":\"{text}\"}}"));
        let members = members
            .into_iter()
            .chain([format!("{{\"ok\":false,\"error\":\"{text}\"}}")]);
        members.flat_map(|body| [200, 400, 401, 500].map(|status| (status, body.clone())))
    });
    let mut answers: Vec<_> = errors.collect();
    answers.push((
        200,
        format!("{{\"ok\":true,\"modified\":true,\"token\":\"{HASH}\"}}"),
    ));
    answers.push((0, HASH.to_owned()));
    answers
}

struct Checked {
    secrets: Vec<String>,
    texts: usize,
}

impl Checked {
    /// Whoever sees this text may know the ids of keys.
    fn for_logs(&mut self, text: &str) {
        self.texts += 1;
        for secret in &self.secrets {
            assert!(!text.contains(secret.as_str()), "{secret} in {text}");
        }
    }

    /// Whoever sees this text is anyone.
    fn for_anyone(&mut self, text: &str) {
        self.for_logs(text);
        let text = text.to_ascii_lowercase();
        assert!(!text.contains(&HASH[..12]), "{text}");
        assert!(!text.contains("x-inngest-signature"), "{text}");
    }
}

fn text(response: &SyncResponse) -> String {
    let headers: String = response
        .headers
        .iter()
        .map(|(n, v)| format!("{n}: {v}\n"))
        .collect();
    headers + &String::from_utf8_lossy(&response.body)
}

/// Sends the registration until it is answered for good, always with the same answer.
fn send(
    mut sync: Registration,
    answer: &(u16, String),
    checked: &mut Checked,
) -> SyncResponse<'static> {
    while let Ok(request) = sync.request() {
        checked.for_logs(&format!("{} {:?}", request.url(), request.headers()));
        checked.for_logs(&format!("{sync:?} {:?}", request.authorization()));
        let taken = sync.answer(answer.0, answer.1.as_bytes());
        taken.expect("a request was sent");
    }
    checked.for_logs(&format!("{sync:?}"));
    let response = sync.response(None, TIMESTAMP);
    response.expect("the sync is done")
}

#[test]
fn no_canary_in_anything_that_an_endpoint_says() {
    let mut all = secrets();
    all.extend([EVENT_KEY, OTHER_VARIABLE, &DIGITS[..12]].map(str::to_owned));
    let mut checked = Checked {
        secrets: all,
        texts: 0,
    };
    let tampered = HEADER.replace("10f6", "10f7");
    let answers = answers();
    let mut answered = 0;
    for mode in [Mode::Cloud, Mode::Dev] {
        let config = config(mode);
        checked.for_logs(&format!("{config:?} {:?}", config.api_auth()));
        checked.for_logs(
            &config
                .check()
                .iter()
                .map(ToString::to_string)
                .collect::<String>(),
        );
        let unsigned = |methods: &[&str]| {
            let mut options = EndpointOptions::default();
            options.unsigned_methods = methods.iter().map(ToString::to_string).collect();
            config.endpoint(options).expect("methods")
        };
        for endpoint in [unsigned(&[]), unsigned(&METHODS)] {
            checked.for_logs(&format!("{endpoint:?}"));
            for method in METHODS {
                for signature in [None, Some(HEADER), Some(&tampered), Some(KEY), Some("")] {
                    let headers = signature.map(|value| ("X-Inngest-Signature", value));
                    let admission =
                        endpoint.admit_whole(method, headers, BODY.as_bytes(), TIMESTAMP);
                    let verified = admission.verified().is_some();
                    let body = config.introspect(&APP, &admission);
                    if verified {
                        checked.for_logs(&body);
                    } else {
                        checked.for_anyone(&body);
                        checked.for_anyone(&format!("{admission:?}"));
                    }
                    if let Err(error) = admission.caller() {
                        refusal(error, &mut checked);
                        let refusal = endpoint.refuse(error);
                        checked.for_anyone(&format!("{refusal:?} {}", refusal.body()));
                        checked.for_logs(&refusal.log());
                        continue;
                    }
                    for answer in &answers {
                        match config.registration(&APP, &admission, "deployId=7") {
                            Ok(sync) => {
                                assert_eq!(sync.state(), RegistrationState::Register);
                                let response = text(&send(sync, answer, &mut checked));
                                answered += 1;
                                match verified {
                                    true => checked.for_logs(&response),
                                    false => checked.for_anyone(&response),
                                }
                            }
                            Err(error) => refusal(error, &mut checked),
                        }
                    }
                }
            }
        }
    }
    assert!(
        checked.texts > 1_000 && answered > 200,
        "{} {answered}",
        checked.texts
    );
    println!("{} texts, {answered} syncs", checked.texts);
}

fn refusal(error: Error, checked: &mut Checked) {
    checked.for_anyone(&format!("{error} {error:?} {}", error.code()));
}

#[test]
fn no_canary_in_what_is_said_of_wrong_settings() {
    let mut checked = Checked {
        secrets: secrets(),
        texts: 0,
    };
    checked
        .secrets
        .extend([OTHER_VARIABLE, KEY].map(str::to_owned));
    let config = misconfigured();
    assert!(config.check().len() > 5, "{:?}", config.check());
    for problem in config.check() {
        checked.for_logs(&format!("{problem} {problem:?} {problem:#?}"));
    }
    checked.for_logs(&config.describe());
    checked.for_logs(&format!("{config:?} {config:#?}"));
    let endpoint = config
        .endpoint(EndpointOptions::default())
        .expect("no options");
    let admission = endpoint.admit("GET", [("", "")]);
    checked.for_anyone(&config.introspect(&APP, &admission));
    checked.for_anyone(
        &endpoint
            .refuse(admission.caller().expect_err("broken"))
            .body(),
    );
    let mut options = ConfigOptions::default();
    options.signing_key = Some(KEY);
    options.event_key = Some(EVENT_KEY);
    checked.for_logs(&format!("{options:?} {options:#?}"));
}
