//! `App`.

use pyo3::prelude::*;

use crate::{
    arguments::{Flag, Utf8, Whole},
    pickle,
};

/// What an SDK says of itself and of the app that it serves. None of it is secret.
///
/// ``id``: the id of the app. ``sdk``: the SDK and its version, ``"name:v1.2.3"``, which goes into
/// ``X-Inngest-Sdk``. ``language``: that of the SDK, such as ``"py"``. ``framework``: what serves
/// the app, such as ``"flask"``. ``functions``: their number. ``trust_probe``, ``connect``: whether
/// the SDK answers trust probes, and can connect to the platform by itself.
///
/// A text that cannot stand in a header is ``InvalidArgumentError`` where a registration begins. Immutable,
/// hence safe to share between threads.
#[pyclass(module = "signkey", frozen)]
pub(crate) struct App {
    id: String,
    sdk: String,
    language: String,
    framework: String,
    functions: u64,
    trust_probe: bool,
    connect: bool,
}

impl App {
    pub(crate) fn core(&self) -> signkey::App<'_> {
        signkey::App {
            id: &self.id,
            sdk: &self.sdk,
            language: &self.language,
            framework: &self.framework,
            functions: self.functions,
            trust_probe: self.trust_probe,
            connect: self.connect,
        }
    }
}

#[pymethods]
impl App {
    #[new]
    #[pyo3(
        signature = (
            *, id, sdk, language, framework, functions, trust_probe=Flag(false), connect=Flag(false)
        ),
        text_signature =
            "(*, id, sdk, language, framework, functions, trust_probe=False, connect=False)"
    )]
    fn new(
        id: Utf8<'_>,
        sdk: Utf8<'_>,
        language: Utf8<'_>,
        framework: Utf8<'_>,
        functions: Whole,
        trust_probe: Flag,
        connect: Flag,
    ) -> Self {
        Self {
            id: id.as_str().to_owned(),
            sdk: sdk.as_str().to_owned(),
            language: language.as_str().to_owned(),
            framework: framework.as_str().to_owned(),
            functions: functions.0,
            trust_probe: trust_probe.0,
            connect: connect.0,
        }
    }

    /// The id of the app.
    #[getter]
    fn id(&self) -> &str {
        &self.id
    }

    /// The SDK and its version.
    #[getter]
    fn sdk(&self) -> &str {
        &self.sdk
    }

    /// The language of the SDK.
    #[getter]
    fn language(&self) -> &str {
        &self.language
    }

    /// The framework that serves the app.
    #[getter]
    fn framework(&self) -> &str {
        &self.framework
    }

    /// The number of functions.
    #[getter]
    fn functions(&self) -> u64 {
        self.functions
    }

    /// Whether the SDK answers trust probes.
    #[getter]
    fn trust_probe(&self) -> bool {
        self.trust_probe
    }

    /// Whether the SDK can connect to the platform by itself.
    #[getter]
    fn connect(&self) -> bool {
        self.connect
    }

    fn __repr__(&self) -> String {
        format!("<signkey.App {:?} {:?}>", self.id, self.sdk)
    }

    #[pyo3(signature = (protocol, /))]
    fn __reduce_ex__(&self, protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        pickle::refuse(protocol, "App")
    }
}
