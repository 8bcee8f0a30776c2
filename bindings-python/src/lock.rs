//! Objects that change, in threads of Python.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::{prelude::*, sync::MutexExt};

/// Waits without the GIL, which the thread that holds the lock may need to go on.
pub(crate) fn lock<'a, T>(py: Python<'_>, mutex: &'a Mutex<T>) -> MutexGuard<'a, T> {
    let guard = mutex.lock_py_attached(py);
    guard.unwrap_or_else(PoisonError::into_inner)
}
