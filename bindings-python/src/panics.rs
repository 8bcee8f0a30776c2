//! Panics, which are bugs: they become `InternalError`, and their texts, which quote what was worked on, are
//! not shown.

use std::{
    io::{self, Write},
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

use signkey::{Error, ErrorKind};

/// Runs a call of the core. `PyO3` would make a panic an exception that quotes its text.
pub(crate) fn caught<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(ErrorKind::Internal.into()))
}

/// Makes panics report their place in the source alone, because messages of the standard library quote
/// what was worked on. The module has its own copy of the standard library, so that no hook of the program
/// is replaced.
pub(crate) fn hush() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        panic::set_hook(Box::new(|panic| {
            if let Some(place) = panic.location() {
                let (file, line) = (place.file(), place.line());
                // Without a standard error stream there is no one to tell.
                let _ = writeln!(io::stderr(), "signkey: internal error at {file}:{line}");
            }
        }));
    });
}
