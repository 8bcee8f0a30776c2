//! Pairs of a name and a value: headers and variables.

use signkey::Error;

use crate::pointers::slice::{self, Slice};

/// A name and a value that are borrowed: a header, or a variable of the environment.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Field {
    /// The name.
    pub name: Slice,
    /// The value. `{NULL, 0}` is an empty header, and a variable that is not set.
    pub value: Slice,
}

impl Field {
    /// For the caller to borrow from the library.
    pub(crate) fn of(name: &str, value: &str) -> Self {
        Self {
            name: Slice::of(name),
            value: Slice::of(value),
        }
    }
}

/// The caller's fields, checked.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a>(&'a [Field]);

impl<'a> Fields<'a> {
    /// Checks the caller's fields; null and 0 are none.
    ///
    /// # Safety
    ///
    /// As [`slice::items`], and so each name and each value.
    pub(crate) unsafe fn read(fields: *const Field, count: usize) -> Result<Self, Error> {
        // SAFETY: the caller's promise.
        let fields: &'a [Field] = unsafe { slice::items(fields, count) }?.unwrap_or_default();
        for field in fields {
            // SAFETY: the caller's promise.
            unsafe {
                field.name.bytes()?;
                field.value.optional()?;
            }
        }
        Ok(Self(fields))
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = (&'a [u8], Option<&'a [u8]>)> {
        self.0.iter().map(|field| {
            // SAFETY: the promise that `read` was given.
            let (name, value) = unsafe { (field.name.bytes(), field.value.optional()) };
            // `read` has seen that there is no error.
            (name.unwrap_or_default(), value.unwrap_or_default())
        })
    }

    /// The fields as headers, of which an absent value is an empty one.
    pub(crate) fn present(self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
        self.iter()
            .map(|(name, value)| (name, value.unwrap_or_default()))
    }
}
