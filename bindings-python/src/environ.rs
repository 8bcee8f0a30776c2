//! Headers in the environment of CGI and WSGI.

use pyo3::{
    prelude::*,
    sync::PyOnceLock,
    types::{PyDict, PyList, PyString, PyTuple},
};
use signkey::WANTED_HEADERS;

use crate::arguments::wrong_argument;

/// The headers of a request that matter, out of a WSGI ``environ``, as ``Endpoint.admit`` takes them.
///
/// What the server joined because it was there twice is one header with both values.
#[pyfunction]
#[pyo3(signature = (environ))]
pub(crate) fn headers<'py>(environ: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyList>> {
    static VARIABLES: PyOnceLock<Vec<Variable>> = PyOnceLock::new();

    let py = environ.py();
    let Ok(environ) = environ.cast::<PyDict>() else {
        return Err(wrong_argument("environ", "dict, as WSGI has it", environ));
    };
    let variables = VARIABLES.get_or_init(py, || {
        WANTED_HEADERS.map(|name| Variable::new(py, name)).into()
    });
    let headers = PyList::empty(py);
    for variable in variables {
        if let Some(value) = environ.get_item(&variable.key)?
            && !(variable.is_of_body && is_empty(&value))
        {
            headers.append(PyTuple::new(py, [variable.name.bind(py).as_any(), &value])?)?;
        }
    }
    Ok(headers)
}

/// Where a header stands (RFC 3875, section 4.1).
struct Variable {
    name: Py<PyString>,
    key: Py<PyString>,
    /// Those of the body have no prefix, and are as good as absent if they are empty.
    is_of_body: bool,
}

impl Variable {
    fn new(py: Python<'_>, name: &str) -> Self {
        let key = name.to_ascii_uppercase().replace('-', "_");
        let is_of_body = key.starts_with("CONTENT_");
        let prefix = if is_of_body { "" } else { "HTTP_" };
        Self {
            name: PyString::intern(py, name).unbind(),
            key: PyString::intern(py, &format!("{prefix}{key}")).unbind(),
            is_of_body,
        }
    }
}

fn is_empty(value: &Bound<'_, PyAny>) -> bool {
    value
        .cast::<PyString>()
        .is_ok_and(|text| text.to_str().is_ok_and(str::is_empty))
}
