//! `Unverified`.

use pyo3::prelude::*;

use crate::pickle;

/// A request that was let through without proof of its caller, who may be anyone. Immutable.
#[pyclass(module = "signkey", frozen)]
pub(crate) struct Unverified(pub(crate) signkey::Unverified);

#[pymethods]
impl Unverified {
    /// Why it was let through: ``"dev"`` for an unsigned request in dev mode, ``"dev_without_key"``
    /// for a signed one that there is no key to verify with, ``"unsigned_method"`` for a method
    /// that needs no signature, ``"unsigned_sync"`` for a sync that needs none.
    #[getter]
    fn reason(&self) -> &'static str {
        self.0.name()
    }

    fn __repr__(&self) -> String {
        format!("<signkey.Unverified {}>", self.0.name())
    }

    #[pyo3(signature = (protocol, /))]
    fn __reduce_ex__(&self, protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        pickle::refuse(protocol, "Unverified")
    }
}
