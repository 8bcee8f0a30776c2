//! Settings of any kind: nothing but what plainly says dev switches verification off, and no secret
//! shows.

use signkey::{
    App, Caller, Config, ConfigOptions, EndpointOptions, ErrorKind, Mode, Step, Unverified,
};

use crate::support::{
    input::Input,
    signed::{DIGITS, HASH, HEADER, KEY, TIMESTAMP},
};

const APP: App<'_> = App {
    id: "shop",
    sdk: "example-sdk:v1.2.3",
    language: "rust",
    framework: "axum",
    functions: 1,
    trust_probe: true,
    connect: false,
};
const EVENT_KEY: &str = "event-key-canary-0123";
const VALUES: [&str; 12] = [
    "1",
    " true ",
    "0",
    "dev",
    "cloud",
    "\"1\"",
    "http://localhost:8288",
    "127.0.0.1:8288",
    "https://api.inngest.com",
    "signkey-branch-0011",
    EVENT_KEY,
    KEY,
];

/// Variables and options that the input chooses.
struct Settings {
    variables: Vec<(&'static str, String)>,
    options: Vec<(&'static str, String)>,
    mode: Option<Mode>,
}

impl Settings {
    fn new(input: &mut Input<'_>) -> Self {
        let mut settings = Self {
            variables: Vec::new(),
            options: Vec::new(),
            mode: input.pick(&[None, None, Some(Mode::Cloud), Some(Mode::Dev)]),
        };
        for _ in 0..input.below(8) {
            let name = input.pick(Config::VARIABLES);
            settings.variables.push((name, value(input)));
        }
        for _ in 0..input.below(5) {
            // The mode has a field of its own.
            let name = input.pick(&ConfigOptions::NAMES[1..]);
            settings.options.push((name, value(input)));
        }
        settings
    }

    fn variable(&self, name: &str) -> Option<&str> {
        let mut variables = self.variables.iter();
        let value = variables.find(|(other, _)| *other == name)?;
        Some(&value.1)
    }

    fn config(&self) -> Config {
        let mut options = ConfigOptions::default();
        options.mode = self.mode;
        for (name, value) in &self.options {
            options.set(name, value).expect("a name");
        }
        Config::read(&options, |name| self.variable(name).map(str::to_owned))
    }

    /// Whether dev mode can be meant: the option, one of the words, or something like an address that
    /// is not the platform's.
    fn may_be_dev(&self) -> bool {
        let said = self
            .variable("INNGEST_DEV")
            .unwrap_or_default()
            .trim_ascii();
        let is_word = ["1", "true", "yes", "on"]
            .iter()
            .any(|word| said.eq_ignore_ascii_case(word));
        let said = said.to_ascii_lowercase();
        let is_address =
            said.contains(':') && !said.contains("inngest.com") && !said.contains("inn.gs");
        self.mode == Some(Mode::Dev) || (self.mode.is_none() && (is_word || is_address))
    }
}

fn value(input: &mut Input<'_>) -> String {
    match input.flag() {
        true => input.pick(&VALUES).to_owned(),
        false => input.text(),
    }
}

pub(crate) fn check(bytes: &[u8]) {
    let mut input = Input::new(bytes);
    let settings = Settings::new(&mut input);
    let config = settings.config();
    let mode = config.mode();
    assert!(
        mode != Ok(Mode::Dev) || settings.may_be_dev(),
        "dev by accident"
    );
    let shown = format!(
        "{config:?} {} {:?} {:?}",
        config.describe(),
        config.check(),
        config
            .check()
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    );
    let description: serde_json::Value =
        serde_json::from_str(&config.describe()).expect("a description is JSON");
    assert!(description.is_object());
    // What the input itself holds elsewhere, such as a key as the name of an environment, may show.
    let keys = [
        "INNGEST_SIGNING_KEY",
        "INNGEST_SIGNING_KEY_FALLBACK",
        "INNGEST_EVENT_KEY",
    ];
    let is_key =
        |name: &str| keys.contains(&name) || name.ends_with("_key") || name.contains("fallback");
    let all = settings.variables.iter().chain(&settings.options);
    let only_keys = !all
        .clone()
        .any(|(name, value)| !is_key(name) && [KEY, EVENT_KEY].iter().any(|it| value.contains(it)));
    if only_keys {
        for secret in [DIGITS, HASH, EVENT_KEY] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
    check_endpoint(&config, &mut input);
}

fn check_endpoint(config: &Config, input: &mut Input<'_>) {
    let endpoint = config
        .endpoint(EndpointOptions::default())
        .expect("no options");
    let method = input.pick(&["GET", "POST", "PUT"]);
    let unsigned = endpoint.admit(method, [("", ""); 0]);
    match (config.mode(), unsigned.step()) {
        (Ok(Mode::Dev), Step::Admit(Caller::Unverified(Unverified::Dev))) => {}
        (Ok(Mode::Cloud), Step::Admit(Caller::Unverified(Unverified::UnsignedSync))) => {
            assert_eq!(method, "PUT");
        }
        (mode, Step::Refuse(refusal)) => {
            assert!(mode != Ok(Mode::Dev) || refusal.error().kind() == ErrorKind::InvalidSetting);
        }
        (mode, step) => panic!("{mode:?}: {step:?}"),
    }
    let headers = [("X-Inngest-Signature", HEADER)];
    let signed = endpoint.admit_whole(method, headers, input.bytes(), TIMESTAMP);
    for admission in [unsigned, signed] {
        let body = config.introspect(&APP, &admission);
        let body: serde_json::Value = serde_json::from_str(&body).expect("JSON");
        let is_privileged = body.get("app_id").is_some();
        assert_eq!(is_privileged, admission.verified().is_some(), "{body}");
        let query = input.text();
        if let Ok(mut registration) = config.registration(&APP, &admission, &query) {
            let mut attempts = 0;
            while let Ok(request) = registration.request() {
                assert!(request.url().is_ascii());
                attempts += 1;
                let (status, answer) = (input.pick(&[401, 200, 500, 0, 403]), input.bytes());
                registration
                    .answer(status, answer)
                    .expect("it waits for one");
            }
            assert!(attempts <= 2, "{attempts} attempts");
            assert!(registration.answer(200, b"{}").is_err());
        }
    }
    let _ = config.serve_url(&input.text());
}
