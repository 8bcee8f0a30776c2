//! `Verified`.

use pyo3::{prelude::*, types::PyString};
use signkey::Error;

use crate::{errors::raise, pickle};

/// Proof that a message is authentic and timely. Only a verification makes one. Immutable.
#[pyclass(module = "signkey", frozen)]
pub(crate) struct Verified(pub(crate) signkey::Verified);

#[pymethods]
impl Verified {
    /// The index in the keyring of the key that matched; 0 is the primary.
    #[getter]
    fn key_index(&self) -> usize {
        self.0.key_index()
    }

    /// The id of the key that matched: 12 hexadecimal digits, no secret.
    #[getter]
    fn key_id<'py>(&self, py: Python<'py>) -> Bound<'py, PyString> {
        PyString::new(py, self.0.key_id().as_str())
    }

    /// The form of the body under which the signature matched: ``"raw"`` as received,
    /// ``"canonical"`` (RFC 8785; requests only), or ``"trimmed"`` less one trailing line feed
    /// (responses only).
    #[getter]
    fn form(&self) -> &'static str {
        self.0.form().name()
    }

    /// When the message was signed, in seconds since 1970-01-01 00:00 UTC.
    #[getter]
    fn timestamp(&self) -> u64 {
        self.0.timestamp()
    }

    /// The age of the signature in seconds; negative if it was ahead of the verifier's clock.
    #[getter]
    fn age_seconds(&self) -> i64 {
        self.0.age_seconds()
    }

    fn __repr__(&self) -> String {
        format!(
            "<signkey.Verified key_index={} key_id={} form={} timestamp={} age_seconds={}>",
            self.0.key_index(),
            self.0.key_id(),
            self.0.form().name(),
            self.0.timestamp(),
            self.0.age_seconds(),
        )
    }

    #[pyo3(signature = (protocol, /))]
    fn __reduce_ex__(&self, protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        pickle::refuse(protocol, "Verified")
    }
}

impl Verified {
    /// The end of every verification. Whatever stands between the verdict and its object is another
    /// copy of it, so nothing does.
    pub(crate) fn conclude(
        py: Python<'_>,
        verdict: Result<signkey::Verified, Error>,
    ) -> PyResult<Bound<'_, Self>> {
        match verdict {
            Ok(verified) => Bound::new(py, Self(verified)),
            Err(error) => Err(raise(py, error)),
        }
    }
}
