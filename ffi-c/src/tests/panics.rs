//! No panic leaves a guard.

use std::{cell::Cell, panic, ptr};

use signkey::ErrorKind;

use super::{c::*, failure};
use crate::guard;

/// A payload whose destructor panics, too.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("a second panic");
    }
}

#[test]
fn a_panic_becomes_internal() {
    let mut place = failure();
    // SAFETY: the place is valid.
    let status = unsafe { guard::status(&raw mut place, || panic!("a bug")) };
    assert_eq!(status, Status::of(ErrorKind::Internal));
    assert_eq!(place.status, Status::of(ErrorKind::Internal));
    assert_eq!(place.detail, 0);

    // SAFETY: null is no place.
    let status = unsafe { guard::status(ptr::null_mut(), || panic!("a bug")) };
    assert_eq!(status, Status::of(ErrorKind::Internal));
}

#[test]
#[cfg_attr(miri, ignore = "leaks the payload on purpose")]
fn a_payload_that_panics_is_not_dropped() {
    // SAFETY: null is no place.
    let status = unsafe { guard::status(ptr::null_mut(), || panic::panic_any(Bomb)) };
    assert_eq!(status, Status::of(ErrorKind::Internal));
}

#[test]
fn a_panic_becomes_the_value_for_it() {
    assert_eq!(guard::value(7, || panic!("a bug")), 7);
    assert_eq!(guard::value(7, || 8), 8);
}

#[test]
fn nothing_runs_if_the_failure_is_invalid() {
    let ran = Cell::new(false);
    let mut place = failure();
    place.size = 1;
    let call = || {
        ran.set(true);
        Ok(())
    };
    // SAFETY: the place is valid, but for its size, which is looked at first.
    let status = unsafe { guard::status(&raw mut place, call) };
    assert_eq!(status, Status::of(ErrorKind::InvalidArgument));
    assert!(!ran.get());
    assert_eq!(place.detail, 77);
}
