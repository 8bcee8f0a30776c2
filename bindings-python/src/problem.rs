//! `Problem`.

use pyo3::prelude::*;

use crate::pickle;

/// Something that is wrong with a setting. Its ``str`` is a sentence for people, which names the
/// setting and quotes no value. Immutable.
#[pyclass(module = "signkey", frozen)]
pub(crate) struct Problem(pub(crate) signkey::Problem);

#[pymethods]
impl Problem {
    /// The ``snake_case`` name, such as ``"malformed_url"``.
    #[getter]
    fn code(&self) -> &'static str {
        self.0.kind().code()
    }

    /// ``"error"`` if something will be refused; ``"warning"`` if everything works, but perhaps not
    /// as it was meant.
    #[getter]
    fn severity(&self) -> &'static str {
        self.0.kind().severity().name()
    }

    /// The option or the variable to look at; options are in lower case.
    #[getter]
    fn setting(&self) -> &'static str {
        self.0.source().name()
    }

    /// What is wrong, for people, without the setting.
    #[getter]
    fn sentence(&self) -> String {
        self.0.kind().to_string()
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        let (code, severity, setting) = (self.code(), self.severity(), self.setting());
        format!("<signkey.Problem {severity} {code} {setting}>")
    }

    #[pyo3(signature = (protocol, /))]
    fn __reduce_ex__(&self, protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        pickle::refuse(protocol, "Problem")
    }
}
