//! A request as an application received it.

use pyo3::{Borrowed, exceptions::PyTypeError, intern, prelude::*};
use signkey::{Request, RequestHeaders};

use crate::arguments::{Body, Text, Utf8};

/// All headers of a request: a mapping, or pairs of name and value.
pub(crate) struct Headers<'py>(Vec<(Bound<'py, PyAny>, Bound<'py, PyAny>)>);

impl<'py> FromPyObject<'_, 'py> for Headers<'py> {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let not_headers =
            |_| PyTypeError::new_err("must be a mapping, or pairs of a name and a value");
        let items = object.getattr_opt(intern!(object.py(), "items"))?;
        let pairs = match items {
            Some(items) => items.call0()?,
            None => object.to_owned(),
        };
        let mut headers = Vec::new();
        for pair in pairs.try_iter().map_err(not_headers)? {
            // Two of anything: a tuple, or a list as some servers have it.
            let parts: [Bound<'py, PyAny>; 2] = pair?.extract().map_err(not_headers)?;
            headers.push(parts.into());
        }
        Ok(Self(headers))
    }
}

/// Hands a request to the core.
pub(crate) fn with_request<T>(
    method: &Utf8<'_>,
    headers: Option<&Headers<'_>>,
    body: Option<&Body<'_>>,
    work: impl FnOnce(&Request<'_>) -> PyResult<T>,
) -> PyResult<T> {
    let mut fields: Vec<(Text<'_>, Text<'_>)> = Vec::new();
    for (name, value) in headers.iter().flat_map(|headers| &headers.0) {
        fields.push((name.extract()?, value.extract()?));
    }
    work(&Request {
        method: method.as_str(),
        headers: RequestHeaders::collect(fields.iter().map(|(name, value)| (name, value))),
        body: body.map_or(b"", Body::as_bytes),
    })
}
