//! No object of this package is pickled or copied: none leaves its process.

use pyo3::{exceptions::PyTypeError, prelude::*};

/// The answer of `__reduce_ex__`, through which both pickle and copy go.
pub(crate) fn refuse(_protocol: &Bound<'_, PyAny>, class: &str) -> PyResult<()> {
    let message = format!("a {class} cannot be pickled or copied");
    Err(PyTypeError::new_err(message))
}
