//! `Registration`: how an app tells the platform which functions it has.

use std::sync::Mutex;

use pyo3::prelude::*;
use signkey::{Outcome, RegistrationState};

use crate::{
    arguments::{Body, Status, Whole},
    clock,
    errors::raise,
    lock::lock,
    pickle,
    register_request::RegisterRequest,
    sync_response::SyncResponse,
};

/// A sync, from the ``PUT`` that begins it to the response to that (section 4.3 of the SDK
/// specification). ``Config.registration`` begins one. It does no input and output of its own. ::
///
///     registration = config.registration(app, admission, query)
///     if registration.state == "in_band":
///         return registration.response(configuration)
///     while (request := registration.request) is not None:
///         answer = client.post(request.url, headers=request.headers, content=configuration)
///         registration.answer(answer.status_code, answer.content)
///     return registration.response()
///
/// The ``client`` follows no redirects; ``register`` of ``signkey.httpx`` and ``signkey.requests`` is
/// this loop, with status 0 where nothing arrives.
///
/// Locked: several threads may use it, and their calls come one after the other. Its ``repr`` shows
/// no secret; it cannot be pickled or copied.
#[pyclass(module = "signkey", frozen)]
pub(crate) struct Registration(Mutex<signkey::Registration>);

#[pymethods]
impl Registration {
    /// ``"in_band"``: the configuration is the response, and nothing is sent. ``"register"``:
    /// ``request`` is to be sent. ``"done"``: the platform has answered for good.
    #[getter]
    fn state(&self, py: Python<'_>) -> &'static str {
        match lock(py, &self.0).state() {
            RegistrationState::InBand => "in_band",
            RegistrationState::Register => "register",
            RegistrationState::Done => "done",
        }
    }

    /// The request to send to the platform now; ``None`` if there is none, or none any more.
    #[getter]
    fn request(&self, py: Python<'_>) -> Option<RegisterRequest> {
        let registration = lock(py, &self.0);
        registration.request().ok().cloned().map(RegisterRequest)
    }

    /// Takes what the platform answered to ``request``: the HTTP status, 0 if nothing arrived, and
    /// the body, of which no more than ``ANSWER_SIZE_MAX`` bytes count.
    ///
    /// Raises ``FinishedError`` if the end is reached already, and ``InvalidArgumentError`` in band.
    #[pyo3(signature = (status, body=None))]
    fn answer(&self, py: Python<'_>, status: Status, body: Option<Body<'_>>) -> PyResult<()> {
        let body = body.as_ref().map_or(&b""[..], Body::as_bytes);
        let taken = lock(py, &self.0).answer(status.0, body);
        taken.map_err(|error| raise(py, error))
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
    /// ``configuration`` is the body of the response in band, and only there. ``timestamp`` is the
    /// clock in whole seconds since 1970-01-01 00:00 UTC, ``time.time()`` by default.
    ///
    /// Raises ``InvalidArgumentError`` if an answer is still to come, if a configuration is missing
    /// or does not belong there, or if another keyring verified the request;
    /// ``InvalidTimestampError``.
    #[pyo3(signature = (configuration=None, *, timestamp=None))]
    fn response(
        &self,
        py: Python<'_>,
        configuration: Option<Body<'_>>,
        timestamp: Option<Whole>,
    ) -> PyResult<SyncResponse> {
        let timestamp = clock::seconds(py, timestamp)?;
        let configuration = configuration.as_ref().map(Body::as_bytes);
        let registration = lock(py, &self.0);
        let response = registration.response(configuration, timestamp);
        let response = response.map_err(|error| raise(py, error))?;
        Ok(SyncResponse::new(response))
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        format!("<signkey.Registration {}>", self.state(py))
    }

    #[pyo3(signature = (protocol, /))]
    fn __reduce_ex__(&self, protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        pickle::refuse(protocol, "Registration")
    }
}

impl Registration {
    pub(crate) fn new(registration: signkey::Registration) -> Self {
        Self(Mutex::new(registration))
    }

    /// What is to be said of the end, if it is reached.
    fn outcome<T>(&self, py: Python<'_>, tell: impl FnOnce(&Outcome) -> T) -> Option<T> {
        lock(py, &self.0).outcome().map(tell)
    }
}
