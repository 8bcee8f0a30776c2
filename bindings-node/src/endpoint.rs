//! Endpoints: what requests are admitted by.

use std::sync::Arc;

use napi::Env;
use napi_derive::napi;
use signkey::{
    Config, Endpoint, EndpointOptions, Error, ErrorKind, Keyring, Mode, ReplayStoreOptions,
    ReplayWindow, ResponseStep,
};

use crate::{
    arguments::{Count, count, to_count},
    objects::{open, with},
    outcome::{ErrorSource, guard, guard_number},
    refusal::RefusalParts,
    replay::guard_of,
    state::State,
};

/// A keyring, or the error that making one led to; neither stands for no keys.
#[napi(object, object_to_js = false)]
pub struct KeyringSource {
    /// The handle of the keyring.
    pub keyring: Option<u32>,
    /// The error.
    pub error: Option<ErrorSource>,
}

impl KeyringSource {
    fn read(&self) -> Result<Result<Arc<Keyring>, Error>, Error> {
        match (self.keyring, &self.error) {
            (Some(handle), _) => with(handle, |keyring| Ok(Ok(Arc::clone(keyring)))),
            (None, Some(error)) => Ok(Err(error.read()?)),
            (None, None) => Ok(Err(ErrorKind::MissingSigningKey.into())),
        }
    }
}

/// The options of an endpoint. What is absent is left as it is by default.
#[napi(object, object_to_js = false)]
pub struct EndpointSettings {
    /// Methods whose requests may come unsigned.
    pub unsigned_methods: Vec<String>,
    /// Whether a sync may come unsigned.
    pub unsigned_sync: bool,
    /// How old a signature may be, in seconds.
    pub past: Option<Count>,
    /// How far ahead of the clock a signature may be, in seconds.
    pub future: Option<Count>,
    /// The largest body of a request, in bytes.
    pub max_body_size: Option<Count>,
    /// The largest body whose canonical form is tried, in bytes.
    pub max_json_size: Option<Count>,
    /// The largest response that is signed, in bytes.
    pub max_response_size: Option<Count>,
    /// Whether responses are signed.
    pub sign_responses: bool,
    /// What replay protection takes for one endpoint.
    pub name: Option<String>,
    /// The handle of a replay guard.
    pub replay_guard: Option<u32>,
    /// How the replay store is asked, if there is one.
    pub replay_store: Option<ReplayStoreSettings>,
}

/// How a replay store is asked.
#[napi(object, object_to_js = false)]
pub struct ReplayStoreSettings {
    /// How far the clocks of the processes may be apart, in seconds.
    pub skew: Option<Count>,
    /// Whether to accept messages while the store does not answer.
    pub admit_unclaimed: bool,
}

impl ReplayStoreSettings {
    fn read(&self) -> Result<ReplayStoreOptions, Error> {
        let mut options = ReplayStoreOptions::default();
        if let Some(skew) = &self.skew {
            options.skew = count(skew)?;
        }
        options.admit_unclaimed = self.admit_unclaimed;
        Ok(options)
    }
}

impl EndpointSettings {
    fn read(self) -> Result<EndpointOptions, Error> {
        let number = |value: &Option<Count>, default| value.as_ref().map_or(Ok(default), count);
        let mut options = EndpointOptions::DEFAULT;
        options.unsigned_methods = self.unsigned_methods;
        options.unsigned_sync = self.unsigned_sync;
        options.window = ReplayWindow {
            past: number(&self.past, options.window.past)?,
            future: number(&self.future, options.window.future)?,
        };
        options.max_body_size = number(&self.max_body_size, options.max_body_size)?;
        options.max_json_size = self.max_json_size.as_ref().map(count).transpose()?;
        options.max_response_size = number(&self.max_response_size, options.max_response_size)?;
        options.sign_responses = self.sign_responses;
        options.name = self.name.unwrap_or_default();
        options.replay_guard = self.replay_guard.map(guard_of).transpose()?;
        let store = self.replay_store.as_ref();
        options.replay_store = store.map(ReplayStoreSettings::read).transpose()?;
        Ok(options)
    }
}

