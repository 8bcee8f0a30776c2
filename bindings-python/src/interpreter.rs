//! The one interpreter of a process that this module works in.

use pyo3::{exceptions::PyImportError, prelude::*, sync::PyOnceLock};

/// Refuses to be imported in a second interpreter of the process. Classes and the exceptions of
/// refusals belong to the first, so there, every refusal would be an exception that nobody catches.
pub(crate) fn check(py: Python<'_>) -> PyResult<()> {
    static MODULES: PyOnceLock<Py<PyAny>> = PyOnceLock::new();

    let modules = py.import("sys")?.getattr("modules")?;
    let first = MODULES.get_or_init(py, || modules.clone().unbind());
    if first.is(&modules) {
        return Ok(());
    }
    Err(PyImportError::new_err(
        "signkey works in one interpreter of a process. In mod_wsgi, say `WSGIApplicationGroup \
         %{GLOBAL}`, or give each application a WSGIDaemonProcess of its own",
    ))
}
