//! Syncs, one after another question and answer.

use std::{cell::RefCell, rc::Rc};

use napi::{Env, bindgen_prelude::Buffer};
use napi_derive::napi;
use signkey::{
    ApiAuth, Config, Error, ErrorKind, Handshake, HeaderField, Request, SyncRequest, SyncState,
};

use crate::{
    api_auth::api_auth,
    app::AppFacts,
    arguments::{Count, count},
    config::config,
    endpoint::{headers, judge},
    handles::Handles,
    outcome::{guard, guard_number},
};

thread_local! {
    static SYNCS: RefCell<Handles<Sync>> = const { RefCell::new(Handles::new()) };
}

struct Sync {
    config: Rc<Config>,
    auth: Rc<ApiAuth>,
    handshake: Handshake,
}

/// The handles of those who take part in a sync.
#[napi(object, object_to_js = false)]
pub struct SyncParties {
    /// The settings.
    pub config: u32,
    /// The authentication of the registration.
    pub api_auth: u32,
    /// The endpoint that judges the request.
    pub endpoint: u32,
}

/// The request that begins a sync, but for its body.
#[napi(object, object_to_js = false)]
pub struct SyncHead {
    /// The method.
    pub method: String,
    /// The query of the URL, without its question mark.
    pub query: String,
    /// The names and values of the headers in turn.
    pub fields: Vec<String>,
}

/// Judges the request and begins the sync.
#[napi]
pub fn open_sync(
    env: &Env,
    parties: SyncParties,
    app: AppFacts,
    head: SyncHead,
    body: &[u8],
    now: Count,
) -> i32 {
    guard_number(|| {
        let headers = headers(&head.fields)?;
        let method = head.method.as_str();
        let request = Request {
            method,
            headers,
            body,
        };
        let caller = judge(parties.endpoint, &request, count(&now)?)?;
        let (config, auth) = (config(parties.config)?, api_auth(parties.api_auth)?);
        let request = SyncRequest {
            method,
            query: &head.query,
            headers,
            caller,
        };
        let handshake = Handshake::begin(&config, &auth, &app.app()?, &request)?;
        let sync = Sync {
            config,
            auth,
            handshake,
        };
        let handle = SYNCS.with_borrow_mut(|syncs| syncs.open(sync))?;
        Handles::<Sync>::weigh(env, 1);
        Ok(handle)
    })
}

/// Lets go of a sync, ended or not.
#[napi]
pub fn close_sync(env: &Env, handle: u32) -> bool {
    guard(|| {
        SYNCS.with_borrow_mut(|syncs| syncs.close(handle))?;
        Handles::<Sync>::weigh(env, -1);
        Ok(())
    })
    .is_some()
}

/// Where a sync stands: 0 while there is something to send, 1 in band, 2 at the end.
#[napi]
pub fn sync_stage(handle: u32) -> i32 {
    guard_number(|| {
        with_sync(handle, |sync| {
            Ok(match sync.handshake.state() {
                SyncState::Register => 0,
                SyncState::InBand => 1,
                SyncState::Done => 2,
            })
        })
    })
}

/// What is to be sent.
#[napi(object, object_from_js = false)]
pub struct Registration {
    /// Where to send it.
    pub url: String,
    /// The names and values of the headers in turn, the credential among them.
    pub fields: Vec<String>,
}

/// What is to be sent to the platform.
#[napi]
pub fn sync_request(handle: u32) -> Option<Registration> {
    guard(|| {
        with_sync(handle, |sync| {
            let request = sync.handshake.request()?;
            let mut fields = flat(request.headers().to_vec());
            if let Some(value) = request.authorization(&sync.auth) {
                fields.extend(["Authorization".to_owned(), value.as_str().to_owned()]);
            }
            let url = request.url().to_owned();
            Ok(Registration { url, fields })
        })
    })
}

/// Takes the platform's answer; status 0 stands for none.
#[napi]
pub fn answer_sync(handle: u32, status: u32, body: &[u8]) -> bool {
    guard(|| {
        let status = u16::try_from(status).map_err(|_| ErrorKind::InvalidArgument)?;
        SYNCS.with_borrow_mut(|syncs| {
            let sync = syncs.get_mut(handle)?;
            sync.handshake.answer(&sync.auth, status, body)
        })
    })
    .is_some()
}

/// How a sync ended.
#[napi(object, object_from_js = false)]
pub struct SyncOutcome {
    /// What happened, for people.
    pub message: String,
    /// Whether the platform changed anything.
    pub modified: bool,
}

/// How a sync ended, or none before its end.
#[napi]
pub fn sync_outcome(handle: u32) -> Option<Vec<SyncOutcome>> {
    guard(|| {
        with_sync(handle, |sync| {
            let outcome = sync.handshake.outcome().into_iter();
            let outcome = outcome.map(|outcome| SyncOutcome {
                message: outcome.message().to_owned(),
                modified: outcome.is_modified(),
            });
            Ok(outcome.collect())
        })
    })
}

/// The response to the request that began a sync.
#[napi(object, object_from_js = false)]
pub struct CallerResponse {
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
    now: Count,
) -> Option<CallerResponse> {
    guard(|| {
        let now = count(&now)?;
        with_sync(handle, |sync| {
            let keyring = sync.config.keyring();
            let response = sync.handshake.response(keyring, configuration, now)?;
            Ok(CallerResponse {
                status: response.status.into(),
                fields: flat(response.headers),
                body: response.body.into_owned().into(),
            })
        })
    })
}

fn with_sync<T>(handle: u32, work: impl FnOnce(&Sync) -> Result<T, Error>) -> Result<T, Error> {
    SYNCS.with_borrow(|syncs| work(syncs.get(handle)?))
}

fn flat(fields: Vec<HeaderField>) -> Vec<String> {
    let pairs = fields.into_iter();
    pairs
        .flat_map(|(name, value)| [name.to_owned(), value])
        .collect()
}
