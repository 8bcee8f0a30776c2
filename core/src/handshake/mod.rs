//! The sync handshake: how an app tells the platform which functions it has.
//!
//! A state machine without input and output. The caller receives the `PUT`, authenticates it with
//! [`crate::Endpoint`], sends what [`Handshake::request`] says, and answers with
//! [`Handshake::response`]. It is idempotent: the same inputs lead to the same requests, and nothing
//! is remembered between syncs but the key that worked, in [`crate::ApiAuth`].

mod answer;
mod outcome;
mod register;

use alloc::{borrow::Cow, string::String, vec::Vec};

pub use self::{outcome::Outcome, register::Register};
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

/// A sync on its way.
///
/// ```
/// # use signkey::{ApiAuth, App, Config, Error, Handshake, SyncRequest, SyncResponse, SyncState};
/// # fn post(_: &str, _: &[signkey::HeaderField], _: Option<signkey::Authorization>) -> (u16, Vec<u8>) {
/// #     (200, Vec::new())
/// # }
/// fn sync<'a>(
///     config: &Config,
///     auth: &ApiAuth,
///     app: &App<'_>,
///     request: &SyncRequest<'_>,
///     in_band_configuration: &'a [u8],
///     now: u64,
/// ) -> Result<SyncResponse<'a>, Error> {
///     let mut sync = Handshake::begin(config, auth, app, request)?;
///     if sync.state() == SyncState::InBand {
///         return sync.response(config.keyring(), Some(in_band_configuration), now);
///     }
///     while sync.state() == SyncState::Register {
///         let request = sync.request()?;
///         let (status, body) = post(request.url(), request.headers(), request.authorization(auth));
///         sync.answer(auth, status, &body)?;
///     }
///     sync.response(config.keyring(), None, now)
/// }
/// ```
#[derive(Debug)]
pub struct Handshake {
    stage: Stage,
    caller: Caller,
}

#[derive(Debug)]
enum Stage {
    InBand,
    Register(Register),
    Done(Outcome),
}

/// How far a sync is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SyncState {
    /// The configuration is the response, and nothing is sent to the platform.
    InBand,
    /// The configuration is to be sent to the platform, whose answer decides.
    Register,
    /// The platform has answered for good.
    Done,
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
        let is_in_band = caller.verified.is_some()
            && config.allows_in_band_sync()?
            && request.headers.asks_for_in_band_sync();
        let stage = match is_in_band {
            true => Stage::InBand,
            false => Stage::Register(Register::new(config, auth, app, request)?),
        };
        Ok(Self { stage, caller })
    }

    /// How far the sync is.
    #[must_use]
    pub fn state(&self) -> SyncState {
        match self.stage {
            Stage::InBand => SyncState::InBand,
            Stage::Register(_) => SyncState::Register,
            Stage::Done(_) => SyncState::Done,
        }
    }

    /// The request to send to the platform now.
    ///
    /// # Errors
    ///
    /// `invalid_argument` in band; `finished` once the platform has answered for good.
    pub fn request(&self) -> Result<&Register, Error> {
        match &self.stage {
            Stage::Register(register) => Ok(register),
            Stage::InBand => Err(ErrorKind::InvalidArgument.into()),
            Stage::Done(_) => Err(ErrorKind::Finished.into()),
        }
    }

    /// Takes the platform's answer to the request; status 0 stands for none that arrived. Then there
    /// is the next request to send, with another credential, or the sync is done.
    ///
    /// # Errors
    ///
    /// Those of [`Handshake::request`].
    pub fn answer(&mut self, auth: &ApiAuth, status: u16, body: &[u8]) -> Result<(), Error> {
        self.stage = match self.request()?.after(auth, status) {
            Some(register) => Stage::Register(register),
            None => Stage::Done(Outcome::read(status, body, auth)),
        };
        Ok(())
    }

    /// What the platform answered for good; `None` before, and in band.
    #[must_use]
    pub fn outcome(&self) -> Option<&Outcome> {
        match &self.stage {
            Stage::Done(outcome) => Some(outcome),
            Stage::InBand | Stage::Register(_) => None,
        }
    }

    /// The response to the request that began the sync: in band, and only there, with the
    /// configuration as its body. It is signed if, and only if, the request was verified. `now` is the
    /// clock in seconds since 1970-01-01 00:00 UTC.
    ///
    /// # Errors
    ///
    /// `invalid_argument` if the platform has not answered for good yet, or if there is no
    /// configuration where it is the body, or one where it is not. For a verified request: the
    /// keyring's own error, `invalid_argument` if it is not the one that verified the request,
    /// `invalid_timestamp`.
    pub fn response<'a>(
        &self,
        keyring: Result<&Keyring, Error>,
        configuration: Option<&'a [u8]>,
        now: u64,
    ) -> Result<SyncResponse<'a>, Error> {
        let (status, kind, body) = match (&self.stage, configuration) {
            (Stage::InBand, Some(body)) => (200, "in_band", Cow::Borrowed(body)),
            (Stage::Done(outcome), None) => {
                (outcome.status(), "out_of_band", Cow::Owned(outcome.body()))
            }
            _ => return Err(ErrorKind::InvalidArgument.into()),
        };
        let mut headers = self.caller.headers(kind);
        if let Some(verified) = &self.caller.verified {
            headers.push(signature(keyring?, verified, &body, now)?);
        }
        Ok(SyncResponse {
            status,
            headers,
            body,
        })
    }
}

/// A response to the request that began a sync.
#[derive(Clone, Debug)]
pub struct SyncResponse<'a> {
    /// The HTTP status.
    pub status: u16,
    /// All headers to send.
    pub headers: Vec<HeaderField>,
    /// The body: JSON in UTF-8; in band the configuration as it was given.
    pub body: Cow<'a, [u8]>,
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
        let is_known = verified.is_some() || config.mode() == Ok(Mode::Dev);
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
