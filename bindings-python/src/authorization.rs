//! Credentials.

use pyo3::{prelude::*, sync::PyOnceLock, types::PyType};

/// A credential as text whose `repr` is redacted.
pub(crate) fn secret<'py>(
    py: Python<'py>,
    authorization: &signkey::Authorization,
) -> PyResult<Bound<'py, PyAny>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();

    let class = CLASS.import(py, "signkey._authorization", "Authorization")?;
    class.call1((authorization.as_str(),))
}
