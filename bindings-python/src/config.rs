//! `Config`: the settings of an app.

use pyo3::{
    intern,
    prelude::*,
    types::{PyDict, PyMapping, PyTuple},
};
use signkey::{Error, Introspector, Mode, Origin, Source};

use crate::{
    api_auth::ApiAuth,
    app::App,
    arguments::{Body, FUTURE, JSON_SIZE, PAST, Utf8, Whole},
    clock, config_options,
    endpoint::{self, Endpoint, Methods},
    errors::raise,
    keyring::Keyring,
    opaque::refuse_to_reduce,
    problem::Problem,
    request::{Headers, with_request},
};

/// What an app is configured to do: from options, from variables, else by default. ::
///
///     config = Config.from_env()
///     for problem in config.check():
///         logging.warning("%s", problem)
///
/// ``variables`` are a mapping in place of the environment; ``None``, as a value too, stands for
/// absent. Values that are blank count as absent, and an option goes before every variable. The
/// options: ``mode`` (``"cloud"`` or ``"dev"``), ``dev_server_url``, ``base_url``,
/// ``api_base_url``, ``event_api_base_url``, ``signing_key``, ``signing_key_fallback``,
/// ``event_key``, ``environment``, ``platform``, ``serve_origin`` and ``serve_path``, each ``str``
/// or ``None``.
///
/// A setting that is wrong is an error where it is used, never silently another one, and ``check``
/// lists all that is wrong at once. Text that is not UTF-8 is such a wrong setting. Keys are not kept
/// as text. Immutable, hence safe to share between threads; its ``repr`` shows the ids of the keys
/// alone; it cannot be pickled or copied.
///
/// Raises ``InvalidArgumentError`` for an unknown option or mode.
#[pyclass(module = "signkey", frozen)]
pub(crate) struct Config(pub(crate) signkey::Config);

#[pymethods]
impl Config {
    /// The names of all variables that are read.
    #[classattr]
    #[pyo3(name = "VARIABLES")]
    fn variables(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        PyTuple::new(py, signkey::Config::VARIABLES)
    }

    #[new]
    #[pyo3(signature = (variables=None, /, **options))]
    fn new(
        py: Python<'_>,
        variables: Option<&Bound<'_, PyMapping>>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        config_options::read(py, options, variables).map(Self)
    }

    /// Reads the environment of this process, ``os.environ``.
    #[staticmethod]
    #[pyo3(signature = (**options))]
    fn from_env(py: Python<'_>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let environ = py.import("os")?.getattr(intern!(py, "environ"))?;
        config_options::read(py, options, Some(environ.cast()?)).map(Self)
    }

    /// Whether requests come from the platform, ``"cloud"``, or from a development server,
    /// ``"dev"``. No URL decides it.
    #[getter]
    fn mode(&self, py: Python<'_>) -> PyResult<&'static str> {
        or_raise(py, self.0.mode().map(Mode::name))
    }

    /// Where the mode comes from: the name of an option or of a variable, or ``"default"``.
    #[getter]
    fn mode_source(&self) -> Option<&'static str> {
        self.0.mode_source().map(Source::name)
    }

    /// The name of the environment to act in; ``None`` for the one of the key.
    ///
    /// Raises ``InvalidHeaderValueError`` if it is not printable ASCII.
    #[getter]
    fn environment(&self, py: Python<'_>) -> PyResult<Option<&str>> {
        or_raise(py, self.0.environment())
    }