/// An endpoint in this mode.
#[napi]
pub fn open_endpoint(
    env: &Env,
    keys: KeyringSource,
    mode: String,
    settings: EndpointSettings,
) -> i32 {
    guard_number(|| {
        let mode = Mode::from_name(&mode).ok_or(ErrorKind::InvalidArgument)?;
        open(env, Endpoint::new(mode, keys.read()?, settings.read()?)?)
    })
}

/// The endpoint of settings.
#[napi]
pub fn open_config_endpoint(env: &Env, handle: u32, settings: EndpointSettings) -> i32 {
    guard_number(|| {
        let options = settings.read()?;
        open(
            env,
            with(handle, |config: &Config| config.endpoint(options))?,
        )
    })
}

/// What is known of an endpoint.
#[napi(object, object_from_js = false)]
pub struct EndpointFacts {
    /// `cloud` or `dev`.
    pub mode: &'static str,
    /// The ids of its keys, the primary first.
    pub key_ids: Vec<String>,
    /// Whether responses are signed.
    pub signs_responses: bool,
    /// Whether signed responses are to be claimed, in a guard or in a store.
    pub claims_responses: bool,
}

/// What is known of this endpoint.
#[napi]
pub fn endpoint_facts(handle: u32) -> Option<EndpointFacts> {
    guard(|| {
        with(handle, |endpoint: &Endpoint| {
            let options = endpoint.options();
            let keys = endpoint
                .keyring()
                .into_iter()
                .flat_map(|keyring| keyring.keys());
            Ok(EndpointFacts {
                mode: endpoint.mode().name(),
                key_ids: keys.map(|key| key.id().to_string()).collect(),
                signs_responses: options.sign_responses,
                claims_responses: options.replay_guard.is_some() || options.replay_store.is_some(),
            })
        })
    })
}

/// What becomes of a response.
#[napi(object, object_from_js = false)]
pub struct ResponseStepParts {
    /// The most bytes to hold, if it is held.
    pub at_most: Option<Count>,
    /// Whether it then goes out empty.
    pub empty: bool,
    /// What is sent in its place, if it is refused.
    pub refusal: Option<RefusalParts>,
}

/// What becomes of a response: it is held, or refused, or else sent as it comes.
#[napi]
pub fn response_step(
    handle: u32,
    state: State,
    status: u32,
    content_type: Option<String>,
) -> Option<ResponseStepParts> {
    guard(|| {
        let status = u16::try_from(status).map_err(|_| ErrorKind::InvalidArgument)?;
        let (admission, content_type) = (state.load()?, content_type.as_deref());
        let step = with(handle, |endpoint: &Endpoint| {
            Ok(endpoint.response(&admission, status, content_type.map(str::as_bytes)))
        })?;
        let (at_most, empty, refusal) = match step {
            ResponseStep::Forward => (None, false, None),
            ResponseStep::Hold { at_most, empty } => (Some(to_count(at_most)), empty, None),
            ResponseStep::Refuse(refusal) => (None, false, Some(refusal.into())),
        };
        Ok(ResponseStepParts {
            at_most,
            empty,
            refusal,
        })
    })
}

/// What is sent in place of a response that cannot be signed.
#[napi]
pub fn unsignable(handle: u32) -> Option<RefusalParts> {
    guard(|| {
        with(handle, |endpoint: &Endpoint| {
            Ok(endpoint.unsignable().into())
        })
    })
}

/// The answer to an error that arises behind the door.
#[napi]
pub fn refuse(handle: u32, error: ErrorSource) -> Option<RefusalParts> {
    guard(|| {
        let error = error.read()?;
        with(handle, |endpoint: &Endpoint| {
            Ok(endpoint.refuse(error).into())
        })
    })
}
