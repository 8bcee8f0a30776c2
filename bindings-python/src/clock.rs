//! Python's clock.

use pyo3::{intern, prelude::*, sync::PyOnceLock, types::PyDict};

use crate::{arguments::Whole, errors::invalid_argument};

/// The time given, else what `time.time()` says, in whole seconds since 1970-01-01 00:00 UTC.
///
/// It is Python's clock and not the system's, so that tests can stop it as they stop all others.
/// Looked up in the module's dictionary, it costs two thirds of what an attribute costs.
pub(crate) fn seconds(py: Python<'_>, given: Option<Whole>) -> PyResult<u64> {
    /// 2^64, the first number of seconds that 64 bits do not hold.
    const BEYOND: f64 = 18_446_744_073_709_551_616.0;
    static TIME: PyOnceLock<Py<PyDict>> = PyOnceLock::new();

    if let Some(Whole(seconds)) = given {
        return Ok(seconds);
    }
    let module = TIME.get_or_try_init(py, || {
        py.import("time").map(|module| module.dict().unbind())
    })?;
    let time = module.bind(py).get_item(intern!(py, "time"))?;
    let time = time.ok_or_else(|| invalid_argument(py, "there is no time.time()"))?;
    let now: f64 = time.call0()?.extract()?;
    if !(0.0..BEYOND).contains(&now) {
        let message = "the clock shows a time before 1970 or beyond 64 bits";
        return Err(invalid_argument(py, message));
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is in range"
    )]
    Ok(now as u64)
}
