//! What goes over the network in a sync.

use pyo3::{
    prelude::*,
    types::{PyBytes, PyDict},
};
use signkey::HeaderField;

use crate::opaque::refuse_to_reduce;

/// A ``POST`` for the platform, whose body is the configuration of the app. It follows no redirect.
#[pyclass(module = "signkey", frozen)]
pub(crate) struct SyncRequest {
    pub(crate) url: String,
    pub(crate) headers: Py<PyDict>,
}

#[pymethods]
impl SyncRequest {
    /// Where to send it.
    #[getter]
    fn url(&self) -> &str {
        &self.url
    }

    /// The headers to send, the secret ``Authorization`` among them.
    #[getter]
    fn headers<'py>(&self, py: Python<'py>) -> Bound<'py, PyDict> {
        self.headers.bind(py).clone()
    }

    fn __repr__(&self) -> String {
        format!("<signkey.SyncRequest {:?}>", self.url)
    }

    #[pyo3(signature = (protocol, /))]
    fn __reduce_ex__(&self, protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        refuse_to_reduce(protocol, "SyncRequest")
    }
}

/// The response to whoever began a sync.
#[pyclass(module = "signkey", frozen)]
pub(crate) struct SyncResponse {
    pub(crate) status: u16,
    pub(crate) headers: Py<PyDict>,
    pub(crate) body: Py<PyBytes>,
}

#[pymethods]
impl SyncResponse {
    /// The HTTP status.
    #[getter]
    fn status(&self) -> u16 {
        self.status
    }

    /// All headers to send, the signature among them if the request was verified.
    #[getter]
    fn headers<'py>(&self, py: Python<'py>) -> Bound<'py, PyDict> {
        self.headers.bind(py).clone()
    }

    /// The body: JSON in UTF-8.
    #[getter]
    fn body<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        self.body.bind(py).clone()
    }

    fn __repr__(&self) -> String {
        format!("<signkey.SyncResponse {}>", self.status)
    }

    #[pyo3(signature = (protocol, /))]
    fn __reduce_ex__(&self, protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        refuse_to_reduce(protocol, "SyncResponse")
    }
}

/// Headers by their names, in the core's order; no name is there twice.
pub(crate) fn dict<'py>(py: Python<'py>, fields: &[HeaderField]) -> PyResult<Bound<'py, PyDict>> {
    let headers = PyDict::new(py);
    for (name, value) in fields {
        headers.set_item(name, value)?;
    }
    Ok(headers)
}
