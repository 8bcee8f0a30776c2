//! The handler: the same behind every variant.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::{
    extract::{FromRequest, Path, Request, State},
    http::{HeaderValue, StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use signkey::{Admission, App, Config, Endpoint, Error, RegistrationState};
use signkey_http::{refusal_response, sync_response};

use crate::{facts::facts, responses};

const APP: App<'static> = App {
    id: "probe",
    sdk: "probe:v1.0.0",
    language: "rust",
    framework: "axum",
    functions: 1,
    trust_probe: false,
    connect: false,
};
const CONFIGURATION: &[u8] = br#"{"probe":true}"#;

/// What is behind a prefix.
#[derive(Clone)]
pub(crate) struct Variant {
    config: Config,
    pub(crate) endpoint: Endpoint,
}

impl Variant {
    pub(crate) fn new(config: &Config, endpoint: Endpoint) -> Self {
        let config = config.clone();
        Self { config, endpoint }
    }
}

pub(crate) async fn probe(
    State(variant): State<Variant>,
    Path(behaviour): Path<String>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let words: Vec<&str> = behaviour.split('/').collect();
    let mut read = None;
    if words == ["echo"] {
        let request = Request::from_parts(parts.clone(), body);
        match Bytes::from_request(request, &()).await {
            Ok(bytes) => read = Some(bytes),
            Err(rejection) => return rejection.into_response(),
        }
    }
    let facts = facts(&parts, read.as_ref()).map(|facts| facts.to_string());
    let Some((facts, response)) = facts.zip(respond(&variant, &parts, &words).await) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = match words[..] {
        ["echo"] => responses::json(facts.clone()),
        _ => response,
    };
    if let Ok(facts) = HeaderValue::from_str(&facts) {
        response.headers_mut().insert("x-probe", facts);
    }
    response
}

/// The answer of a behaviour; `None` if there is no such.
async fn respond(variant: &Variant, parts: &Parts, words: &[&str]) -> Option<Response> {
    Some(match words {
        ["echo" | "empty"] => Response::default(),
        ["status", number] => responses::status(number.parse().ok()?),
        ["stream"] => responses::stream(),
        ["large", size] => responses::large(size.parse().ok()?),
        ["events"] => responses::events(),
        ["ownheader"] => responses::own_header(),
        ["gzip"] => responses::gzip(),
        #[allow(clippy::panic, reason = "that is what it is for")]
        ["throws"] => panic!("the handler raises"),
        ["ignore"] => responses::text("ok"),
        ["introspect"] => {
            let admission = parts.extensions.get()?;
            responses::json(variant.config.introspect(&APP, admission))
        }
        ["register"] => register(variant, parts)?,
        ["register", "later"] => {
            tokio::time::sleep(Duration::from_millis(2200)).await;
            register(variant, parts)?
        }
        _ => return None,
    })
}

fn register(variant: &Variant, parts: &Parts) -> Option<Response> {
    let admission: &Admission = parts.extensions.get()?;
    let query = parts.uri.query().unwrap_or_default();
    let response = registered(&variant.config, admission, query);
    Some(response.unwrap_or_else(|error| {
        let refusal = variant.endpoint.refuse(error);
        refusal_response(&refusal).into_response()
    }))
}

fn registered(config: &Config, admission: &Admission, query: &str) -> Result<Response, Error> {
    let registration = config.registration(&APP, admission, query)?;
    Ok(match registration.state() {
        RegistrationState::InBand => {
            let response = registration.response(Some(CONFIGURATION), now())?;
            sync_response(response).into_response()
        }
        _ => responses::json(r#"{"state":"register"}"#.to_owned()),
    })
}

fn now() -> u64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH);
    elapsed.map_or(0, |elapsed| elapsed.as_secs())
}
