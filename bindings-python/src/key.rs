//! `SigningKey`.

use pyo3::{prelude::*, types::PyString};

use crate::{arguments::Text, errors::raise, key_fault::key_fault, panics::caught, pickle};

/// A signing key: ``signkey-<environment>-<hex>``, or bare ``<hex>`` on self-hosted servers.
///
/// It keeps the key as HMAC states and as the hash that the API token holds, not as text, and
/// clears both when it goes. Immutable, hence safe to share between threads; its ``repr`` shows
/// the id alone; it cannot be pickled or copied.
///
/// Raises an error of ``signkey.errors`` that says what is wrong with the text and, for
/// ``NonHexKeyError``, at which character (``position``, counted from 1).
#[pyclass(module = "signkey", frozen)]
pub(crate) struct SigningKey(signkey::SigningKey);

#[pymethods]
impl SigningKey {
    #[new]
    #[pyo3(signature = (text, /))]
    fn new(py: Python<'_>, text: Text<'_>) -> PyResult<Self> {
        caught(|| signkey::SigningKey::parse(text))
            .map(Self)
            .map_err(|error| raise(py, error))
    }

    /// What may be shown of this key: the first 12 hexadecimal digits of its hash.
    #[getter]
    fn id<'py>(&self, py: Python<'py>) -> Bound<'py, PyString> {
        PyString::new(py, self.0.id().as_str())
    }

    /// Why a text is no signing key, as a ``KeyFault`` that names the place; ``None`` for a key. Nothing
    /// of the text is in it, but for the name of a character that no key has.
    #[staticmethod]
    #[pyo3(signature = (text, /))]
    fn diagnose<'py>(py: Python<'py>, text: Text<'_>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let fault = caught(|| Ok(signkey::SigningKey::diagnose(text)));
        let fault = fault.map_err(|error| raise(py, error))?;
        fault.map(|fault| key_fault(py, &fault)).transpose()
    }

    /// The secret that goes behind ``Bearer `` in ``Authorization`` when calling the platform's
    /// API: the prefix, then the SHA-256 of the decoded digits in hexadecimal.
    fn api_token<'py>(&self, py: Python<'py>) -> Bound<'py, PyString> {
        PyString::new(py, self.0.api_token().as_str())
    }

    fn __repr__(&self) -> String {
        format!("<signkey.SigningKey {}>", self.0.id())
    }

    #[pyo3(signature = (protocol, /))]
    fn __reduce_ex__(&self, protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        pickle::refuse(protocol, "SigningKey")
    }
}
