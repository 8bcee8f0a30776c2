//! `Handshake`: how an app tells the platform which functions it has.

use std::sync::Mutex;

use pyo3::{prelude::*, types::PyBytes};
use signkey::{ErrorKind, InBand, Outcome, Register, Step};

use crate::{
    api_auth::{self, ApiAuth},
    app::App,
    arguments::{Body, Utf8, Whole},
    clock,
    config::Config,
    endpoint::Endpoint,
    errors::{invalid_argument, raise},
    lock::lock,
    opaque::refuse_to_reduce,
    request::{Headers, with_request},
    sync::{SyncRequest, SyncResponse, dict},
};

/// A sync, from the ``PUT`` that begins it to the response to that (section 4.3 of the SDK
/// specification). It does no input and output of its own. ::
///
///     sync = Handshake(config, auth, app, endpoint, method=method, query=query, headers=headers,
///                      body=body)
///     if sync.is_in_band:
///         return sync.response(configuration)
///     while (request := sync.request) is not None:
///         answer = client.post(request.url, headers=request.headers, content=configuration)
///         sync.answer(answer.status_code, answer.content)
///     return sync.response()
///
/// The ``client`` follows no redirects. ``auth`` is kept from sync to sync, since it remembers which
/// key works. ``query`` is that of the URL as received, without its question mark; the other
/// arguments are those of ``Endpoint.authenticate``, which judges the request first.
///
/// Locked: several threads may use it, and their calls come one after the other. Its ``repr`` shows
/// no secret; it cannot be pickled or copied.
///
/// Raises the errors of ``Endpoint.authenticate``; then ``MethodNotAllowedError`` unless the method
/// is ``PUT``, ``InvalidArgumentError`` for texts of the app that cannot stand in headers,
/// ``MissingEnvironmentError``, ``InvalidHeaderValueError`` or ``MalformedUrlError`` for settings.
#[pyclass(module = "signkey", frozen)]
pub(crate) struct Handshake {
    config: Py<Config>,
    auth: Py<ApiAuth>,
    state: Mutex<State>,
}

enum State {
    InBand(InBand),
    /// It is taken out for the time of an answer.
    Register(Option<Register>),
    Done(Outcome),
}

