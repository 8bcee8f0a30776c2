//! The core's errors as the exceptions of `signkey.errors`.

use pyo3::{
    intern,
    prelude::*,
    sync::PyOnceLock,
    types::{PyDict, PyType},
};
use signkey::{Config, Error, ErrorKind};

/// The exception for this error.
pub(crate) fn raise(py: Python<'_>, error: Error) -> PyErr {
    raise_with(py, error, &error.to_string())
}

/// The exception for an argument that the core cannot even be given.
pub(crate) fn invalid_argument(py: Python<'_>, message: &str) -> PyErr {
    raise_with(py, ErrorKind::InvalidArgument.into(), message)
}

/// The exception for this error, with a message of its own.
pub(crate) fn raise_with(py: Python<'_>, error: Error, message: &str) -> PyErr {
    exception(py, error, message).map_or_else(|failure| failure, PyErr::from_value)
}

fn exception<'py>(py: Python<'py>, error: Error, message: &str) -> PyResult<Bound<'py, PyAny>> {
    static CLASSES: PyOnceLock<Py<PyDict>> = PyOnceLock::new();

    let classes = CLASSES.get_or_try_init(py, || {
        let classes = py.import("signkey.errors")?.getattr("BY_CODE")?;
        PyResult::Ok(classes.cast_into::<PyDict>()?.unbind())
    })?;
    let details = PyDict::new(py);
    details.set_item(intern!(py, "position"), error.position())?;
    details.set_item(intern!(py, "skew_seconds"), error.skew_seconds())?;
    details.set_item(intern!(py, "setting"), error.setting())?;
    details.set_item(intern!(py, "hint"), error.hint())?;
    let class = classes.bind(py).as_any().get_item(error.code())?;
    class.call((message,), Some(&details))
}

/// The core's error that an exception was made of; `None` if the object is no such exception.
pub(crate) fn error_of(object: &Bound<'_, PyAny>) -> PyResult<Option<Error>> {
    static BASE: PyOnceLock<Py<PyType>> = PyOnceLock::new();

    let py = object.py();
    let base = BASE.import(py, "signkey.errors", "SignkeyError")?;
    if !object.is_instance(base)? {
        return Ok(None);
    }
    let number = object.getattr(intern!(py, "number"))?.extract()?;
    let kind = ErrorKind::from_number(number).unwrap_or(ErrorKind::Internal);
    let detail = |name| object.getattr(name)?.extract::<Option<u64>>();
    let position = detail(intern!(py, "position"))?;
    let detail = position.or(detail(intern!(py, "skew_seconds"))?);
    let error = Error::new(kind, detail.unwrap_or_default());
    let setting: Option<String> = object.getattr(intern!(py, "setting"))?.extract()?;
    let setting = setting.and_then(|name| Config::source_named(&name));
    Ok(Some(setting.map_or(error, |setting| {
        error.with_setting(setting.name())
    })))
}

/// Number, HTTP status, sentence, hint and documentation of every kind of error, by code.
pub(crate) fn kinds(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let kinds = PyDict::new(py);
    for kind in ErrorKind::ALL {
        let (status, sentence, hint) = (kind.http_status(), kind.message(), kind.hint());
        let facts = (kind.number(), status, sentence, hint, kind.docs());
        kinds.set_item(kind.code(), facts)?;
    }
    Ok(kinds)
}
