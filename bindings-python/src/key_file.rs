//! Variables that hold the path of a file, as secrets of Docker and Kubernetes are.

use pyo3::{
    exceptions::PyException,
    prelude::*,
    types::{PyBytes, PyString},
};

/// More than any key has.
const SIZE_MAX: usize = 1 << 16;

/// What the file holds, for the core to judge: empty stands for a file that cannot be read, or that is
/// not UTF-8. `None` if the variable is blank.
pub(crate) fn content(py: Python<'_>, path: &Bound<'_, PyString>) -> PyResult<Option<String>> {
    let path = path.call_method0("strip")?;
    if path.is_empty()? {
        return Ok(None);
    }
    match read(py, &path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.is_instance_of::<PyException>(py) => Ok(Some(String::new())),
        // As when the process is interrupted.
        Err(error) => Err(error),
    }
}

/// Python opens it, since paths need not be UTF-8.
fn read(py: Python<'_>, path: &Bound<'_, PyAny>) -> PyResult<String> {
    let file = py.import("io")?.call_method1("open", (path, "rb"))?;
    let content = file.call_method1("read", (SIZE_MAX,));
    file.call_method0("close")?;
    let content = content?.cast_into::<PyBytes>()?;
    Ok(String::from_utf8(content.as_bytes().to_vec())?)
}
