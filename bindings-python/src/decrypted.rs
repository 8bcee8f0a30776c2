//! `Decrypted`.

use pyo3::{prelude::*, types::PyBytes};

use crate::pickle;

/// JSON in plain text, and whether any of it was encrypted. Only a decryption makes one.
///
/// Immutable; its ``repr`` does not show the text; it cannot be pickled or copied.
#[pyclass(module = "signkey", frozen)]
pub(crate) struct Decrypted {
    json: Py<PyBytes>,
    was_encrypted: bool,
}

impl Decrypted {
    pub(crate) fn new(json: Py<PyBytes>, was_encrypted: bool) -> Self {
        Self {
            json,
            was_encrypted,
        }
    }
}

#[pymethods]
impl Decrypted {
    /// The JSON text.
    #[getter]
    fn json<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        self.json.bind(py).clone()
    }

    /// Whether the text, or a part of it, was encrypted and authentic. Otherwise it is the input
    /// as it was, and nothing is known about where it comes from.
    #[getter]
    fn was_encrypted(&self) -> bool {
        self.was_encrypted
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let size = self.json.bind(py).len()?;
        let was = if self.was_encrypted { "True" } else { "False" };
        Ok(format!(
            "<signkey.Decrypted was_encrypted={was} size={size}>"
        ))
    }

    #[pyo3(signature = (protocol, /))]
    fn __reduce_ex__(&self, protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        pickle::refuse(protocol, "Decrypted")
    }
}
