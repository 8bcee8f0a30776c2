//! `ReplayGuard`: what one process has accepted.

use pyo3::prelude::*;
use signkey::ErrorKind;

use crate::{
    arguments::{FUTURE, PAST, Whole, window},
    clock,
    errors::{invalid_argument, raise},
    pickle,
};

/// Remembers each message that was accepted until its window is over, so that this process accepts
/// none twice. Give one to all endpoints of a process, as ``replay_guard``.
///
/// ``entries``: room for so many messages in ``past + future + 1`` seconds, the responses counted that
/// are signed; 13 bytes of memory each, taken at once. ``past``, ``future``: the widest window of an
/// endpoint that uses it, in seconds; 300 by default. When it is full, messages are refused
/// (``ReplayGuardFullError``) rather than forgotten.
///
/// It knows of one process alone, and begins empty: workers, and a process after ``fork``, each accept
/// a message once. What they share is a store (``signkey.replay``). Without locks, safe to share
/// between threads; it cannot be pickled or copied.
///
/// Raises ``InvalidArgumentError`` for no entries, or more than can be addressed; ``OutOfMemoryError``.
#[pyclass(module = "signkey", frozen)]
pub(crate) struct ReplayGuard(pub(crate) signkey::ReplayGuard);

#[pymethods]
impl ReplayGuard {
    #[new]
    #[pyo3(signature = (entries, *, past=PAST, future=FUTURE))]
    fn new(py: Python<'_>, entries: Whole, past: Whole, future: Whole) -> PyResult<Self> {
        let (entries, window) = (entries.as_usize(), window(past, future));
        let guard = py.detach(|| signkey::ReplayGuard::new(entries, window));
        guard.map(Self).map_err(|error| match error.kind() {
            ErrorKind::InvalidArgument => {
                let message = "argument 'entries': must be a number of messages, from 1 to what memory can hold";
                invalid_argument(py, message)
            }
            _ => raise(py, error),
        })
    }

    /// How full it is around ``now``: 0.0 is empty, and at 1.0 messages are refused. ``now`` is the
    /// clock in whole seconds since 1970-01-01 00:00 UTC, ``time.time()`` by default.
    #[pyo3(signature = (now=None))]
    fn fullness(&self, py: Python<'_>, now: Option<Whole>) -> PyResult<f64> {
        Ok(self.0.fullness(clock::seconds(py, now)?))
    }

    fn __repr__(&self) -> String {
        let window = self.0.window();
        format!(
            "<signkey.ReplayGuard past={} future={}>",
            window.past, window.future
        )
    }

    #[pyo3(signature = (protocol, /))]
    fn __reduce_ex__(&self, protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        pickle::refuse(protocol, "ReplayGuard")
    }
}
