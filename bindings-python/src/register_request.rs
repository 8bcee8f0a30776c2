//! `RegisterRequest`: what goes to the platform in a registration.

use pyo3::{prelude::*, types::PyDict};
use signkey::Authorization;

use crate::{authorization::secret, pickle};

/// A ``POST`` for the platform, whose body is the configuration of the app. It follows no redirect.
#[pyclass(module = "signkey", frozen)]
pub(crate) struct RegisterRequest(pub(crate) signkey::RegisterRequest);

#[pymethods]
impl RegisterRequest {
    /// The method: ``"POST"``.
    #[getter]
    fn method(&self) -> &'static str {
        signkey::RegisterRequest::METHOD
    }

    /// Where to send it.
    #[getter]
    fn url(&self) -> &str {
        self.0.url()
    }

    /// The headers to send, the secret ``Authorization`` among them.
    #[getter]
    fn headers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let headers = PyDict::new(py);
        for (name, value) in self.0.headers() {
            headers.set_item(name, value)?;
        }
        if let Some(authorization) = self.0.authorization() {
            headers.set_item(Authorization::NAME, secret(py, &authorization)?)?;
        }
        Ok(headers)
    }

    fn __repr__(&self) -> String {
        format!("<signkey.RegisterRequest {:?}>", self.0.url())
    }

    #[pyo3(signature = (protocol, /))]
    fn __reduce_ex__(&self, protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        pickle::refuse(protocol, "RegisterRequest")
    }
}
