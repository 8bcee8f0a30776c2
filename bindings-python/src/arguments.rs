//! Arguments as the core takes them.

use std::borrow::Cow;

use pyo3::{
    Borrowed,
    buffer::PyBuffer,
    exceptions::PyTypeError,
    prelude::*,
    types::{PyBool, PyBytes, PyInt, PyString},
};
use signkey::{ReplayWindow, VerifyOptions};

use crate::errors::invalid_argument;

/// The core's defaults, as the arguments that they are the defaults of.
pub(crate) const PAST: Whole = Whole(ReplayWindow::DEFAULT.past);
pub(crate) const FUTURE: Whole = Whole(ReplayWindow::DEFAULT.future);
pub(crate) const JSON_SIZE: Whole = Whole(VerifyOptions::DEFAULT.max_json_size as u64);
pub(crate) const DOCUMENT_SIZE: Whole = Whole(signkey::JSON_SIZE_DEFAULT as u64);
pub(crate) const PRIMARY: Whole = Whole(0);

/// What an argument has to be, and the type of what was given. Python puts the argument's name in
/// front.
#[cold]
pub(crate) fn wrong_type(expected: &str, given: &Bound<'_, PyAny>) -> PyErr {
    let given = given.get_type().name();
    let given = given.map_or_else(|_| "another type".into(), |name| name.to_string());
    PyTypeError::new_err(format!("must be {expected}, not {given}"))
}

/// The same for an argument that Python hands over as it is.
#[cold]
pub(crate) fn wrong_argument(name: &str, expected: &str, given: &Bound<'_, PyAny>) -> PyErr {
    let error = wrong_type(expected, given);
    about_argument(name, error, given.py())
}

/// Puts an argument's name in front of what is wrong with its type.
#[cold]
pub(crate) fn about_argument(name: &str, error: PyErr, py: Python<'_>) -> PyErr {
    match error.is_instance_of::<PyTypeError>(py) {
        true => PyTypeError::new_err(format!("argument '{name}': {}", error.value(py))),
        false => error,
    }
}

/// The bytes of a message: `bytes` as they lie in memory. Other buffers can change while the GIL
/// is released, so they are copied first.
pub(crate) struct Body<'a>(Cow<'a, [u8]>);

impl Body<'_> {
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl<'a> FromPyObject<'a, '_> for Body<'a> {
    type Error = PyErr;

    #[inline]
    fn extract(object: Borrowed<'a, '_, PyAny>) -> PyResult<Self> {
        match object.extract() {
            Ok(bytes) => Ok(Self(Cow::Borrowed(bytes))),
            Err(_) => copy(object).map(|bytes| Self(Cow::Owned(bytes))),
        }
    }
}

/// The bytes of another buffer, as they are now.
#[cold]
fn copy(object: Borrowed<'_, '_, PyAny>) -> PyResult<Vec<u8>> {
    if object.is_instance_of::<PyString>() {
        return Err(PyTypeError::new_err(
            "must be bytes, not str: a signature covers the bytes as they are sent, and text \
             does not say which they were. Pass the raw body, as in `await request.body()` \
             (Starlette, FastAPI) or `request.get_data()` (Flask)",
        ));
    }
    let buffer = PyBuffer::<u8>::get(&object).map_err(|_| {
        let expected = "bytes, or a buffer of bytes such as bytearray and memoryview";
        wrong_type(expected, &object)
    })?;
    buffer.to_vec(object.py())
}

/// A key or a header: `str`, or `bytes` where they come from a socket.
pub(crate) struct Text<'a>(Cow<'a, [u8]>);

impl AsRef<[u8]> for Text<'_> {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl<'a> FromPyObject<'a, '_> for Text<'a> {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, '_, PyAny>) -> PyResult<Self> {
        if let Ok(text) = object.cast::<PyString>() {
            // Lone surrogates have no UTF-8. The core sees another character that it refuses.
            return Ok(Self(object.extract::<&str>().map_or_else(
                |_| Cow::Owned(text.to_string_lossy().into_owned().into_bytes()),
                |text| Cow::Borrowed(text.as_bytes()),
            )));
        }
        if object.is_instance_of::<PyBytes>() {
            return Ok(Self(Cow::Borrowed(object.extract()?)));
        }
        Err(wrong_type("str, bytes or None", &object))
    }
}

/// Text that is UTF-8 to the core. Lone surrogates, which stand for bytes that are none, become
/// U+FFFD, which the core refuses wherever it matters.
pub(crate) struct Utf8<'a>(Cow<'a, str>);

impl Utf8<'_> {
    pub(crate) const EMPTY: Self = Self(Cow::Borrowed(""));

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'a> FromPyObject<'a, '_> for Utf8<'a> {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, '_, PyAny>) -> PyResult<Self> {
        let Ok(text) = object.cast::<PyString>() else {
            return Err(wrong_type("str", &object));
        };
        let valid = object.extract::<&str>().map(Cow::Borrowed);
        Ok(Self(valid.unwrap_or_else(|_| {
            Cow::Owned(text.to_string_lossy().into_owned())
        })))
    }
}

/// A whole number that fits 64 bits: a clock, a tolerance, a size or an index.
#[derive(Clone, Copy)]
pub(crate) struct Whole(pub(crate) u64);

impl Whole {
    /// The number as a size or an index; one that no memory can hold stays out of every range.
    pub(crate) fn as_usize(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

impl FromPyObject<'_, '_> for Whole {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        // `True` is an `int` to Python, but no number of seconds.
        if !object.is_instance_of::<PyInt>() || object.is_instance_of::<PyBool>() {
            return Err(wrong_type("int, such as `int(time.time())`", &object));
        }
        let number = object.extract();
        number.map(Self).map_err(|_| {
            let message = "a number must lie between 0 and 2**64 - 1";
            invalid_argument(object.py(), message)
        })
    }
}

/// An HTTP status: any number that the core can be given.
#[derive(Clone, Copy)]
pub(crate) struct Status(pub(crate) u16);

impl FromPyObject<'_, '_> for Status {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let Whole(number) = object.extract()?;
        let status = u16::try_from(number);
        status.map(Self).map_err(|_| {
            let message = "a status must lie between 0 and 65535";
            invalid_argument(object.py(), message)
        })
    }
}

/// The window between these tolerances.
pub(crate) fn window(Whole(past): Whole, Whole(future): Whole) -> ReplayWindow {
    ReplayWindow { past, future }
}
