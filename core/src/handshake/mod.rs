//! The sync handshake: how an app tells the platform which functions it has.
//!
//! A state machine without input and output. The caller receives the `PUT`, authenticates it with
//! [`crate::Endpoint`], sends what [`Register`] says, and answers with what [`Outcome`] says. It is
//! idempotent: the same inputs lead to the same requests, and nothing is remembered between syncs
//! but the key that worked, in [`crate::ApiAuth`].

mod answer;
mod outcome;
mod register;

use alloc::{string::String, vec::Vec};

pub use self::{
    outcome::{Outcome, SyncResponse},
    register::{Register, Step},
};
use crate::{
    api_auth::ApiAuth,
    app::App,
    config::{Config, Mode},
    endpoint::Authenticated,
    error::{Error, ErrorKind},
    header::SignatureHeader,
    keyring::Keyring,
    request_headers::{RequestHeaders, SYNC_KIND},
    verify::Verified,
};

/// A header to send: name and value, both printable ASCII.
pub type HeaderField = (&'static str, String);

/// The request that begins a sync.
#[derive(Clone, Copy, Debug)]
pub struct SyncRequest<'a> {
    /// The method, which has to be `PUT`.
    pub method: &'a str,
    /// The query of the URL as received, without its question mark.
    pub query: &'a str,
    /// The headers that matter.
    pub headers: RequestHeaders<'a>,
    /// What [`crate::Endpoint::authenticate`] said of the request.
    pub caller: Authenticated,
}

/// How a sync goes on.
#[derive(Debug)]
pub enum Handshake {
    /// The configuration is sent to the platform.
    Register(Register),
    /// The configuration is the response.
    InBand(InBand),
}

impl Handshake {
    /// Begins a sync. In band it goes only if the request asks for it, its signature was verified,
    /// and the settings allow it.
    ///
    /// # Errors
    ///
    /// `method_not_allowed`; `invalid_argument` for texts of the app that are no header values;
    /// `missing_environment`, `invalid_header_value` or `malformed_url` of the settings.
    pub fn begin(
        config: &Config,
        auth: &ApiAuth,
        app: &App<'_>,
        request: &SyncRequest<'_>,
    ) -> Result<Self, Error> {
        if request.method != "PUT" {
            return Err(ErrorKind::MethodNotAllowed.into());
        }
        app.check()?;
        config.check_environment()?;
        let caller = Caller::new(config, app, request.caller);
        if let Authenticated::Verified(verified) = request.caller
            && config.allows_in_band_sync()
            && request.headers.asks_for_in_band_sync()
        {
            return Ok(Self::InBand(InBand { verified, caller }));
        }
        Register::new(config, auth, app, request, caller).map(Self::Register)
    }
}

/// A sync whose response is the configuration itself.
#[derive(Debug)]
pub struct InBand {
    verified: Verified,
    caller: Caller,
}

impl InBand {
    /// The headers of the response whose body this is, its signature among them. The status is 200.
    /// `now` is the clock in seconds since 1970-01-01 00:00 UTC.
    ///
    /// # Errors
    ///
    /// `invalid_argument` if the keyring is not the one that verified the request;
    /// `invalid_timestamp`.
    pub fn headers(
        &self,
        keyring: &Keyring,
        body: &[u8],
        now: u64,
    ) -> Result<Vec<HeaderField>, Error> {
        let mut fields = self.caller.headers("in_band");
        fields.push(signature(keyring, &self.verified, body, now)?);
        Ok(fields)
    }
}

/// Whom a response goes to, and so what it may say.
#[derive(Clone, Debug)]
struct Caller {
    verified: Option<Verified>,
    /// The SDK, for callers that may know it: not for just anyone in cloud mode.
    sdk: Option<String>,
}

impl Caller {
    fn new(config: &Config, app: &App<'_>, caller: Authenticated) -> Self {
        let verified = match caller {
            Authenticated::Verified(verified) => Some(verified),
            Authenticated::Unverified(_) => None,
        };
        let is_known = verified.is_some() || config.mode() == Mode::Dev;
        Self {
            verified,
            sdk: is_known.then(|| app.sdk.into()),
        }
    }

    /// The headers of a response, without its signature.
    fn headers(&self, sync_kind: &str) -> Vec<HeaderField> {
        let mut fields = Vec::from([
            (CONTENT_TYPE, "application/json".into()),
            (SYNC_KIND, sync_kind.into()),
        ]);
        if let Some(sdk) = &self.sdk {
            fields.push((SDK, sdk.clone()));
            fields.push((REQUEST_VERSION, "2".into()));
        }
        fields
    }
}

const CONTENT_TYPE: &str = "Content-Type";
const SDK: &str = "X-Inngest-Sdk";
const REQUEST_VERSION: &str = "X-Inngest-Req-Version";

/// The signature of a response, under the key that verified the request.
fn signature(
    keyring: &Keyring,
    verified: &Verified,
    body: &[u8],
    now: u64,
) -> Result<HeaderField, Error> {
    let key = keyring
        .key(verified.key_index())
        .filter(|key| key.id() == verified.key_id())
        .ok_or(ErrorKind::InvalidArgument)?;
    let header = key.sign_response(body, now)?.to_text();
    Ok((SignatureHeader::NAME, header.as_str().into()))
}
