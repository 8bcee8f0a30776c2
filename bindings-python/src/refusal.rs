//! `Refusal`: the answer to a request that is refused.

use pyo3::prelude::*;

use crate::{errors::raise, pickle};

/// The answer to a request that is refused: ``status``, ``headers`` and ``body`` are what to send.
/// Immutable.
#[pyclass(module = "signkey", frozen)]
pub(crate) struct Refusal(pub(crate) signkey::Refusal);

#[pymethods]
impl Refusal {
    /// Why the request is refused, as the exception of ``signkey.errors``. For logs; what the caller
    /// is told stands in ``body``.
    #[getter]
    fn error<'py>(&self, py: Python<'py>) -> Bound<'py, PyAny> {
        raise(py, self.0.error())
            .into_value(py)
            .into_bound(py)
            .into_any()
    }

    /// The HTTP status.
    #[getter]
    fn status(&self) -> u16 {
        self.0.status()
    }

    /// The headers to send, but for those of the transport, such as ``Content-Length``.
    #[getter]
    fn headers(&self) -> Vec<(&'static str, &'static str)> {
        self.0.headers().collect()
    }

    /// The body to send: a JSON object with the members ``code`` and ``message``. In cloud mode it
    /// says nothing about the settings of the app.
    #[getter]
    fn body(&self) -> Vec<u8> {
        self.0.body().into_bytes()
    }

    /// Whether a body of the request was announced and not read, so that the connection is of no
    /// further use.
    #[getter]
    fn is_unread(&self) -> bool {
        self.0.is_unread()
    }

    /// Whether the operator of the app has to mend something, as opposed to what anyone outside can
    /// cause.
    #[getter]
    fn is_fault(&self) -> bool {
        self.0.is_fault()
    }

    /// What to write into a log: the error with its setting, and what to do about it.
    #[getter]
    fn log(&self) -> String {
        self.0.log()
    }

    fn __repr__(&self) -> String {
        format!(
            "<signkey.Refusal {} {}>",
            self.0.status(),
            self.0.error().code()
        )
    }

    #[pyo3(signature = (protocol, /))]
    fn __reduce_ex__(&self, protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        pickle::refuse(protocol, "Refusal")
    }
}
