//! `EndpointWarning`.

use pyo3::prelude::*;
use signkey::Warning;

use crate::opaque::refuse_to_reduce;

/// Something that looks wrong about a request. Its ``str`` is its sentence. Immutable.
#[pyclass(module = "signkey", frozen)]
pub(crate) struct EndpointWarning(pub(crate) Warning);

#[pymethods]
impl EndpointWarning {
    /// The ``snake_case`` name: ``"dev_server_in_cloud_mode"`` or ``"cloud_server_in_dev_mode"``.
    #[getter]
    fn code(&self) -> &'static str {
        self.0.code()
    }

    /// What looks wrong, for people.
    #[getter]
    fn sentence(&self) -> String {
        self.0.to_string()
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!("<signkey.EndpointWarning {}>", self.0.code())
    }

    #[pyo3(signature = (protocol, /))]
    fn __reduce_ex__(&self, protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        refuse_to_reduce(protocol, "EndpointWarning")
    }
}