    /// Where the environment's name comes from, if there is one.
    #[getter]
    fn environment_source(&self) -> Option<&'static str> {
        self.0.environment_source().map(Source::name)
    }

    /// The hosting platform, as far as it is known.
    ///
    /// Raises ``InvalidHeaderValueError`` if it is not printable ASCII.
    #[getter]
    fn platform(&self, py: Python<'_>) -> PyResult<Option<&str>> {
        or_raise(py, self.0.platform())
    }

    /// Where the platform's API is.
    ///
    /// Raises ``MalformedUrlError``.
    #[getter]
    fn api_origin(&self, py: Python<'_>) -> PyResult<String> {
        or_raise(py, self.0.api_origin().map(ToString::to_string))
    }

    /// Where events are sent.
    ///
    /// Raises ``MalformedUrlError``.
    #[getter]
    fn event_api_origin(&self, py: Python<'_>) -> PyResult<String> {
        or_raise(py, self.0.event_api_origin().map(ToString::to_string))
    }

    /// The origin under which the platform reaches this app, if it was set.
    ///
    /// Raises ``MalformedUrlError``.
    #[getter]
    fn serve_origin(&self, py: Python<'_>) -> PyResult<Option<&str>> {
        let origin = or_raise(py, self.0.serve_origin())?;
        Ok(origin.map(Origin::as_str))
    }

    /// The path under which the platform reaches this app, if it was set.
    ///
    /// Raises ``MalformedUrlError``.
    #[getter]
    fn serve_path(&self, py: Python<'_>) -> PyResult<Option<&str>> {
        or_raise(py, self.0.serve_path())
    }

    /// The signing key and its fallback, if there is one.
    ///
    /// Raises ``MissingSigningKeyError`` or the errors of ``SigningKey``.
    #[getter]
    fn keyring(slf: Bound<'_, Self>) -> PyResult<Keyring> {
        let py = slf.py();
        or_raise(py, Keyring::of(slf))
    }

    /// Whether the configuration may be returned in the response to a signed sync.
    #[getter]
    fn allows_in_band_sync(&self, py: Python<'_>) -> PyResult<bool> {
        or_raise(py, self.0.allows_in_band_sync())
    }

    /// The URL to report to the platform: that of a request to this app, under the origin and the
    /// path that were set, and without ``deployId`` in its query.
    ///
    /// Raises ``MalformedUrlError``, also for the settings.
    #[pyo3(signature = (url))]
    fn serve_url(&self, py: Python<'_>, url: Utf8<'_>) -> PyResult<String> {
        or_raise(py, self.0.serve_url(url.as_str()))
    }

    /// Everything that is wrong, or looks so, in the order of the settings. Holds no secret.
    fn check(&self) -> Vec<Problem> {
        self.0.check().iter().copied().map(Problem).collect()
    }

    /// The settings and their problems as a JSON object, for logs. Of keys it says the ids.
    fn describe(&self) -> String {
        self.0.describe()
    }

    /// How requests to this app are authenticated. The arguments are those of ``Endpoint``; the
    /// keys, the mode and whether a sync may be unsigned come from the settings.
    #[pyo3(
        signature = (
            *, unsigned_methods=None, past=PAST, future=FUTURE, max_json_size=JSON_SIZE
        ),
        text_signature = "($self, *, unsigned_methods=(), past=300, future=300, max_json_size=16777216)"
    )]
    fn endpoint(
        slf: Bound<'_, Self>,
        unsigned_methods: Option<Methods>,
        past: Whole,
        future: Whole,
        max_json_size: Whole,
    ) -> PyResult<Endpoint> {
        let py = slf.py();
        let core = slf.get().0.endpoint();
        let keyring = match Keyring::of(slf) {
            Ok(keyring) => Ok(Py::new(py, keyring)?),
            Err(error) => Err(error),
        };
        let options = endpoint::options(past, future, max_json_size);
        Ok(Endpoint::of(core, keyring, unsigned_methods, options))
    }

    /// How this app's own calls to the platform's API are authenticated: not at all in dev mode
    /// without a usable key. Keep it, since it remembers which key works.
    ///
    /// Raises the errors of ``api_origin`` and, in cloud mode, those of ``keyring``.
    fn api_auth(&self, py: Python<'_>) -> PyResult<ApiAuth> {
        or_raise(py, self.0.api_auth()).map(ApiAuth)
    }

    /// What ``app`` says about itself, to whoever ``endpoint`` says is asking: the body of the answer
    /// to a ``GET``, as JSON (section 4.5 of the SDK specification).
    ///
    /// The other arguments are those of ``Endpoint.authenticate``. A refused signature is no error:
    /// less is said. Whether the request is answered at all is for ``Endpoint.authenticate``.
    #[pyo3(
        signature = (app, endpoint, *, method=None, headers=None, body=None, now=None),
        text_signature = "($self, app, endpoint, *, method='GET', headers=(), body=b'', now=None)"
    )]
    #[expect(clippy::too_many_arguments, reason = "Python's keyword arguments")]
    fn introspect(
        &self,
        py: Python<'_>,
        app: &App,
        endpoint: &Endpoint,
        method: Option<Utf8<'_>>,
        headers: Option<Headers<'_>>,
        body: Option<Body<'_>>,
        now: Option<Whole>,
    ) -> PyResult<String> {
        let now = clock::seconds(py, now)?;
        let method = method.unwrap_or(Utf8::GET);
        with_request(&method, headers.as_ref(), body.as_ref(), |request| {
            let verdict = endpoint.verdict(py, request, now);
            let asked_by = Introspector::of(&verdict);
            Ok(self.0.introspect(&app.core(), asked_by))
        })
    }

    fn __repr__(&self) -> String {
        format!("<signkey.{:?}>", self.0)
    }

    #[pyo3(signature = (protocol, /))]
    fn __reduce_ex__(&self, protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        refuse_to_reduce(protocol, "Config")
    }
}

fn or_raise<T>(py: Python<'_>, setting: Result<T, Error>) -> PyResult<T> {
    setting.map_err(|error| raise(py, error))
}
