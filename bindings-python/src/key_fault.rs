//! `KeyFault`, which is a class of Python.

use pyo3::{prelude::*, sync::PyOnceLock, types::PyType};
use signkey::KeyFault;

use crate::errors::raise;

/// The fault as `signkey.KeyFault`.
pub(crate) fn key_fault<'py>(py: Python<'py>, fault: &KeyFault) -> PyResult<Bound<'py, PyAny>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();

    let class = CLASS.import(py, "signkey._operations", "KeyFault")?;
    class.call1((
        raise(py, fault.error()).into_value(py),
        fault.cause(),
        fault.position(),
        fault.character(),
        fault.hint(),
        fault.to_string(),
    ))
}
