//! Registrations, one after another question and answer.

use napi::{Env, bindgen_prelude::Buffer};
use napi_derive::napi;
use signkey::{Authorization, Config, ErrorKind, HeaderField, Registration, RegistrationState};

use crate::{
    app::AppFacts,
    arguments::{Count, count},
    objects::{open, with, with_mut},
    outcome::{guard, guard_number},
    state::State,
};

/// Begins a registration with the request that was admitted.
#[napi]
pub fn open_registration(
    env: &Env,
    config: u32,
    app: AppFacts,
    state: State,
    query: String,
) -> i32 {
    guard_number(|| {
        let (app, admission) = (app.app()?, state.load()?);
        let registration = with(config, |config: &Config| {
            config.registration(&app, &admission, &query)
        })?;
        open(env, registration)
    })
}

/// How far a registration is: 0 while there is something to send, 1 in band, 2 at the end.
#[napi]
pub fn registration_state(handle: u32) -> i32 {
    guard_number(|| {
        with(handle, |registration: &Registration| {
            Ok(match registration.state() {
                RegistrationState::Register => 0,
                RegistrationState::InBand => 1,
                RegistrationState::Done => 2,
            })
        })
    })
}

/// What is to be sent.
#[napi(object, object_from_js = false)]
pub struct RegisterParts {
    /// Where to send it.
    pub url: String,
    /// The names and values of the headers in turn, the credential among them.
    pub fields: Vec<String>,
}

/// What is to be sent to the platform.
#[napi]
pub fn register_request(handle: u32) -> Option<RegisterParts> {
    guard(|| {
        with(handle, |registration: &Registration| {
            let request = registration.request()?;
            let mut fields = flat(request.headers().to_vec());
            if let Some(value) = request.authorization() {
                fields.extend([Authorization::NAME.to_owned(), value.as_str().to_owned()]);
            }
            let url = request.url().to_owned();
            Ok(RegisterParts { url, fields })
        })
    })
}

/// Takes the platform's answer; status 0 stands for none.
#[napi]
pub fn answer_registration(handle: u32, status: u32, body: &[u8]) -> bool {
    guard(|| {
        let status = u16::try_from(status).map_err(|_| ErrorKind::InvalidArgument)?;
        with_mut(handle, |registration: &mut Registration| {
            registration.answer(status, body)
        })
    })
    .is_some()
}

/// How a registration ended.
#[napi(object, object_from_js = false)]
pub struct OutcomeParts {
    /// What happened, for people.
    pub message: String,
    /// Whether the platform changed anything.
    pub modified: bool,
}

/// How a registration ended, or none before its end.
#[napi]
pub fn registration_outcome(handle: u32) -> Option<Vec<OutcomeParts>> {
    guard(|| {
        with(handle, |registration: &Registration| {
            let outcome = registration.outcome().into_iter();
            let outcome = outcome.map(|outcome| OutcomeParts {
                message: outcome.message().to_owned(),
                modified: outcome.is_modified(),
            });
            Ok(outcome.collect())
        })
    })
}

/// The response to the request that began the sync.
#[napi(object, object_from_js = false)]
pub struct SyncResponseParts {
    /// The HTTP status.
    pub status: u32,
    /// The names and values of the headers in turn.
    pub fields: Vec<String>,
    /// The body.
    pub body: Buffer,
}

/// The response: in band, and only there, with the configuration as its body.
#[napi]
pub fn sync_response(
    handle: u32,
    configuration: Option<&[u8]>,
    timestamp: Count,
) -> Option<SyncResponseParts> {
    guard(|| {
        let timestamp = count(&timestamp)?;
        with(handle, |registration: &Registration| {
            let response = registration.response(configuration, timestamp)?;
            Ok(SyncResponseParts {
                status: response.status.into(),
                fields: flat(response.headers),
                body: response.body.into_owned().into(),
            })
        })
    })
}

fn flat(fields: Vec<HeaderField>) -> Vec<String> {
    let pairs = fields.into_iter();
    pairs
        .flat_map(|(name, value)| [name.to_owned(), value])
        .collect()
}
