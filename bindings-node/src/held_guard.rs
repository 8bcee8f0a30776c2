//! A replay guard as one thread holds it.

use signkey::ReplayGuard;

/// A guard, and what this thread knows of it.
pub(crate) struct HeldGuard {
    pub(crate) guard: ReplayGuard,
    /// Its name in the process, once that was asked for.
    pub(crate) shared: Option<String>,
    /// What its memory weighs, in bytes; nothing if another thread made it.
    pub(crate) weight: usize,
}
