//! Bytes that are borrowed, most often for the time of a call.

use signkey::{Error, ErrorKind};

/// Bytes that are borrowed. `{NULL, 0}` is absent where that has a meaning, and empty elsewhere.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Slice {
    /// The first byte.
    pub data: *const u8,
    /// How many bytes there are.
    pub len: usize,
}

impl Slice {
    /// Nothing.
    pub(crate) const ABSENT: Self = Self {
        data: std::ptr::null(),
        len: 0,
    };

    /// For the caller to borrow from the library.
    pub(crate) fn of(text: &str) -> Self {
        Self::of_bytes(text.as_bytes())
    }

    /// As [`Slice::of`], for any bytes.
    pub(crate) fn of_bytes(bytes: &[u8]) -> Self {
        Self {
            data: bytes.as_ptr(),
            len: bytes.len(),
        }
    }

    /// Whether it is `{NULL, 0}`.
    pub(crate) fn is_absent(self) -> bool {
        self.data.is_null() && self.len == 0
    }

    /// As [`bytes`].
    ///
    /// # Safety
    ///
    /// As [`bytes`].
    pub(crate) unsafe fn bytes<'a>(self) -> Result<&'a [u8], Error> {
        // SAFETY: the caller's promise.
        unsafe { bytes(self.data, self.len) }
    }

    /// As [`optional`].
    ///
    /// # Safety
    ///
    /// As [`bytes`].
    pub(crate) unsafe fn optional<'a>(self) -> Result<Option<&'a [u8]>, Error> {
        // SAFETY: the caller's promise.
        unsafe { optional(self.data, self.len) }
    }

    /// As [`text`].
    ///
    /// # Safety
    ///
    /// As [`bytes`].
    pub(crate) unsafe fn text<'a>(self) -> Result<&'a str, Error> {
        // SAFETY: the caller's promise.
        unsafe { text(self.data, self.len) }
    }
}

impl From<Option<&str>> for Slice {
    fn from(text: Option<&str>) -> Self {
        text.map_or(Self::ABSENT, Self::of)
    }
}

/// The caller's bytes; null and 0 are none at all.
///
/// # Safety
///
/// `data` must be null, or valid for reads of `len` bytes that no one writes to during `'a`.
pub(crate) unsafe fn bytes<'a>(data: *const u8, len: usize) -> Result<&'a [u8], Error> {
    // SAFETY: the caller's promise.
    Ok(unsafe { optional(data, len) }?.unwrap_or_default())
}

/// The caller's bytes; null and 0 are absent.
///
/// # Safety
///
/// As [`bytes`].
pub(crate) unsafe fn optional<'a>(data: *const u8, len: usize) -> Result<Option<&'a [u8]>, Error> {
    // SAFETY: the caller's promise.
    unsafe { items(data, len) }
}

/// The caller's text; null and 0 are an empty one.
///
/// # Safety
///
/// As [`bytes`].
pub(crate) unsafe fn text<'a>(data: *const u8, len: usize) -> Result<&'a str, Error> {
    // SAFETY: the caller's promise.
    let bytes = unsafe { bytes(data, len) }?;
    str::from_utf8(bytes).map_err(|_| ErrorKind::InvalidArgument.into())
}

/// The caller's array; null and 0 are none.
///
/// # Safety
///
/// `data` must be null, misaligned, or valid for reads of `len` items that no one writes to during
/// `'a`.
pub(crate) unsafe fn items<'a, T>(data: *const T, len: usize) -> Result<Option<&'a [T]>, Error> {
    if data.is_null() && len == 0 {
        return Ok(None);
    }
    let size = len.checked_mul(size_of::<T>());
    let fits = size.is_some_and(|size| isize::try_from(size).is_ok());
    if data.is_null() || !data.is_aligned() || !fits {
        return Err(ErrorKind::InvalidArgument.into());
    }
    // SAFETY: not null, aligned, no longer than an object can be; the rest is the caller's promise.
    Ok(Some(unsafe { std::slice::from_raw_parts(data, len) }))
}
