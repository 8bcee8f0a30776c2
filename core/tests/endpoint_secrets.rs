//! A canary key and canary variables show in nothing that an endpoint says, to anyone, whatever the
//! method, the signature, the mode and the platform's answer.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::print_stdout, reason = "tests say how many cases ran")]
#![cfg(feature = "std")]

mod support;

use std::collections::BTreeMap;

use signkey::{
    App, Authenticated, Config, ConfigOptions, Endpoint, Error, Handshake, Introspector, Mode,
    Request, RequestHeaders, SyncRequest, SyncResponse, SyncState,
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
    config: &Config,
    mut sync: Handshake,
    answer: &(u16, String),
    checked: &mut Checked,
) -> SyncResponse<'static> {
    let auth = config.api_auth().expect("a key");
    while let Ok(request) = sync.request() {
        checked.for_logs(&format!("{} {:?}", request.url(), request.headers()));
        checked.for_logs(&format!("{sync:?} {:?}", request.authorization(&auth)));
        let taken = sync.answer(&auth, answer.0, answer.1.as_bytes());
        taken.expect("a request was sent");
    }
    checked.for_logs(&format!("{sync:?}"));
    let response = sync.response(config.keyring(), None, TIMESTAMP);
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
        let endpoints = [
            config.endpoint(),
            Endpoint::new(mode),
            Endpoint::new(mode).allow_unsigned(METHODS),
        ];
        for endpoint in &endpoints {
            for method in METHODS {
                for signature in [None, Some(HEADER), Some(&tampered), Some(KEY), Some("")] {
                    let fields = signature.map(|value| ("X-Inngest-Signature", value));
                    let headers = RequestHeaders::collect(fields);
                    let request = Request {
                        method,
                        headers,
                        body: BODY.as_bytes(),
                    };
                    let verdict = endpoint.authenticate(config.keyring(), &request, TIMESTAMP);
                    let verified = matches!(verdict, Ok(Authenticated::Verified(_)));
                    let body = config.introspect(&APP, Introspector::of(&verdict));
                    if verified {
                        checked.for_logs(&body);
                    } else {
                        checked.for_anyone(&body);
                        checked.for_anyone(&format!("{verdict:?}"));
                    }
                    let caller = match verdict {
                        Ok(caller) => caller,
                        Err(error) => {
                            refusal(error, &mut checked);
                            continue;
                        }
                    };
                    let sync = SyncRequest {
                        method,
                        query: "deployId=7",
                        headers,
                        caller,
                    };
                    for answer in &answers {
                        let auth = config.api_auth().expect("a key");
                        match Handshake::begin(&config, &auth, &APP, &sync) {
                            Ok(sync) => {
                                assert_eq!(sync.state(), SyncState::Register);
                                let response = text(&send(&config, sync, answer, &mut checked));
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
    checked.for_anyone(&config.introspect(&APP, Introspector::Unsigned));
    let mut options = ConfigOptions::default();
    options.signing_key = Some(KEY);
    options.event_key = Some(EVENT_KEY);
    checked.for_logs(&format!("{options:?} {options:#?}"));
}
