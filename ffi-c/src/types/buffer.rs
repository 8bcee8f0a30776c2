//! Bytes that the library allocates and the caller ends.

use std::{borrow::Cow, mem, ptr};

use signkey::{Error, ErrorKind};

/// Bytes that the library has allocated and the caller owns. End it with `signkey_buffer_free`.
#[derive(Debug)]
#[repr(C)]
pub struct Buffer {
    /// The first byte.
    pub data: *mut u8,
    /// How many bytes there are.
    pub len: usize,
    /// How many bytes are allocated; of no use to the caller.
    pub capacity: usize,
}

impl Buffer {
    pub(crate) const EMPTY: Self = Self {
        data: ptr::null_mut(),
        len: 0,
        capacity: 0,
    };

    /// A buffer of these bytes, copied only if they are the caller's.
    pub(crate) fn holding(bytes: Cow<'_, [u8]>) -> Result<Self, Error> {
        match bytes {
            Cow::Owned(bytes) => Ok(bytes.into()),
            Cow::Borrowed(bytes) => {
                let mut copy = Vec::new();
                copy.try_reserve_exact(bytes.len())
                    .map_err(|_| ErrorKind::OutOfMemory)?;
                copy.extend_from_slice(bytes);
                Ok(copy.into())
            }
        }
    }
}

impl From<Vec<u8>> for Buffer {
    fn from(bytes: Vec<u8>) -> Self {
        let mut bytes = mem::ManuallyDrop::new(bytes);
        Self {
            data: bytes.as_mut_ptr(),
            len: bytes.len(),
            capacity: bytes.capacity(),
        }
    }
}

impl From<String> for Buffer {
    fn from(text: String) -> Self {
        text.into_bytes().into()
    }
}

impl Buffer {
    /// Empties the buffer; its bytes are cleared and freed.
    ///
    /// # Safety
    ///
    /// It must be as the library has filled it in, or all zero.
    pub(crate) unsafe fn free(&mut self) {
        let Self {
            data,
            len,
            capacity,
        } = mem::replace(self, Self::EMPTY);
        if !data.is_null() {
            // SAFETY: these are the parts of a `Vec`, as the caller promises.
            clear(&mut unsafe { Vec::from_raw_parts(data, len, capacity) });
        }
    }
}

/// Writes zeros over all that is allocated, at the speed of `memset`.
pub(crate) fn clear(bytes: &mut Vec<u8>) {
    bytes.clear();
    bytes.resize(bytes.capacity(), 0);
    zeroize::optimization_barrier(bytes.as_slice());
}
