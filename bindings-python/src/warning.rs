//! `RequestWarning`.

use pyo3::prelude::*;
use signkey::Warning;

use crate::pickle;

/// Something that looks wrong about a request. Its ``str`` is its sentence. Immutable.
#[pyclass(module = "signkey", frozen)]
pub(crate) struct RequestWarning(pub(crate) Warning);

#[pymethods]
impl RequestWarning {
    /// The ``snake_case`` name: ``"dev_server_in_cloud_mode"`` or ``"cloud_server_in_dev_mode"``.
    #[getter]
    fn code(&self) -> &'static str {
        self.0.code()
    }

    /// What looks wrong, for people.
    #[getter]
    fn sentence(&self) -> &'static str {
        self.0.message()
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!("<signkey.RequestWarning {}>", self.0.code())
    }

    #[pyo3(signature = (protocol, /))]
    fn __reduce_ex__(&self, protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        pickle::refuse(protocol, "RequestWarning")
    }
}
