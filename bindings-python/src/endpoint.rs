//! `Endpoint`: who sends a request.

use pyo3::{Borrowed, exceptions::PyTypeError, prelude::*, types::PyString};
use signkey::{Authenticated, Error, ErrorKind, Mode, Request, VerifyOptions};

use crate::{
    arguments::{Body, FUTURE, JSON_SIZE, PAST, Utf8, Whole, window},
    call::detached,
    clock,
    errors::{error_of, invalid_argument, raise},
    keyring::Keyring,
    opaque::refuse_to_reduce,
    request::{Headers, with_request},
    unverified::Unverified,
    verified::Verified,
    warning::EndpointWarning,
};

/// How requests to an app are authenticated: each one by its signature, whatever its method.
///
/// ``keyring``: the keys; ``None`` if there are none; the ``SignkeyError`` if making them failed.
/// In dev mode an unsigned request passes whatever is wrong with the keys; otherwise their error
/// is raised for every request.
///
/// ``mode``: ``"cloud"``, where every request is signed, or ``"dev"``, where a request without a
/// signature is let through as ``Unverified``. A signature that is there is always verified.
///
/// ``unsigned_methods``: requests of these methods, such as ``{"GET"}``, may pass without a
/// signature. Methods are compared byte for byte (RFC 9110, section 9.1). ``unsigned_sync``: so may
/// a ``PUT``, which begins a sync.
///
/// ``past``, ``future``: how far a signature may lie behind and ahead of the clock, in seconds,
/// the borders included. ``max_json_size``: the largest body, in bytes, whose canonical form is
/// tried.
///
/// Immutable, hence safe to share between threads; ``Config.endpoint`` makes one from the
/// settings. Raises ``InvalidArgumentError`` for an unknown mode.
#[pyclass(module = "signkey", frozen)]
pub(crate) struct Endpoint {
    core: signkey::Endpoint,
    keyring: Result<Py<Keyring>, Error>,
}

/// Who sent a request.
#[derive(IntoPyObject)]
pub(crate) enum Caller {
    Verified(Verified),
    Unverified(Unverified),
}

#[pymethods]
impl Endpoint {
    #[new]
    #[pyo3(
        signature = (
            keyring, *, mode, unsigned_methods=None, unsigned_sync=false, past=PAST, future=FUTURE,
            max_json_size=JSON_SIZE
        ),
        text_signature = "(keyring, *, mode, unsigned_methods=(), unsigned_sync=False, past=300, future=300, max_json_size=16777216)"
    )]
    #[expect(clippy::too_many_arguments, reason = "Python's keyword arguments")]
    fn new(
        py: Python<'_>,
        keyring: Option<&Bound<'_, PyAny>>,
        mode: Utf8<'_>,
        unsigned_methods: Option<Methods>,
        unsigned_sync: bool,
        past: Whole,
        future: Whole,
        max_json_size: Whole,
    ) -> PyResult<Self> {
        let mode = Mode::from_name(mode.as_str())
            .ok_or_else(|| invalid_argument(py, "the mode must be 'cloud' or 'dev'"))?;
        let keyring = keyring_or_error(keyring)?;
        let mut endpoint = signkey::Endpoint::new(mode);
        if unsigned_sync {
            endpoint = endpoint.allow_unsigned_sync();
        }
        let options = options(past, future, max_json_size);
        Ok(Self::of(endpoint, keyring, unsigned_methods, options))
    }

    /// The keys. Raises their error if there are none.
    #[getter]
    fn keyring(&self, py: Python<'_>) -> PyResult<Py<Keyring>> {
        let keyring = self.keyring.as_ref();
        keyring
            .map(|keyring| keyring.clone_ref(py))
            .map_err(|error| raise(py, *error))
    }

    /// Judges a request: ``Verified``, or ``Unverified`` if it needs no proof of its sender.
    ///
    /// ``method`` is in the case it came in. ``headers`` are all headers, a mapping or pairs of
    /// name and value, ``str`` or ``bytes``; a signature that comes twice is malformed. ``body`` is
    /// the raw bytes. ``now`` is the clock in whole seconds since 1970-01-01 00:00 UTC,
    /// ``time.time()`` by default.
    ///
    /// Raises the keyring's own error, but not in dev mode where no key is needed; then those of
    /// ``Keyring.verify_request``. Answer with the error's ``http_status``.
    #[pyo3(signature = (*, method, headers, body, now=None))]
    fn authenticate(
        &self,
        py: Python<'_>,
        method: Utf8<'_>,
        headers: Headers<'_>,
        body: Body<'_>,
        now: Option<Whole>,
    ) -> PyResult<Caller> {
        let now = clock::seconds(py, now)?;
        let verdict = with_request(&method, Some(&headers), Some(&body), |request| {
            self.judge(py, request, now)
        })?;
        Ok(match verdict {
            Authenticated::Verified(verified) => Caller::Verified(Verified(verified)),
            Authenticated::Unverified(reason) => Caller::Unverified(Unverified(reason)),
        })
    }

    /// Judges a request before its body is read, so that none is read in vain: ``Unverified``, or
    /// ``None`` if the body decides, and ``authenticate`` has to be asked.
    ///
    /// Raises the errors of ``authenticate`` that no body changes: the keyring's own,
    /// ``MissingSignatureError``, ``MalformedSignatureError``.
    #[pyo3(signature = (*, method, headers))]
    fn authenticate_unread(
        &self,
        py: Python<'_>,
        method: Utf8<'_>,
        headers: Headers<'_>,
    ) -> PyResult<Option<Unverified>> {
        with_request(&method, Some(&headers), None, |request| {
            let (method, headers) = (request.method, &request.headers);
            let verdict = self.core.authenticate_unread(self.keys(), method, headers);
            let reason = verdict.map_err(|error| raise(py, error))?;
            Ok(reason.map(Unverified))
        })
    }

    /// What these headers say that contradicts the mode, which changes nothing in how the request
    /// is judged; ``None`` if they do not.
    #[pyo3(signature = (headers))]
    fn warning(&self, headers: Headers<'_>) -> PyResult<Option<EndpointWarning>> {
        with_request(&Utf8::EMPTY, Some(&headers), None, |request| {
            Ok(self.core.warning(&request.headers).map(EndpointWarning))
        })
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(match &self.keyring {
            Ok(keyring) => format!("<signkey.Endpoint {}>", keyring.bind(py).repr()?),
            Err(error) => format!("<signkey.Endpoint {}>", error.code()),
        })
    }

    #[pyo3(signature = (protocol, /))]
    fn __reduce_ex__(&self, protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        refuse_to_reduce(protocol, "Endpoint")
    }
}

