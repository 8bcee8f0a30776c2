//! The one way in: every export runs inside a guard, which catches panics.

use std::{
    io::Write,
    mem,
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

use signkey::{Error, ErrorKind};

use crate::{
    pointers::extensible::ExtensibleOut,
    types::{failure::Failure, status::Status},
};

/// Runs an export that returns a status, and fills in the caller's `failure` if there is one.
///
/// # Safety
///
/// `failure` must be null or valid for reads and writes of as many bytes as its `size` says, or of a
/// whole [`Failure`] if that is 0.
pub(crate) unsafe fn status(
    failure: *mut Failure,
    call: impl FnOnce() -> Result<(), Error>,
) -> Status {
    // SAFETY: the caller's promise.
    unsafe { verdict(failure, || call().map(|()| None)) }
}

/// As [`status`], for an export that succeeds although it refuses a request: then the error is filled
/// in all the same.
///
/// # Safety
///
/// As [`status`].
pub(crate) unsafe fn verdict(
    failure: *mut Failure,
    call: impl FnOnce() -> Result<Option<Error>, Error>,
) -> Status {
    // SAFETY: the caller's promise.
    let failure = match unsafe { ExtensibleOut::optional(failure) } {
        Ok(failure) => failure,
        Err(error) => {
            // SAFETY: a failure has all fields of the first version, whatever its size says.
            if let Some(unset) = unsafe { ExtensibleOut::unset(failure) } {
                unset.write(Failure::from(error));
            }
            return Status::of(ErrorKind::InvalidArgument);
        }
    };
    let result = caught(call).unwrap_or(Err(ErrorKind::Internal.into()));
    let (status, error) = match result {
        Ok(refusal) => (Status::OK, refusal),
        Err(error) => (Status::of(error.kind()), Some(error)),
    };
    if let (Some(failure), Some(error)) = (failure, error) {
        failure.write(Failure::from(error));
    }
    status
}

/// Runs an export that returns anything else; `otherwise` is its answer to a panic.
pub(crate) fn value<T>(otherwise: T, call: impl FnOnce() -> T) -> T {
    caught(call).unwrap_or(otherwise)
}

/// The result, `None` for a panic.
fn caught<T>(call: impl FnOnce() -> T) -> Option<T> {
    install_panic_hook();
    // Unwind safety: nothing that the call could leave half done is looked at afterwards, but for
    // a streaming verifier, whose MAC then matches nothing.
    match panic::catch_unwind(AssertUnwindSafe(call)) {
        Ok(value) => Some(value),
        Err(payload) => {
            // Its destructor may panic in turn. The payload of that is leaked: a bug of a bug.
            mem::forget(panic::catch_unwind(AssertUnwindSafe(|| drop(payload))));
            None
        }
    }
}

/// Makes panics report their place in the source alone: messages of the standard library quote
/// what was worked on. The library has its own copy of the standard library, so that no hook of
/// the program is replaced.
fn install_panic_hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if cfg!(not(test)) {
            panic::set_hook(Box::new(|panic| {
                if let Some(place) = panic.location() {
                    let (file, line) = (place.file(), place.line());
                    // Without a standard error stream there is no one to tell.
                    let _ = writeln!(
                        std::io::stderr(),
                        "signkey: internal error at {file}:{line}"
                    );
                }
            }));
        }
    });
}
