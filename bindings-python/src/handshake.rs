//! `Handshake`: how an app tells the platform which functions it has.

use std::sync::Mutex;

use pyo3::{prelude::*, types::PyBytes};
use signkey::{Outcome, SyncState};

use crate::{
    api_auth::{self, ApiAuth},
    app::App,
    arguments::{Body, Utf8, Whole},
    clock,
    config::Config,
    endpoint::Endpoint,
    errors::raise,
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
/// The ``client`` follows no redirects; ``register`` of ``signkey.httpx`` and ``signkey.requests`` is
/// this loop, with status 0 where nothing arrives. ``auth`` is kept from sync to sync, since it
/// remembers which key works. ``query`` is that of the URL as received, without its question mark;
/// the other arguments are those of ``Endpoint.authenticate``, which judges the request first.
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
    sync: Mutex<signkey::Handshake>,
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
        let sync = with_request(&method, Some(&headers), Some(&body), |request| {
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
        Ok(Self {
            config,
            auth: api_auth,
            sync: Mutex::new(sync),
        })
    }

    /// Whether the configuration itself is the response, so that nothing is to be sent.
    #[getter]
    fn is_in_band(&self, py: Python<'_>) -> bool {
        lock(py, &self.sync).state() == SyncState::InBand
    }

    /// The request to send to the platform now; ``None`` if there is none, or none any more.
    #[getter]
    fn request(&self, py: Python<'_>) -> PyResult<Option<SyncRequest>> {
        let sync = lock(py, &self.sync);
        let Ok(request) = sync.request() else {
            return Ok(None);
        };
        let headers = dict(py, request.headers())?;
        if let Some(authorization) = request.authorization(&self.auth.get().0) {
            let authorization = api_auth::secret(py, authorization.as_str())?;
            headers.set_item("Authorization", authorization)?;
        }
        Ok(Some(SyncRequest {
            url: request.url().to_owned(),
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
        let mut sync = lock(py, &self.sync);
        let taken = sync.answer(&self.auth.get().0, status, body);
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
        let configuration = configuration.as_ref().map(Body::as_bytes);
        let response = lock(py, &self.sync)
            .response(keyring, configuration, now)
            .map_err(|error| raise(py, error))?;
        Ok(SyncResponse {
            status: response.status,
            headers: dict(py, &response.headers)?.unbind(),
            body: PyBytes::new(py, &response.body).unbind(),
        })
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let state = match lock(py, &self.sync).state() {
            SyncState::InBand => "in_band",
            SyncState::Register => "register",
            SyncState::Done => "done",
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
        lock(py, &self.sync).outcome().map(tell)
    }
}