impl Endpoint {
    pub(crate) fn of(
        core: signkey::Endpoint,
        keyring: Result<Py<Keyring>, Error>,
        unsigned_methods: Option<Methods>,
        options: VerifyOptions,
    ) -> Self {
        let methods = unsigned_methods.map(|methods| methods.0);
        let core = core
            .allow_unsigned(methods.unwrap_or_default())
            .with_options(options);
        Self { core, keyring }
    }

    /// What the core says of a request.
    pub(crate) fn judge(
        &self,
        py: Python<'_>,
        request: &Request<'_>,
        now: u64,
    ) -> PyResult<Authenticated> {
        self.verdict(py, request, now)
            .map_err(|error| raise(py, error))
    }

    /// The same, a refusal included.
    pub(crate) fn verdict(
        &self,
        py: Python<'_>,
        request: &Request<'_>,
        now: u64,
    ) -> Result<Authenticated, Error> {
        let keyring = self.keys();
        detached(py, request.body.len(), || {
            self.core.authenticate(keyring, request, now)
        })
    }

    fn keys(&self) -> Result<&signkey::Keyring, Error> {
        match &self.keyring {
            Ok(keyring) => keyring.get().core(),
            Err(error) => Err(*error),
        }
    }
}

pub(crate) fn options(past: Whole, future: Whole, max_json_size: Whole) -> VerifyOptions {
    VerifyOptions::DEFAULT
        .with_window(window(past, future))
        .with_max_json_size(max_json_size.as_usize())
}

/// A keyring, or why there is none.
fn keyring_or_error(object: Option<&Bound<'_, PyAny>>) -> PyResult<Result<Py<Keyring>, Error>> {
    let Some(object) = object else {
        return Ok(Err(ErrorKind::MissingSigningKey.into()));
    };
    if let Ok(keyring) = object.cast::<Keyring>() {
        return Ok(Ok(keyring.clone().unbind()));
    }
    error_of(object)?.map(Err).ok_or_else(|| {
        PyTypeError::new_err("argument 'keyring': must be Keyring, SignkeyError or None")
    })
}

/// Names of methods.
pub(crate) struct Methods(Vec<String>);

impl FromPyObject<'_, '_> for Methods {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if object.is_instance_of::<PyString>() {
            let message = r#"must be a collection such as {"GET"}, not str"#;
            return Err(PyTypeError::new_err(message));
        }
        let methods = object.try_iter()?;
        methods
            .map(|method| method?.extract())
            .collect::<PyResult<_>>()
            .map(Self)
    }
}
