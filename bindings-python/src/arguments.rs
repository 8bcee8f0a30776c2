//! Arguments as the core takes them.

use std::borrow::Cow;

use pyo3::{
    Borrowed, PyClass,
    buffer::PyBuffer,
    prelude::*,
    pyclass::boolean_struct::True,
    sync::PyOnceLock,
    types::{PyBool, PyBytes, PyDict, PyInt, PyList, PyString, PyType},
};
use signkey::{ReplayWindow, VerifyOptions};

use crate::errors::invalid_argument;

/// The core's defaults, as the arguments that they are the defaults of.
pub(crate) const PAST: Whole = Whole(ReplayWindow::DEFAULT.past);
pub(crate) const FUTURE: Whole = Whole(ReplayWindow::DEFAULT.future);
pub(crate) const JSON_SIZE: Whole = Whole(VerifyOptions::DEFAULT.max_json_size as u64);
pub(crate) const DOCUMENT_SIZE: Whole = Whole(signkey::JSON_SIZE_DEFAULT as u64);
pub(crate) const PRIMARY: Whole = Whole(0);

/// What an argument has to be, and the type of what was given. Its note names the argument, and
/// the exception puts it in front.
#[cold]
pub(crate) fn wrong_type(expected: &str, given: &Bound<'_, PyAny>) -> PyErr {
    let (py, given) = (given.py(), given.get_type().name());
    let given = given.map_or_else(|_| "another type".into(), |name| name.to_string());
    type_error(py, &format!("must be {expected}, not {given}"))
}

#[cold]
pub(crate) fn type_error(py: Python<'_>, message: &str) -> PyErr {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();

    let class = CLASS.import(py, "signkey._error", "ArgumentTypeError");
    let error = class.and_then(|class| class.call1((message,)));
    error.map_or_else(|failure| failure, PyErr::from_value)
}

/// The same for an argument that Python hands over as it is.
#[cold]
pub(crate) fn wrong_argument(name: &str, expected: &str, given: &Bound<'_, PyAny>) -> PyErr {
    let error = wrong_type(expected, given);
    about_argument(name, error, given.py())
}

/// Puts an argument's name in front of what is wrong with it, where Python hands it over as it is.
#[cold]
pub(crate) fn about_argument(name: &str, error: PyErr, py: Python<'_>) -> PyErr {
    let note = format!("while processing '{name}'");
    let named = error.value(py).call_method1("add_note", (note,));
    named.map_or_else(|failure| failure, |_| error)
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

/// How a handler gets at the bytes.
const RAW_BODY: &str = "Pass the raw body, as in `await request.body()` (Starlette, FastAPI), \
                        `request.get_data()` (Flask) or `request.body` (Django)";

/// The bytes of another buffer, as they are now.
#[cold]
fn copy(object: Borrowed<'_, '_, PyAny>) -> PyResult<Vec<u8>> {
    if object.is_instance_of::<PyString>() {
        let message = format!(
            "must be bytes, not str: a signature covers the bytes as they are sent, and text does \
             not say which they were. {RAW_BODY}"
        );
        return Err(type_error(object.py(), &message));
    }
    if object.is_instance_of::<PyDict>() || object.is_instance_of::<PyList>() {
        let message = format!(
            "must be bytes, not {}: a signature covers the bytes as they are sent, and a parser \
             has taken these. {RAW_BODY}",
            object.get_type().name()?
        );
        return Err(type_error(object.py(), &message));
    }
    let buffer = PyBuffer::<u8>::get(&object).map_err(|_| {
        let expected = "bytes, or a buffer of bytes such as bytearray and memoryview";
        wrong_type(expected, &object)
    })?;
    buffer.to_vec(object.py())
}

/// A key or a header: `str`, or `bytes` where they come from a socket.
pub(crate) struct Text<'a>(Cow<'a, [u8]>);

impl<'a> Text<'a> {
    pub(crate) fn into_bytes(self) -> Cow<'a, [u8]> {
        self.0
    }
}

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
    pub(crate) const REQUEST: Self = Self(Cow::Borrowed("request"));

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

/// An object of a class of this module.
pub(crate) struct Of<'py, T>(Bound<'py, T>);

impl<T: PyClass<Frozen = True> + Sync> Of<'_, T> {
    pub(crate) fn get(&self) -> &T {
        self.0.get()
    }

    pub(crate) fn unbind(self) -> Py<T> {
        self.0.unbind()
    }
}

impl<'py, T: PyClass> FromPyObject<'_, 'py> for Of<'py, T> {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let instance = object.cast::<T>();
        let wrong = |_| wrong_type(T::NAME, &object);
        instance.map(|it| Self(it.to_owned())).map_err(wrong)
    }
}

/// `True` or `False`, and nothing that only looks so.
#[derive(Clone, Copy)]
pub(crate) struct Flag(pub(crate) bool);

impl FromPyObject<'_, '_> for Flag {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        match object.cast::<PyBool>() {
            Ok(flag) => Ok(Self(flag.is_true())),
            Err(_) => Err(wrong_type("bool", &object)),
        }
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
            let message = "must lie between 0 and 2**64 - 1";
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
            let message = "must lie between 0 and 65535";
            invalid_argument(object.py(), message)
        })
    }
}

/// The window between these tolerances.
pub(crate) fn window(Whole(past): Whole, Whole(future): Whole) -> ReplayWindow {
    ReplayWindow { past, future }
}
