//! Opaque objects that the caller holds by pointer.

use std::{
    alloc::{self, Layout},
    ptr::NonNull,
};

use signkey::{Error, ErrorKind};

use super::out::Out;

/// Moves a value to the heap, or says that there is no room, where `Box::new` would abort.
pub(crate) fn boxed<T>(value: T) -> Result<Box<T>, Error> {
    const { assert!(size_of::<T>() > 0) };
    // SAFETY: the layout has a size other than zero.
    let place = unsafe { alloc::alloc(Layout::new::<T>()) }.cast::<T>();
    let place = NonNull::new(place).ok_or(ErrorKind::OutOfMemory)?;
    // SAFETY: the place is fresh, has the layout of `T`, and comes from the allocator of `Box`.
    unsafe {
        place.write(value);
        Ok(Box::from_raw(place.as_ptr()))
    }
}

/// Hands a new object to the caller, who ends it with [`free`].
pub(crate) fn give<T>(place: Out<*mut T>, object: T) -> Result<(), Error> {
    place.write(Box::into_raw(boxed(object)?));
    Ok(())
}

/// Looks at the caller's object.
///
/// # Safety
///
/// `object` must be null, or valid for reads and not written to during `'a`.
pub(crate) unsafe fn shared<'a, T>(object: *const T) -> Result<&'a T, Error> {
    if !object.is_aligned() {
        return Err(ErrorKind::InvalidArgument.into());
    }
    // SAFETY: it is aligned; the rest is the caller's promise.
    unsafe { object.as_ref() }.ok_or(ErrorKind::InvalidArgument.into())
}

/// As [`shared`]; null is none.
///
/// # Safety
///
/// As [`shared`].
pub(crate) unsafe fn optional<'a, T>(object: *const T) -> Result<Option<&'a T>, Error> {
    match object.is_null() {
        true => Ok(None),
        // SAFETY: the caller's promise.
        false => unsafe { shared(object) }.map(Some),
    }
}

/// Works on the caller's object.
///
/// # Safety
///
/// `object` must be null, or valid for reads and writes and used by no one else during `'a`.
pub(crate) unsafe fn exclusive<'a, T>(object: *mut T) -> Result<&'a mut T, Error> {
    if !object.is_aligned() {
        return Err(ErrorKind::InvalidArgument.into());
    }
    // SAFETY: it is aligned; the rest is the caller's promise.
    unsafe { object.as_mut() }.ok_or(ErrorKind::InvalidArgument.into())
}

/// Ends the caller's object; null is none.
///
/// # Safety
///
/// `object` must be null or come from [`boxed`], and is not used again.
pub(crate) unsafe fn free<T>(object: *mut T) {
    if !object.is_null() {
        // SAFETY: the caller's promise.
        drop(unsafe { Box::from_raw(object) });
    }
}
