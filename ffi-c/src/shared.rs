//! Objects that others keep: they end with the last that does.

use std::{
    ops::Deref,
    ptr::NonNull,
    sync::atomic::{AtomicUsize, Ordering, fence},
};

use signkey::Error;

use crate::handle;

/// An `Arc` whose making says that there is no room, where `Arc::new` would abort.
pub(crate) struct Shared<T>(NonNull<Counted<T>>);

struct Counted<T> {
    owners: AtomicUsize,
    value: T,
}

// SAFETY: all owners together see what one `Arc` would show them.
unsafe impl<T: Send + Sync> Send for Shared<T> {}
// SAFETY: as above.
unsafe impl<T: Send + Sync> Sync for Shared<T> {}

impl<T> Shared<T> {
    pub(crate) fn new(value: T) -> Result<Self, Error> {
        let counted = handle::boxed(Counted {
            owners: AtomicUsize::new(1),
            value,
        })?;
        Ok(Self(NonNull::from(Box::leak(counted))))
    }

    /// One more owner.
    pub(crate) fn share(&self) -> Self {
        // Each owner is of several bytes, and none is ever forgotten: the count cannot wrap. Whoever
        // shares is an owner already, so nothing has to be ordered.
        self.counted().owners.fetch_add(1, Ordering::Relaxed);
        Self(self.0)
    }

    fn counted(&self) -> &Counted<T> {
        // SAFETY: it lives as long as this owner, and no one has exclusive access to it.
        unsafe { self.0.as_ref() }
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.counted().value
    }
}

impl<T> Drop for Shared<T> {
    fn drop(&mut self) {
        // What the other owners did happens before the end, which the last one to leave brings.
        if self.counted().owners.fetch_sub(1, Ordering::Release) == 1 {
            fence(Ordering::Acquire);
            // SAFETY: it comes from a `Box`, and no owner is left to use it.
            drop(unsafe { Box::from_raw(self.0.as_ptr()) });
        }
    }
}
