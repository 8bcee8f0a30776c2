//! What all classes share: their objects leave the process in no form.

use pyo3::{exceptions::PyTypeError, prelude::*};

/// The answer of `__reduce_ex__`, through which both pickle and copy go.
pub(crate) fn refuse_to_reduce(_protocol: &Bound<'_, PyAny>, class: &str) -> PyResult<()> {
    let message = format!("a {class} cannot be pickled or copied");
    Err(PyTypeError::new_err(message))
}
