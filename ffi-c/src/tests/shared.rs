//! Shared objects end once, with their last owner.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use crate::shared::Shared;

/// Counts its ends.
struct Counter<'a>(&'a AtomicUsize);

impl Drop for Counter<'_> {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn the_last_owner_brings_the_end() {
    let ends = AtomicUsize::new(0);
    let first = Shared::new(Counter(&ends)).expect("memory");
    let second = first.share();
    drop(first);
    let third = second.share();
    drop(second);
    assert_eq!(third.0.load(Ordering::Relaxed), 0);
    drop(third);
    assert_eq!(ends.load(Ordering::Relaxed), 1);
}

#[test]
fn owners_in_many_threads_see_one_end() {
    let ends = AtomicUsize::new(0);
    let first = Shared::new(Counter(&ends)).expect("memory");
    thread::scope(|scope| {
        for _ in 0..4 {
            let own = first.share();
            scope.spawn(move || {
                for _ in 0..20 {
                    let other = own.share();
                    assert_eq!(other.0.load(Ordering::Relaxed), 0);
                }
            });
        }
        drop(first);
    });
    assert_eq!(ends.load(Ordering::Relaxed), 1);
}
