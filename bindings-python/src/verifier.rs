//! `Verifier`: a message that arrives in pieces.

use std::sync::Mutex;

use pyo3::prelude::*;
use signkey::ErrorKind;

use crate::{
    arguments::{Body, FUTURE, Of, PAST, Text, Whole, window},
    call::call,
    clock,
    errors::raise,
    keyring::Keyring,
    lock::lock,
    pickle,
    verified::Verified,
};

/// Verifies a message piece by piece, in constant memory, under all keys of a keyring. ::
///
///     verifier = Verifier(keyring, header)
///     for chunk in chunks:
///         verifier.update(chunk)
///     verified = verifier.finish()
///
/// It checks the bytes as received and no other form. Nothing of the message may be acted on
/// before ``finish`` has returned. The pieces count in the order of the calls, so one thread at a
/// time should use it.
///
/// Raises ``MissingSignatureError`` or ``MalformedSignatureError``.
#[pyclass(module = "signkey", frozen)]
pub(crate) struct Verifier(Mutex<Option<signkey::Verifier>>);

#[pymethods]
impl Verifier {
    #[new]
    #[pyo3(signature = (keyring, header))]
    fn new(py: Python<'_>, keyring: Of<'_, Keyring>, header: Option<Text<'_>>) -> PyResult<Self> {
        let header = header.as_ref().map(Text::as_ref);
        let verifier = signkey::Verifier::begin(&keyring.get().0, header);
        verifier
            .map(|verifier| Self(Mutex::new(Some(verifier))))
            .map_err(|error| raise(py, error))
    }

    /// Takes the next piece of the message, of any size.
    ///
    /// Raises ``FinishedError`` after ``finish``.
    #[pyo3(signature = (chunk))]
    fn update(&self, py: Python<'_>, chunk: Body<'_>) -> PyResult<()> {
        let mut state = lock(py, &self.0);
        let state = state.as_mut().ok_or_else(|| finished(py))?;
        let chunk = chunk.as_bytes();
        call(py, chunk.len(), || {
            state.update(chunk);
            Ok(())
        })
    }

    /// Ends the message. It can be called once.
    ///
    /// The arguments are those of ``Keyring.verify_request``. Raises ``SignatureMismatchError``,
    /// ``ExpiredError`` or ``NotYetValidError``, checked in this order, and ``FinishedError`` when
    /// called again.
    #[pyo3(signature = (*, now=None, past=PAST, future=FUTURE))]
    fn finish<'py>(
        &self,
        py: Python<'py>,
        now: Option<Whole>,
        past: Whole,
        future: Whole,
    ) -> PyResult<Bound<'py, Verified>> {
        let now = clock::seconds(py, now)?;
        let state = lock(py, &self.0).take().ok_or_else(|| finished(py))?;
        Verified::conclude(py, state.finish(now, window(past, future)))
    }

    fn __repr__(&self) -> &'static str {
        "<signkey.Verifier>"
    }

    #[pyo3(signature = (protocol, /))]
    fn __reduce_ex__(&self, protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        pickle::refuse(protocol, "Verifier")
    }
}

fn finished(py: Python<'_>) -> PyErr {
    raise(py, ErrorKind::Finished.into())
}
