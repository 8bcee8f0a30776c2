//! Short texts, read onto the stack: a `String` costs a call a tenth of its time.

#![expect(unsafe_code, reason = "the interface of Node is one of pointers")]

use std::ptr;

use napi::{Status, bindgen_prelude::FromNapiValue, sys};
use signkey::SignatureHeader;

/// Room for the longest signature header, one unit behind it, and the NUL.
const ROOM: usize = SignatureHeader::MAX + 2;

/// The value of a header, or the name of a method, as the bytes that its characters are. Those
/// beyond become 255, which stands in no value that is known.
pub enum ShortText {
    /// As almost all are.
    Short([u8; ROOM], usize),
    /// One that is longer than any signature header.
    Long(Vec<u8>),
}

impl ShortText {
    pub(crate) fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Short(bytes, len) => bytes.get(..*len).unwrap_or_default(),
            Self::Long(bytes) => bytes,
        }
    }

    /// The text, or nothing for what is no string.
    ///
    /// # Safety
    ///
    /// `env` and `value` are valid.
    pub(crate) unsafe fn read(env: sys::napi_env, value: sys::napi_value) -> Option<Self> {
        let mut units = [0; ROOM];
        // UTF-16 is what Node copies; for UTF-8 it would count first, and Latin-1 it would cut out.
        // SAFETY: as the caller promises.
        let len = unsafe { copy(env, value, &mut units)? };
        if len + 1 < ROOM {
            return Some(Self::Short(units.map(byte), len));
        }
        let mut len = 0;
        // SAFETY: as the caller promises. Without a buffer, Node writes the length alone.
        unsafe { sys::napi_get_value_string_utf16(env, value, ptr::null_mut(), 0, &raw mut len) };
        let mut units = vec![0; len + 1];
        // SAFETY: as the caller promises.
        let len = unsafe { copy(env, value, &mut units)? };
        Some(Self::Long(units.into_iter().take(len).map(byte).collect()))
    }
}

/// Copies the units of a string, as far as there is room for them and a NUL.
///
/// # Safety
///
/// `env` and `value` are valid.
unsafe fn copy(env: sys::napi_env, value: sys::napi_value, units: &mut [u16]) -> Option<usize> {
    let (data, room, mut len) = (units.as_mut_ptr(), units.len(), 0);
    // SAFETY: as the caller promises. Node writes at most `room` units.
    let status = unsafe { sys::napi_get_value_string_utf16(env, value, data, room, &raw mut len) };
    (status == sys::Status::napi_ok).then_some(len)
}

fn byte(unit: u16) -> u8 {
    u8::try_from(unit).unwrap_or(u8::MAX)
}

impl FromNapiValue for ShortText {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> napi::Result<Self> {
        // SAFETY: as the caller promises.
        let text = unsafe { Self::read(env, value) };
        text.ok_or_else(|| napi::Error::from_status(Status::StringExpected))
    }
}
