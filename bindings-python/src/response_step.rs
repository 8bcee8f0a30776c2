//! `ResponseStep`: what becomes of a response.

use pyo3::prelude::*;

use crate::{pickle, refusal::Refusal};

/// What to do with a response. Immutable.
#[pyclass(module = "signkey", frozen)]
pub(crate) struct ResponseStep(pub(crate) signkey::ResponseStep);

#[pymethods]
impl ResponseStep {
    /// ``"forward"``: send it as it comes. ``"hold"``: hold it back until its last byte, then sign it
    /// with ``Admission.sign``. ``"refuse"``: send ``refusal`` in its place.
    #[getter]
    fn step(&self) -> &'static str {
        match self.0 {
            signkey::ResponseStep::Forward => "forward",
            signkey::ResponseStep::Hold { .. } => "hold",
            signkey::ResponseStep::Refuse(_) => "refuse",
        }
    }

    /// The most bytes to hold; if there are more, send ``Admission.unsignable``. ``None`` if nothing
    /// is held.
    #[getter]
    fn at_most(&self) -> Option<u64> {
        match self.0 {
            signkey::ResponseStep::Hold { at_most, .. } => Some(at_most),
            _ => None,
        }
    }

    /// Whether the body that is sent, and signed, is empty, whatever the app hands over.
    #[getter]
    fn is_empty(&self) -> bool {
        matches!(self.0, signkey::ResponseStep::Hold { empty: true, .. })
    }

    /// What to send in place of the response; ``None`` if it may go out.
    #[getter]
    fn refusal(&self) -> Option<Refusal> {
        match self.0 {
            signkey::ResponseStep::Refuse(refusal) => Some(Refusal(refusal)),
            _ => None,
        }
    }

    fn __repr__(&self) -> String {
        format!("<signkey.ResponseStep {}>", self.step())
    }

    #[pyo3(signature = (protocol, /))]
    fn __reduce_ex__(&self, protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        pickle::refuse(protocol, "ResponseStep")
    }
}
