//! An allocator that counts.

#![allow(unsafe_code, reason = "an allocator that counts")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

static IN_USE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

/// The system's allocator. A program that measures declares it as its global one.
pub struct Counting;

fn take(size: usize) {
    let in_use = IN_USE.fetch_add(size, Relaxed) + size;
    PEAK.fetch_max(in_use, Relaxed);
}

// SAFETY: every call is handed on to the system's allocator as it is. What grows is, by default,
// allocated anew, so that both copies count.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        take(layout.size());
        // SAFETY: the caller's promises are handed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        IN_USE.fetch_sub(layout.size(), Relaxed);
        // SAFETY: the caller's promises are handed on.
        unsafe { System.dealloc(pointer, layout) }
    }
}

/// The most bytes that are in use at once on account of this.
pub fn peak(run: impl FnOnce()) -> usize {
    let before = IN_USE.load(Relaxed);
    PEAK.store(before, Relaxed);
    run();
    PEAK.load(Relaxed) - before
}

/// What this makes, and the bytes that are then in use for it.
pub fn in_use<T>(make: impl FnOnce() -> T) -> (T, usize) {
    let before = IN_USE.load(Relaxed);
    let made = make();
    (made, IN_USE.load(Relaxed) - before)
}