#[pymethods]
impl Handshake {
    #[new]
    #[pyo3(
        signature = (
            config, api_auth, app, endpoint, *, method, query=Utf8::EMPTY, headers, body, now=None
        ),
        text_signature = "(config, api_auth, app, endpoint, *, method, query='', headers, body, now=None)"
    )]
    #[expect(clippy::too_many_arguments, reason = "Python's keyword arguments")]
    fn new(
        py: Python<'_>,
        config: Py<Config>,
        api_auth: Py<ApiAuth>,
        app: &App,
        endpoint: &Endpoint,
        method: Utf8<'_>,
        query: Utf8<'_>,
        headers: Headers<'_>,
        body: Body<'_>,
        now: Option<Whole>,
    ) -> PyResult<Self> {
        let now = clock::seconds(py, now)?;
        let handshake = with_request(&method, Some(&headers), Some(&body), |request| {
            let sync = signkey::SyncRequest {
                method: request.method,
                query: query.as_str(),
                headers: request.headers,
                caller: endpoint.judge(py, request, now)?,
            };
            let (config, auth) = (&config.get().0, &api_auth.get().0);
            signkey::Handshake::begin(config, auth, &app.core(), &sync)
                .map_err(|error| raise(py, error))
        })?;
        let state = Mutex::new(match handshake {
            signkey::Handshake::InBand(sync) => State::InBand(sync),
            signkey::Handshake::Register(register) => State::Register(Some(register)),
        });
        Ok(Self {
            config,
            auth: api_auth,
            state,
        })
    }

    /// Whether the configuration itself is the response, so that nothing is to be sent.
    #[getter]
    fn is_in_band(&self, py: Python<'_>) -> bool {
        matches!(*lock(py, &self.state), State::InBand(_))
    }

    /// The request to send to the platform now; ``None`` if there is none, or none any more.
    #[getter]
    fn request(&self, py: Python<'_>) -> PyResult<Option<SyncRequest>> {
        let state = lock(py, &self.state);
        let State::Register(Some(register)) = &*state else {
            return Ok(None);
        };
        let headers = dict(py, register.headers())?;
        if let Some(authorization) = register.authorization(&self.auth.get().0) {
            let authorization = api_auth::secret(py, authorization.as_str())?;
            headers.set_item("Authorization", authorization)?;
        }
        Ok(Some(SyncRequest {
            url: register.url().to_owned(),
            headers: headers.unbind(),
        }))
    }

    /// Takes what the platform answered to ``request``: the HTTP status, 0 if nothing arrived, and
    /// the body.
    ///
    /// Raises ``FinishedError`` if the end is reached already, and ``InvalidArgumentError`` in band.
    #[pyo3(
        signature = (status, body=None),
        text_signature = "($self, status, body=b'')"
    )]
    fn answer(&self, py: Python<'_>, status: Whole, body: Option<Body<'_>>) -> PyResult<()> {
        let status = api_auth::http_status(py, status)?;
        let body = body.as_ref().map_or(&b""[..], Body::as_bytes);
        let mut state = lock(py, &self.state);
        let register = match &mut *state {
            State::Register(register) => register.take(),
            State::Done(_) => None,
            State::InBand(_) => {
                let message = "nothing is sent to the platform in an in-band sync";
                return Err(invalid_argument(py, message));
            }
        };
        let register = register.ok_or_else(|| raise(py, ErrorKind::Finished.into()))?;
        *state = match register.answer(&self.auth.get().0, status, body) {
            Step::Retry(register) => State::Register(Some(register)),
            Step::Done(outcome) => State::Done(outcome),
        };
        Ok(())
    }

    /// What happened, for people, once the platform has answered.
    #[getter]
    fn message(&self, py: Python<'_>) -> Option<String> {
        self.outcome(py, |outcome| outcome.message().to_owned())
    }

    /// Whether the platform changed anything, once it has answered.
    #[getter]
    fn modified(&self, py: Python<'_>) -> Option<bool> {
        self.outcome(py, Outcome::is_modified)
    }

    /// The response to the request that began the sync, signed if that was verified.
    ///
    /// ``configuration`` is the body of the response in band, and only there. ``now`` is the clock
    /// in whole seconds since 1970-01-01 00:00 UTC, ``time.time()`` by default.
    ///
    /// Raises ``InvalidArgumentError`` if an answer is still to come, if a configuration is missing
    /// or does not belong there, or if the endpoint has other keys than the settings;
    /// ``InvalidTimestampError``.
    #[pyo3(signature = (configuration=None, *, now=None))]
    fn response(
        &self,
        py: Python<'_>,
        configuration: Option<Body<'_>>,
        now: Option<Whole>,
    ) -> PyResult<SyncResponse> {
        let now = clock::seconds(py, now)?;
        let keyring = self.config.get().0.keyring();
        let or_raise = |error| raise(py, error);
        let state = lock(py, &self.state);
        let (status, headers, body) = match (&*state, &configuration) {
            (State::InBand(sync), Some(body)) => {
                let body = body.as_bytes();
                let headers = keyring.and_then(|keyring| sync.headers(keyring, body, now));
                (200, headers.map_err(or_raise)?, PyBytes::new(py, body))
            }
            (State::Done(outcome), None) => {
                let response = outcome.response(keyring, now).map_err(or_raise)?;
                let body = PyBytes::new(py, &response.body);
                (response.status, response.headers, body)
            }
            (State::InBand(_), None) => {
                let message = "the response to an in-band sync is the configuration";
                return Err(invalid_argument(py, message));
            }
            (State::Done(_), Some(_)) => {
                let message = "the configuration is the response to an in-band sync alone";
                return Err(invalid_argument(py, message));
            }
            (State::Register(_), _) => {
                let message = "the platform's answer is still to come";
                return Err(invalid_argument(py, message));
            }
        };
        Ok(SyncResponse {
            status,
            headers: dict(py, &headers)?.unbind(),
            body: body.unbind(),
        })
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let state = match *lock(py, &self.state) {
            State::InBand(_) => "in_band",
            State::Register(_) => "register",
            State::Done(_) => "done",
        };
        format!("<signkey.Handshake {state}>")
    }

    #[pyo3(signature = (protocol, /))]
    fn __reduce_ex__(&self, protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        refuse_to_reduce(protocol, "Handshake")
    }
}

impl Handshake {
    /// What is to be said of the end, if it is reached.
    fn outcome<T>(&self, py: Python<'_>, tell: impl FnOnce(&Outcome) -> T) -> Option<T> {
        match &*lock(py, &self.state) {
            State::Done(outcome) => Some(tell(outcome)),
            _ => None,
        }
    }
}
