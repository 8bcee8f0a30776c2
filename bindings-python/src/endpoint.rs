//! `Endpoint`: how requests get into an app.

use std::sync::Arc;

use pyo3::{prelude::*, types::PyDict};
use signkey::{EndpointOptions, Error, ErrorKind, Framing, Mode, ReceivedBody};

use crate::{
    admission::Admission,
    arguments::{Body, Utf8, Whole, wrong_argument},
    call::detached,
    clock,
    endpoint_options::{self, Options},
    errors::{error_of, invalid_argument, raise, raise_with},
    headers::with_headers,
    keyring::{Keyring, ids},
    pickle,
    refusal::Refusal,
    replay_guard::ReplayGuard,
};

/// How requests get into an app: each one by its signature, whatever its method.
///
/// ``keyring``: the keys; ``None`` if there are none; the ``SignkeyError`` if making them failed,
/// which then refuses every request that needs a key.
///
/// ``mode``: ``"cloud"``, where every request is signed, or ``"dev"``, where a request without a
/// signature is let through as ``Unverified``. A signature that is there is always verified.
///
/// ``unsigned_methods``: requests of these methods, such as ``{"GET"}``, may come without a
/// signature. Methods are compared byte for byte (RFC 9110, section 9.1). ``unsigned_sync``: so may
/// a ``PUT``, which begins a sync.
///
/// ``past``, ``future``: how far a signature may lie behind and ahead of the clock, in seconds,
/// the borders included.
///
/// ``max_body_size``: the largest body in bytes. ``max_json_size``: the largest body whose canonical
/// form is tried; by default ``max_body_size``, and at most 4 MiB. ``max_response_size``: the largest
/// response that is held back to be signed.
///
/// ``sign_responses``: whether responses to verified requests are signed.
///
/// ``replay_guard``, ``replay_store``: what remembers which messages were accepted, so that each is
/// accepted once: by this process (``ReplayGuard``), or by all that share a store (``signkey.replay``,
/// ``signkey.redis``). Adapters ask the store. ``name``: each name accepts a message once.
/// ``replay_skew``: how far the clocks of the processes may be apart, in seconds; 300 by default.
/// ``admit_unclaimed``: whether to accept messages while the store does not answer.
///
/// Immutable, hence safe to share between threads; ``Config.endpoint`` makes one from the
/// settings. Raises ``InvalidArgumentError`` for an unknown mode, for a name that is no method,
/// such as ``"get"``, and for a guard with a narrower window than the endpoint; ``TypeError`` for an
/// unknown option.
#[pyclass(module = "signkey", frozen)]
pub(crate) struct Endpoint {
    core: signkey::Endpoint,
    guard: Option<Py<ReplayGuard>>,
    store: Option<Py<PyAny>>,
}

