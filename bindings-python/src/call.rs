//! The one way into the core for work that grows with a message.

use pyo3::prelude::*;
use signkey::Error;

use crate::{errors::raise, panics::caught};

/// From this size on, in bytes, other Python threads may run meanwhile.
///
/// Measured with 8 threads on 2 cores, a verification with the GIL released against one with it
/// held took 1364 : 629 ns at 256 B, 2849 : 2785 ns at 4 KiB, 5222 : 7047 ns at 8 KiB and
/// 12.7 : 21.1 us at 32 KiB. A thread alone pays 50 ns.
const DETACH_FROM: usize = 8 << 10;

/// Calls the core over a message of `size` bytes and raises its error.
pub(crate) fn call<T: Send>(
    py: Python<'_>,
    size: usize,
    work: impl FnOnce() -> Result<T, Error> + Send,
) -> PyResult<T> {
    detached(py, size, work).map_err(|error| raise(py, error))
}

/// The same, without raising.
pub(crate) fn detached<T: Send>(
    py: Python<'_>,
    size: usize,
    work: impl FnOnce() -> Result<T, Error> + Send,
) -> Result<T, Error> {
    if size < DETACH_FROM {
        caught(work)
    } else {
        py.detach(|| caught(work))
    }
}
