//! `Config`: the settings of an app.

use std::sync::Arc;

use pyo3::{
    intern,
    prelude::*,
    types::{PyDict, PyMapping, PyTuple},
};
use signkey::{Error, Mode, Origin, Source};

use crate::{
    admission::Admission,
    api_auth::ApiAuth,
    app::App,
    arguments::{Of, Utf8, wrong_argument},
    config_options,
    endpoint::Endpoint,
    endpoint_options,
    errors::raise,
    keyring::Keyring,
    pickle,
    problem::Problem,
    registration::Registration,
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
/// A variable whose name ends in ``_FILE`` holds the path of a file that holds the key, as secrets of
/// Docker and Kubernetes are; it is read, and set beside the key itself it is an error.
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
        variables: Option<&Bound<'_, PyAny>>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        let variables = variables.map(|given| {
            let mapping = given.cast::<PyMapping>();
            mapping.map_err(|_| wrong_argument("variables", "a mapping or None", given))
        });
        config_options::read(py, options, variables.transpose()?).map(Self)
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
    ///
    /// Raises ``InvalidSettingError``; then every request is refused.
    #[getter]
    fn mode(&self, py: Python<'_>) -> PyResult<&'static str> {
        or_raise(py, self.0.mode().map(Mode::name))
    }

    /// Where the mode comes from: the name of an option or of a variable, or ``"default"``; ``None``
    /// if that says nothing that is known.
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
    /// Raises ``MalformedUrlError``; ``InvalidSettingError`` if it is a development server whose place
    /// is not known.
    #[getter]
    fn api_origin(&self, py: Python<'_>) -> PyResult<String> {
        or_raise(py, self.0.api_origin().map(ToString::to_string))
    }

    /// Where events are sent.
    ///
    /// Raises the errors of ``api_origin``.
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
    fn keyring(&self, py: Python<'_>) -> PyResult<Keyring> {
        let keyring = or_raise(py, self.0.keyring())?;
        Ok(Keyring(Arc::clone(keyring)))
    }

    /// Whether the configuration may be returned in the response to a signed sync.
    ///
    /// Raises ``InvalidSettingError``; then every request is refused.
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

    /// How requests get into this app. The options are those of ``Endpoint``; the mode, the keys and
    /// whether a sync may be unsigned come from the settings. If a switch of the settings is wrong,
    /// the endpoint refuses every request.
    ///
    /// Raises the errors of ``Endpoint``.
    #[pyo3(signature = (**options))]
    fn endpoint(&self, py: Python<'_>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Endpoint> {
        let options = endpoint_options::read(options)?;
        Endpoint::of(py, options, |options| self.0.endpoint(options))
    }

    /// How this app's own calls to the platform's API are authenticated: not at all in dev mode
    /// without a usable key. What one learns of the keys, all know that this configuration made.
    ///
    /// Raises the errors of ``api_origin`` and, in cloud mode, those of ``keyring``.
    fn api_auth(&self, py: Python<'_>) -> PyResult<ApiAuth> {
        or_raise(py, self.0.api_auth()).map(ApiAuth)
    }

    /// Begins to register ``app`` with the platform, as the ``PUT`` asks that was admitted; it is not
    /// judged again. ``query`` is that of its URL as received, without the question mark.
    ///
    /// Raises the error of a refused request, ``InvalidArgumentError`` if its body is still to come;
    /// the errors of ``api_auth``; ``MethodNotAllowedError`` for another method;
    /// ``InvalidArgumentError`` for texts of the app that cannot stand in headers;
    /// ``MissingEnvironmentError``, ``InvalidHeaderValueError``, ``MalformedUrlError`` and
    /// ``InvalidSettingError`` of the settings.
    #[pyo3(signature = (app, admission, query=Utf8::EMPTY))]
    fn registration(
        &self,
        py: Python<'_>,
        app: Of<'_, App>,
        admission: Of<'_, Admission>,
        query: Utf8<'_>,
    ) -> PyResult<Registration> {
        let admission = admission.get().core(py);
        let begun = self
            .0
            .registration(&app.get().core(), &admission, query.as_str());
        or_raise(py, begun).map(Registration::new)
    }

    /// What ``app`` says about itself to whoever was admitted: the body of the answer to a ``GET``, as
    /// JSON (section 4.5 of the SDK specification). Who was refused gets an answer too, which says
    /// so.
    #[pyo3(signature = (app, admission))]
    fn introspect(&self, py: Python<'_>, app: Of<'_, App>, admission: Of<'_, Admission>) -> String {
        self.0
            .introspect(&app.get().core(), &admission.get().core(py))
    }

    fn __repr__(&self) -> String {
        format!("<signkey.{:?}>", self.0)
    }

    #[pyo3(signature = (protocol, /))]
    fn __reduce_ex__(&self, protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        pickle::refuse(protocol, "Config")
    }
}

fn or_raise<T>(py: Python<'_>, setting: Result<T, Error>) -> PyResult<T> {
    setting.map_err(|error| raise(py, error))
}