#[pymethods]
impl Endpoint {
    #[new]
    #[pyo3(signature = (keyring, *, mode=None, **options))]
    fn new(
        py: Python<'_>,
        keyring: Option<&Bound<'_, PyAny>>,
        mode: Option<Utf8<'_>>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        let mode = mode.map_or(Ok(Mode::Cloud), |name| {
            let mode = Mode::from_name(name.as_str());
            mode.ok_or_else(|| invalid_argument(py, "argument 'mode': must be 'cloud' or 'dev'"))
        })?;
        let (keyring, options) = (keyring_or_error(keyring)?, endpoint_options::read(options)?);
        Self::of(py, options, |options| {
            signkey::Endpoint::new(mode, keyring, options)
        })
    }

    /// ``"cloud"`` or ``"dev"``.
    #[getter]
    fn mode(&self) -> &'static str {
        self.core.mode().name()
    }

    /// The keys. Raises their error if there are none.
    #[getter]
    fn keyring(&self, py: Python<'_>) -> PyResult<Keyring> {
        let keyring = self.core.keyring().map_err(|error| raise(py, error))?;
        Ok(Keyring(Arc::clone(keyring)))
    }

    /// Whether responses to verified requests are signed.
    #[getter]
    fn sign_responses(&self) -> bool {
        self.core.options().sign_responses
    }

    /// Begins with a request; all of it is judged at once if ``body`` is there.
    ///
    /// ``method`` is in the case it came in. ``headers`` are as received: a mapping, or any iterable
    /// of pairs, which is read once; names and values are ``str`` or ``bytes``. Only the headers in
    /// ``WANTED_HEADERS`` matter. ``body`` is the raw bytes. ``now`` is the clock in whole seconds
    /// since 1970-01-01 00:00 UTC, ``time.time()`` by default.
    ///
    /// A refused request raises nothing here: ``Admission.caller`` does.
    #[pyo3(signature = (method, headers, body=None, now=None))]
    fn admit(
        &self,
        py: Python<'_>,
        method: Utf8<'_>,
        headers: &Bound<'_, PyAny>,
        body: Option<Body<'_>>,
        now: Option<Whole>,
    ) -> PyResult<Admission> {
        let method = method.as_str();
        let mut admission = with_headers(headers, |headers| self.core.admit(method, headers))?;
        if let Some(body) = body {
            let (body, now) = (body.as_bytes(), clock::seconds(py, now)?);
            let received = ReceivedBody::Bytes(body, Framing::Ended);
            // `finished`: the head has decided already.
            let _ = detached(py, body.len(), || {
                self.core.receive_body(&mut admission, received, now)
            });
        }
        Ok(Admission::new(&self.core, admission))
    }

    /// What remembers the messages that this process has accepted; ``None`` if nothing does.
    #[getter]
    fn replay_guard<'py>(&self, py: Python<'py>) -> Option<&Bound<'py, ReplayGuard>> {
        self.guard.as_ref().map(|guard| guard.bind(py))
    }

    /// The store that several processes share, which adapters ask; ``None`` if there is none.
    #[getter]
    fn replay_store<'py>(&self, py: Python<'py>) -> Option<&Bound<'py, PyAny>> {
        self.store.as_ref().map(|store| store.bind(py))
    }

    /// Judges the handshake of a WebSocket, by its headers alone.
    ///
    /// The arguments are those of ``admit``.
    #[pyo3(signature = (headers, now=None))]
    fn admit_websocket(
        &self,
        py: Python<'_>,
        headers: &Bound<'_, PyAny>,
        now: Option<Whole>,
    ) -> PyResult<Admission> {
        let now = clock::seconds(py, now)?;
        let admission = with_headers(headers, |headers| self.core.admit_websocket(headers, now))?;
        Ok(Admission::new(&self.core, admission))
    }

    /// The answer to an error that arises behind this endpoint, in a registration for example.
    #[pyo3(signature = (error))]
    fn refuse(&self, error: &Bound<'_, PyAny>) -> PyResult<Refusal> {
        let found = error_of(error)?;
        let found = found.ok_or_else(|| wrong_argument("error", "SignkeyError", error))?;
        Ok(Refusal(self.core.refuse(found)))
    }

    fn __repr__(&self) -> String {
        let mode = self.core.mode().name();
        match self.core.keyring() {
            Ok(keyring) => format!("<signkey.Endpoint {mode} {}>", ids(keyring)),
            Err(error) => format!("<signkey.Endpoint {mode} {}>", error.code()),
        }
    }

    #[pyo3(signature = (protocol, /))]
    fn __reduce_ex__(&self, protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        pickle::refuse(protocol, "Endpoint")
    }
}

impl Endpoint {
    pub(crate) fn of(
        py: Python<'_>,
        options: Options,
        make: impl FnOnce(EndpointOptions) -> Result<signkey::Endpoint, Error>,
    ) -> PyResult<Self> {
        let Options { core, guard, store } = options;
        let core = make(core).map_err(|error| {
            let wrong = error.setting().and_then(|name| {
                let what = WRONG_OPTIONS.iter().find(|(option, _)| *option == name)?.1;
                Some(format!("argument '{name}': {what}"))
            });
            wrong.map_or_else(|| raise(py, error), |text| raise_with(py, error, &text))
        })?;
        Ok(Self { core, guard, store })
    }
}

/// What the core finds wrong with options.
const WRONG_OPTIONS: [(&str, &str); 2] = [
    ("unsigned_methods", "must be names of methods, in capitals"),
    (
        "replay_guard",
        "must have a window at least as wide as that of the endpoint, on both sides",
    ),
];

/// A keyring, or why there is none.
fn keyring_or_error(
    object: Option<&Bound<'_, PyAny>>,
) -> PyResult<Result<Arc<signkey::Keyring>, Error>> {
    let Some(object) = object else {
        return Ok(Err(ErrorKind::MissingSigningKey.into()));
    };
    if let Ok(keyring) = object.cast::<Keyring>() {
        return Ok(Ok(Arc::clone(&keyring.get().0)));
    }
    let error = error_of(object)?;
    let expected = "Keyring, SignkeyError or None";
    error
        .map(Err)
        .ok_or_else(|| wrong_argument("keyring", expected, object))
}
