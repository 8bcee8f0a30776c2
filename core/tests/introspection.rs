//! What an endpoint says about itself, by who asks.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![cfg(feature = "alloc")]

mod support;

use serde_json::{Value, json};
use signkey::{App, Config, ConfigOptions, EndpointOptions};
use support::signed::{BODY, HASH, HEADER, KEY, TIMESTAMP};

const APP: App<'_> = App {
    id: "a \"shop\"\u{0}",
    sdk: "example-sdk:v1.2.3",
    language: "rust",
    framework: "axum",
    functions: 7,
    trust_probe: true,
    connect: false,
};

/// The body for someone who sends these headers to an endpoint that lets anyone in.
fn introspect(headers: &[(&str, &str)]) -> Value {
    let mut options = ConfigOptions::default();
    options.signing_key = Some(KEY);
    options.event_key = Some("event-key");
    let config = Config::read(&options, |_| None);
    let mut options = EndpointOptions::default();
    options.unsigned_methods = vec!["GET".into()];
    let endpoint = config.endpoint(options).expect("a method");
    let headers = headers.iter().copied();
    let admission = endpoint.admit_whole("GET", headers, BODY.as_bytes(), TIMESTAMP);
    let body = config.introspect(&APP, &admission);
    serde_json::from_str(&body).expect("JSON")
}

fn of_anyone(authentication_succeeded: Value) -> Value {
    json!({
        "authentication_succeeded": authentication_succeeded,
        "function_count": 7,
        "has_event_key": true,
        "has_signing_key": true,
        "has_signing_key_fallback": false,
        "mode": "cloud",
        "schema_version": "2024-05-24",
    })
}

#[test]
fn anyone_learns_what_is_there_and_no_more() {
    assert_eq!(introspect(&[]), of_anyone(Value::Null));
    let tampered = HEADER.replace("10f6", "10f7");
    assert_eq!(
        introspect(&[("X-Inngest-Signature", &tampered)]),
        of_anyone(json!(false))
    );
    assert_eq!(
        introspect(&[("X-Inngest-Signature", "")]),
        of_anyone(json!(false))
    );
}

#[test]
fn the_platform_learns_the_rest() {
    let mut expected = of_anyone(json!(true));
    let privileged = json!({
        "api_origin": "https://api.inngest.com",
        "app_id": "a \"shop\"\u{0}",
        "capabilities": {"in_band_sync": "v1", "trust_probe": "v1"},
        "env": null,
        "event_api_origin": "https://inn.gs",
        // By `printf event-key | sha256sum`.
        "event_key_hash": "fc520986a5bbd15c0a5c31f2ecf05fe7af8725a566fc2d5dce2e195c56597471",
        "framework": "axum",
        "sdk_language": "rust",
        "sdk_version": "1.2.3",
        "serve_origin": null,
        "serve_path": null,
        "signing_key_fallback_hash": null,
        "signing_key_hash": &HASH[..12],
    });
    let (Some(expected_members), Value::Object(privileged)) =
        (expected.as_object_mut(), privileged)
    else {
        panic!("both are objects");
    };
    expected_members.extend(privileged);
    assert_eq!(introspect(&[("x-inngest-signature", HEADER)]), expected);
}
