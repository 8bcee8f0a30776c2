//! What the platform answers to a registration, in any bytes.

use signkey::{
    Admission, App, Config, ConfigOptions, EndpointOptions, Registration, RegistrationState,
};

use crate::support::{
    document::Document,
    input::Input,
    reader,
    signed::{BODY, HASH, HEADER, KEY, TIMESTAMP},
};

const FALLBACK: &str = "signkey-test-00112233";
const APP: App<'_> = App {
    id: "shop",
    sdk: "example-sdk:v1.2.3",
    language: "rust",
    framework: "axum",
    functions: 1,
    trust_probe: false,
    connect: false,
};
const MESSAGE_MAX: usize = 1024;

/// A sync succeeds if and only if an answer of success says so, and its message holds no credential.
pub(crate) fn check(bytes: &[u8]) {
    let mut input = Input::new(bytes);
    let mut options = ConfigOptions::default();
    options.signing_key = Some(KEY);
    options.signing_key_fallback = Some(FALLBACK);
    let config = Config::read(&options, |_| None);
    let mut registration = begin(
        &config,
        input.pick(&["out_of_band", "in_band", "", "IN_BAND"]),
    );
    let mut statuses = Vec::new();
    while registration.state() == RegistrationState::Register {
        assert!(registration.response(None, TIMESTAMP).is_err(), "too early");
        let status = input.pick(&[200, 401, 403, 201, 500, 0, 299, 404]);
        statuses.push(status);
        let body = match input.is_empty() {
            true => b"",
            false => input.bytes(),
        };
        let before = statuses.len();
        registration.answer(status, body).expect("it waits for one");
        if registration.state() == RegistrationState::Done {
            let outcome = registration.outcome().expect("it is done");
            let success = modified(status, body);
            assert_eq!(outcome.status() == 200, success.is_some());
            assert_eq!(outcome.is_modified(), success == Some(true));
            assert!(outcome.message().chars().count() <= MESSAGE_MAX);
            assert!(!outcome.message().to_lowercase().contains(&HASH[..12]));
        } else {
            assert!(matches!(status, 401 | 403) && before < 2, "{statuses:?}");
        }
    }
    let in_band = registration.state() == RegistrationState::InBand;
    let response = registration.response(in_band.then_some(&b"{}"[..]), TIMESTAMP);
    let response = response.expect("it is over");
    assert!(matches!(response.status, 200 | 500));
    let signed = response
        .headers
        .iter()
        .filter(|(name, _)| *name == "X-Inngest-Signature");
    assert_eq!(signed.count(), 1, "the request was verified");
    serde_json::from_slice::<serde_json::Value>(&response.body).expect("JSON");
}

fn begin(config: &Config, kind: &str) -> Registration {
    let headers = [
        ("X-Inngest-Signature", HEADER),
        ("X-Inngest-Sync-Kind", kind),
    ];
    let endpoint = config
        .endpoint(EndpointOptions::default())
        .expect("no options");
    let admission: Admission = endpoint.admit_whole("PUT", headers, BODY.as_bytes(), TIMESTAMP);
    let begun = config.registration(&APP, &admission, "deployId=7");
    begun.expect("the settings are right")
}

/// What a reader makes of an answer: whether anything was modified, if it says success.
fn modified(status: u16, body: &[u8]) -> Option<bool> {
    let Ok(Document::Object(members)) = reader::read(body) else {
        return None;
    };
    let boolean = |name: &str, default| {
        let member = members.iter().find(|(other, _)| other == name);
        match member.map(|(_, value)| value) {
            None => Some(default),
            Some(Document::Bool(value)) => Some(*value),
            Some(_) => None,
        }
    };
    let (ok, modified) = (boolean("ok", true)?, boolean("modified", false)?);
    (matches!(status, 200..=299) && ok).then_some(modified)
}
