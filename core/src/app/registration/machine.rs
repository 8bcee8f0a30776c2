//! The state machine.

use alloc::{borrow::Cow, sync::Arc};

use super::{
    outcome::Outcome,
    request::RegisterRequest,
    response::{Recipient, SyncResponse, signature},
};
use crate::{
    app::{admission::Admission, identity::App, mode::Mode, settings::Config},
    error::{Error, ErrorKind},
    signing::Keyring,
};

/// A sync on its way. It owns all that it needs.
///
/// ```
/// # use signkey::{Admission, App, Config, Error, Registration, RegistrationState, SyncResponse};
/// # fn post(_: &str, _: &[signkey::HeaderField], _: Option<signkey::Authorization>) -> (u16, Vec<u8>) {
/// #     (200, Vec::new())
/// # }
/// fn sync(
///     config: &Config,
///     app: &App<'_>,
///     admission: &Admission,
///     query: &str,
///     configuration: &[u8],
///     now: u64,
/// ) -> Result<(u16, Vec<u8>), Error> {
///     let mut registration = config.registration(app, admission, query)?;
///     while registration.state() == RegistrationState::Register {
///         let request = registration.request()?;
///         let (status, body) = post(request.url(), request.headers(), request.authorization());
///         registration.answer(status, &body)?;
///     }
///     let in_band = registration.state() == RegistrationState::InBand;
///     let response = registration.response(in_band.then_some(configuration), now)?;
///     Ok((response.status, response.body.into_owned()))
/// }
/// ```
#[derive(Debug)]
pub struct Registration {
    stage: Stage,
    recipient: Recipient,
    keyring: Result<Arc<Keyring>, Error>,
}

#[derive(Debug)]
enum Stage {
    InBand,
    Register(RegisterRequest),
    Done(Outcome),
}

/// How far a registration is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RegistrationState {
    /// The configuration is the response, and nothing is sent to the platform.
    InBand,
    /// The configuration is to be sent to the platform, whose answer decides.
    Register,
    /// The platform has answered for good.
    Done,
}

impl Config {
    /// Begins a sync with the request that was admitted, which is not judged again. `query` is that of
    /// its URL as received, without the question mark. In band it goes only if the request asks for
    /// it, its signature was verified, and the settings allow it.
    ///
    /// # Errors
    ///
    /// Why the request was refused, or `invalid_argument` if its body is still to be judged; those of
    /// [`Config::api_auth`]; `method_not_allowed`; `invalid_argument` for texts of the app that are no
    /// header values; `missing_environment`, `invalid_header_value` or `malformed_url` of the
    /// settings.
    pub fn registration(
        &self,
        app: &App<'_>,
        admission: &Admission,
        query: &str,
    ) -> Result<Registration, Error> {
        let caller = admission.caller()?;
        let auth = self.api_auth()?;
        if !admission.head.is_sync {
            return Err(ErrorKind::MethodNotAllowed.into());
        }
        app.check()?;
        self.check_environment()?;
        let is_in_band = caller.verified().is_some()
            && self.allows_in_band_sync()?
            && admission.head.asks_for_in_band_sync();
        let stage = match is_in_band {
            true => Stage::InBand,
            false => Stage::Register(RegisterRequest::new(self, auth, app, admission, query)?),
        };
        let mode = self.mode().unwrap_or(Mode::Cloud);
        Ok(Registration {
            stage,
            recipient: Recipient::new(mode, app, admission),
            keyring: self.keyring().map(Arc::clone),
        })
    }
}

impl Registration {
    /// How far it is.
    #[must_use]
    pub fn state(&self) -> RegistrationState {
        match self.stage {
            Stage::InBand => RegistrationState::InBand,
            Stage::Register(_) => RegistrationState::Register,
            Stage::Done(_) => RegistrationState::Done,
        }
    }

    /// The request to send to the platform now.
    ///
    /// # Errors
    ///
    /// `invalid_argument` in band; `finished` once the platform has answered for good.
    pub fn request(&self) -> Result<&RegisterRequest, Error> {
        match &self.stage {
            Stage::Register(request) => Ok(request),
            Stage::InBand => Err(ErrorKind::InvalidArgument.into()),
            Stage::Done(_) => Err(ErrorKind::Finished.into()),
        }
    }

    /// Takes the platform's answer to the request; status 0 stands for none that arrived. Then there
    /// is the next request to send, with another credential, or the sync is done.
    ///
    /// # Errors
    ///
    /// Those of [`Registration::request`].
    pub fn answer(&mut self, status: u16, body: &[u8]) -> Result<(), Error> {
        let request = match &mut self.stage {
            Stage::Register(request) => request,
            Stage::InBand => return Err(ErrorKind::InvalidArgument.into()),
            Stage::Done(_) => return Err(ErrorKind::Finished.into()),
        };
        if request.retry(status) {
            return Ok(());
        }
        let outcome = Outcome::read(status, body, request.auth());
        self.stage = Stage::Done(outcome);
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
    /// configuration as its body. It is signed if, and only if, the request was verified. `timestamp`
    /// is the clock in seconds since 1970-01-01 00:00 UTC.
    ///
    /// # Errors
    ///
    /// `invalid_argument` if the platform has not answered for good yet, or if there is no
    /// configuration where it is the body, or one where it is not. For a verified request: the
    /// keyring's own error, `invalid_argument` if it is not the one that verified the request,
    /// `invalid_timestamp`.
    pub fn response<'a>(
        &self,
        configuration: Option<&'a [u8]>,
        timestamp: u64,
    ) -> Result<SyncResponse<'a>, Error> {
        let (status, kind, body) = match (&self.stage, configuration) {
            (Stage::InBand, Some(body)) => (200, "in_band", Cow::Borrowed(body)),
            (Stage::Done(outcome), None) => {
                (outcome.status(), "out_of_band", Cow::Owned(outcome.body()))
            }
            _ => return Err(ErrorKind::InvalidArgument.into()),
        };
        let mut headers = self.recipient.headers(kind);
        if let Some(verified) = &self.recipient.verified {
            let keyring = self.keyring.as_ref().map_err(|error| *error)?;
            headers.push(signature(keyring, verified, &body, timestamp)?);
        }
        Ok(SyncResponse {
            status,
            headers,
            body,
        })
    }
}
