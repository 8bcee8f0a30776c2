//! Python's clock.

use std::time::Duration;

use pyo3::{intern, prelude::*, sync::PyOnceLock, types::PyDict};

use crate::{arguments::Whole, errors::invalid_argument};

/// The time given, else what `time.time()` says, in whole seconds since 1970-01-01 00:00 UTC.
///
/// It is Python's clock and not the system's, so that tests can stop it as they stop all others.
/// Looked up in the module's dictionary, it costs two thirds of what an attribute costs.
pub(crate) fn seconds(py: Python<'_>, given: Option<Whole>) -> PyResult<u64> {
    static TIME: PyOnceLock<Py<PyDict>> = PyOnceLock::new();

    if let Some(Whole(seconds)) = given {
        return Ok(seconds);
    }
    let module = TIME.get_or_try_init(py, || {
        py.import("time").map(|module| module.dict().unbind())
    })?;
    let time = module.bind(py).get_item(intern!(py, "time"))?;
    let time = time.ok_or_else(|| invalid_argument(py, "there is no time.time()"))?;
    let now = time.call0()?;
    let since_1970 = Duration::try_from_secs_f64(now.extract()?).map_err(|_| {
        invalid_argument(py, "the clock shows a time before 1970 or beyond 64 bits")
    })?;
    Ok(since_1970.as_secs())
}
