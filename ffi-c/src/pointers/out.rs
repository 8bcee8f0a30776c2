//! Places of the caller's to which results are written: checked first, written on success.

use std::{ffi::c_char, ptr::NonNull};

use signkey::{Error, ErrorKind};

/// A place for one value.
pub(crate) struct Out<T>(NonNull<T>);

impl<T> Out<T> {
    /// Refuses a null or misaligned place.
    ///
    /// # Safety
    ///
    /// `place` must be null, or valid for writes until this is dropped.
    pub(crate) unsafe fn new(place: *mut T) -> Result<Self, Error> {
        match NonNull::new(place) {
            Some(place) if place.is_aligned() => Ok(Self(place)),
            _ => Err(ErrorKind::InvalidArgument.into()),
        }
    }

    /// As [`Out::new`], but null is a caller who does not want the value.
    ///
    /// # Safety
    ///
    /// As [`Out::new`].
    pub(crate) unsafe fn optional(place: *mut T) -> Result<Option<Self>, Error> {
        match place.is_null() {
            true => Ok(None),
            // SAFETY: the caller's promise.
            false => unsafe { Self::new(place) }.map(Some),
        }
    }

    pub(crate) fn write(self, value: T) {
        // SAFETY: `new` saw that the place is not null and aligned, and was promised the rest.
        unsafe { self.0.write(value) };
    }
}

/// A buffer of `SIZE` bytes for text with a final NUL.
pub(crate) struct TextOut<const SIZE: usize>(NonNull<u8>);

impl<const SIZE: usize> TextOut<SIZE> {
    /// Refuses a null buffer.
    ///
    /// # Safety
    ///
    /// `buffer` must be null, or valid for writes of `SIZE` bytes until this is dropped.
    pub(crate) unsafe fn new(buffer: *mut c_char) -> Result<Self, Error> {
        let buffer = NonNull::new(buffer.cast()).ok_or(ErrorKind::InvalidArgument)?;
        Ok(Self(buffer))
    }

    /// Writes the text and a NUL, with no copy in between; `internal` if it does not fit.
    pub(crate) fn write(self, text: &str) -> Result<(), Error> {
        let len = text.len();
        if len >= SIZE {
            return Err(ErrorKind::Internal.into());
        }
        // SAFETY: the buffer has `SIZE` bytes, as `new` was promised, and `len < SIZE`. Memory that
        // the caller handed in for writing is not the text, which belongs to this library.
        unsafe {
            self.0
                .copy_from_nonoverlapping(NonNull::from(text.as_bytes()).cast(), len);
            self.0.add(len).write(0);
        }
        Ok(())
    }
}

/// A text with a final NUL for a struct; `internal` if it does not fit.
pub(crate) fn chars<const SIZE: usize>(text: &str) -> Result<[c_char; SIZE], Error> {
    let mut chars = [0; SIZE];
    if text.len() >= SIZE {
        return Err(ErrorKind::Internal.into());
    }
    for (slot, byte) in chars.iter_mut().zip(text.bytes()) {
        *slot = c_char::from_ne_bytes([byte]);
    }
    Ok(chars)
}
