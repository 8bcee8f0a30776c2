//! `SyncResponse`: the response to the request that began a sync.

use pyo3::{
    prelude::*,
    types::{PyBytes, PyDict},
};
use signkey::HeaderField;

use crate::pickle;

/// The response to the request that began a sync. Immutable.
#[pyclass(module = "signkey", frozen)]
pub(crate) struct SyncResponse {
    status: u16,
    headers: Vec<HeaderField>,
    body: Vec<u8>,
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
    fn headers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let headers = PyDict::new(py);
        for (name, value) in &self.headers {
            headers.set_item(name, value)?;
        }
        Ok(headers)
    }

    /// The body: JSON in UTF-8.
    #[getter]
    fn body<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.body)
    }

    fn __repr__(&self) -> String {
        format!("<signkey.SyncResponse {}>", self.status)
    }

    #[pyo3(signature = (protocol, /))]
    fn __reduce_ex__(&self, protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        pickle::refuse(protocol, "SyncResponse")
    }
}

impl SyncResponse {
    pub(crate) fn new(response: signkey::SyncResponse<'_>) -> Self {
        Self {
            status: response.status,
            headers: response.headers,
            body: response.body.into_owned(),
        }
    }
}
