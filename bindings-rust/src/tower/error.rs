//! Errors of bodies.

use std::error::Error;

/// The error of a body, whatever its type.
pub type BoxError = Box<dyn Error + Send + Sync>;
