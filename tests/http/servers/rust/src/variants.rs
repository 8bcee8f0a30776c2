//! The variants: one protected route each, with an endpoint of its own.

use axum::{
    Json, Router,
    extract::DefaultBodyLimit,
    middleware::from_fn,
    routing::{MethodRouter, any, get},
};
use signkey::{Config, ConfigOptions, EndpointOptions, Error, Mode};
use signkey_http::SignkeyLayer;
use tower_http::catch_panic::CatchPanicLayer;

use crate::{
    front,
    handler::{self, Variant},
    hooks,
};

const PRIMARY: &str = "signkey-test-12345678";
const FALLBACK: &str = "signkey-test-9abcdef0";
const BODY_LIMIT: usize = 64 << 20;

pub(crate) fn app() -> Result<Router, Error> {
    let none = |_: &mut EndpointOptions| {};
    let signing = |options: &mut EndpointOptions| options.sign_responses = true;
    let limited = |options: &mut EndpointOptions| {
        options.sign_responses = true;
        options.max_body_size = 4096;
        options.max_response_size = 4096;
    };
    let large = |options: &mut EndpointOptions| options.max_body_size = 32 << 20;
    let open = |options: &mut EndpointOptions| {
        options.sign_responses = true;
        options.unsigned_methods = vec!["GET".to_owned()];
    };
    let sync = |options: &mut EndpointOptions| options.unsigned_sync = true;

    let dev = keys(Some(Mode::Dev));
    let mut keyless = ConfigOptions::default();
    let cloud_keyless = config(&keyless);
    keyless.mode = Some(Mode::Dev);
    let dev_keyless = config(&keyless);
    let cloud = config(&keys(None));
    let broken = Config::read(&ConfigOptions::default(), |name| match name {
        "INNGEST_DEV" => Some("\"0\"".to_owned()),
        "INNGEST_SIGNING_KEY" => Some(PRIMARY.to_owned()),
        _ => None,
    });

    let plain = protected(&cloud, none)?;
    let routes = [
        ("plain", plain.clone()),
        ("signing", protected(&cloud, signing)?),
        ("limited", protected(&cloud, limited)?),
        ("large", protected(&cloud, large)?),
        ("open", protected(&cloud, open)?),
        ("sync", protected(&cloud, sync)?),
        ("dev", protected(&config(&dev), signing)?),
        ("devkeyless", protected(&dev_keyless, none)?),
        ("keyless", protected(&cloud_keyless, none)?),
        ("broken", protected(&broken, none)?),
        ("parsed", plain.clone().layer(from_fn(front::parsed))),
        ("replaced", plain.clone().layer(from_fn(front::replaced))),
        ("odd", plain.layer(from_fn(front::odd))),
        ("control", unprotected(&cloud)?),
    ];
    let app = Router::new()
        .route("/hooks", get(|| async { Json(hooks::counts()) }))
        .route("/start", get(|| async { Json(start()) }));
    let app = routes.into_iter().fold(app, |app, (prefix, route)| {
        app.route(&format!("/{prefix}/{{*behaviour}}"), route)
    });
    Ok(app
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(CatchPanicLayer::new()))
}

fn keys(mode: Option<Mode>) -> ConfigOptions<'static> {
    let mut options = ConfigOptions::default();
    options.mode = mode;
    options.signing_key = Some(PRIMARY);
    options.signing_key_fallback = Some(FALLBACK);
    options
}

/// The environment is not looked at.
fn config(options: &ConfigOptions<'_>) -> Config {
    Config::read(options, |_| None)
}

fn protected(config: &Config, set: fn(&mut EndpointOptions)) -> Result<MethodRouter, Error> {
    let mut options = EndpointOptions::default();
    set(&mut options);
    let variant = Variant::new(config, config.endpoint(options)?);
    let layer = hooks::counted(SignkeyLayer::new(variant.endpoint.clone()));
    Ok(any(handler::probe).with_state(variant).layer(layer))
}

fn unprotected(config: &Config) -> Result<MethodRouter, Error> {
    let endpoint = config.endpoint(EndpointOptions::default())?;
    let variant = Variant::new(config, endpoint);
    Ok(any(handler::probe)
        .with_state(variant)
        .layer(from_fn(front::control)))
}

/// What constructing an endpoint with a method that is none raises.
fn start() -> serde_json::Value {
    let mut options = EndpointOptions::default();
    options.unsigned_methods = vec!["get".to_owned()];
    let made = config(&keys(None)).endpoint(options);
    serde_json::json!({ "unsigned_methods": made.err().map(Error::code) })
}
