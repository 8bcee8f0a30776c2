//! The headers of a request, one by one as the core takes them.

use pyo3::{
    intern,
    prelude::*,
    types::{PyBool, PyBytes, PyDict, PyInt, PyIterator, PyList, PyString, PyTuple},
};

use crate::arguments::{about_argument, type_error, wrong_argument};

/// Hands headers to `take`: those of a mapping, or of any iterable of pairs, which is read once.
///
/// What is not text decides nothing: such a name is no header's, and such a value is empty, or a
/// number in decimal.
pub(crate) fn with_headers<T>(
    headers: &Bound<'_, PyAny>,
    take: impl FnOnce(&mut Fields<'_>) -> T,
) -> PyResult<T> {
    let mut fields = Fields {
        source: Source::of(headers)?,
        failure: None,
    };
    let taken = take(&mut fields);
    fields.failure.map_or(Ok(taken), Err)
}

/// Names and values. Ends early, and remembers why, where Python raises an error.
pub(crate) struct Fields<'py> {
    source: Source<'py>,
    failure: Option<PyErr>,
}

enum Source<'py> {
    /// What servers hand over, so it goes without an iterator.
    List(Bound<'py, PyList>, usize),
    Other(Bound<'py, PyIterator>),
}

impl<'py> Source<'py> {
    fn of(headers: &Bound<'py, PyAny>) -> PyResult<Self> {
        if let Ok(list) = headers.cast_exact::<PyList>() {
            return Ok(Self::List(list.clone(), 0));
        }
        if let Ok(mapping) = headers.cast::<PyDict>()
            && let Some(instead) = instead_of(mapping)?
        {
            return Err(about_argument("headers", instead, headers.py()));
        }
        let pairs = match headers.getattr_opt(intern!(headers.py(), "items"))? {
            Some(items) => items.call0()?,
            // A request may be iterable, as that of Django, of which that would take the body.
            None if has_headers(headers) => return Err(not_headers(headers)),
            None => headers.clone(),
        };
        match pairs.try_iter() {
            Ok(iterator) => Ok(Self::Other(iterator)),
            Err(_) => Err(not_headers(headers)),
        }
    }

    fn next(&mut self) -> PyResult<Option<Bound<'py, PyAny>>> {
        match self {
            Self::List(list, at) if *at < list.len() => {
                *at += 1;
                list.get_item(*at - 1).map(Some)
            }
            Self::List(..) => Ok(None),
            Self::Other(iterator) => iterator.next().transpose(),
        }
    }
}

impl<'py> Fields<'py> {
    fn read(&mut self) -> PyResult<Option<(Field<'py>, Field<'py>)>> {
        while let Some(pair) = self.source.next()? {
            let (name, value) = split(&pair)?;
            if let Some(name) = Field::text(&name) {
                return Ok(Some((name, Field::value(&value))));
            }
        }
        Ok(None)
    }
}

impl<'py> Iterator for Fields<'py> {
    type Item = (Field<'py>, Field<'py>);

    fn next(&mut self) -> Option<Self::Item> {
        self.read().unwrap_or_else(|failure| {
            self.failure = Some(failure);
            None
        })
    }
}

/// The two parts of a pair: a tuple, a list as some servers have it, or any two objects.
fn split<'py>(pair: &Bound<'py, PyAny>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
    if let Ok(tuple) = pair.cast_exact::<PyTuple>()
        && tuple.len() == 2
    {
        return Ok((tuple.get_item(0)?, tuple.get_item(1)?));
    }
    let parts: Option<Vec<_>> = pair
        .try_iter()
        .ok()
        .and_then(|parts| parts.take(3).collect::<PyResult<_>>().ok());
    match parts.map(<[_; 2]>::try_from) {
        Some(Ok([name, value])) => Ok((name, value)),
        _ => Err(not_headers(pair)),
    }
}

/// What is wrong with a mapping that holds headers and is none: in headers, all values are text.
fn instead_of(given: &Bound<'_, PyDict>) -> PyResult<Option<PyErr>> {
    let py = given.py();
    let is_object = |name| -> PyResult<bool> {
        let value = given.get_item(name)?;
        Ok(value.is_some_and(|value| Field::text(&value).is_none() && !value.is_none()))
    };
    let message = if is_object(intern!(py, "wsgi.multithread"))? {
        "must be headers, not a WSGI environ: pass `signkey.wsgi.headers(environ)`"
    } else if is_object(intern!(py, "requestContext"))? {
        "must be headers, not an event of AWS Lambda: pass `event[\"headers\"]`, or decorate the \
         handler with `signkey.aws_lambda.protect(endpoint)`"
    } else if is_object(intern!(py, "headers"))? {
        "must be headers, not a mapping that has them: pass its `[\"headers\"]`"
    } else {
        return Ok(None);
    };
    Ok(Some(type_error(py, message)))
}

fn has_headers(given: &Bound<'_, PyAny>) -> bool {
    let has_headers = given.hasattr(intern!(given.py(), "headers"));
    has_headers.unwrap_or_default()
}

#[cold]
fn not_headers(given: &Bound<'_, PyAny>) -> PyErr {
    let expected = match has_headers(given) {
        true => "a mapping, or pairs of a name and a value, such as its `.headers`",
        false => "a mapping, or pairs of a name and a value",
    };
    wrong_argument("headers", expected, given)
}

/// A name or a value.
pub(crate) enum Field<'py> {
    Bytes(Bound<'py, PyBytes>),
    Text(Bound<'py, PyString>),
    Other(String),
}

impl<'py> Field<'py> {
    /// The text of an object, if it is any.
    fn text(object: &Bound<'py, PyAny>) -> Option<Self> {
        if let Ok(bytes) = object.cast::<PyBytes>() {
            return Some(Self::Bytes(bytes.clone()));
        }
        let text = object.cast::<PyString>().ok()?;
        Some(match text.to_str() {
            Ok(_) => Self::Text(text.clone()),
            Err(_) => Self::Other(text.to_string_lossy().into_owned()),
        })
    }

    fn value(object: &Bound<'py, PyAny>) -> Self {
        Self::text(object).unwrap_or_else(|| {
            let number = object.extract::<u64>().ok();
            let is_number = object.is_instance_of::<PyInt>() && !object.is_instance_of::<PyBool>();
            let number = number.filter(|_| is_number);
            Self::Other(number.map_or_else(String::new, |number| number.to_string()))
        })
    }
}

impl AsRef<[u8]> for Field<'_> {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Bytes(bytes) => bytes.as_bytes(),
            Self::Text(text) => text.to_str().map_or(b"", str::as_bytes),
            Self::Other(text) => text.as_bytes(),
        }
    }
}
