//! The value of a signature header, read onto the stack: a `String` costs a call a tenth of its time.

#![expect(unsafe_code, reason = "the interface of Node is one of pointers")]

use napi::{bindgen_prelude::FromNapiValue, check_status, sys};
use signkey::SignatureHeader;

/// Room for the longest header and one character behind it, so that what is cut off can be seen to
/// be too long; and for the NUL.
const ROOM: usize = SignatureHeader::MAX + 2;

/// A text, cut off where it is longer than any signature header.
pub struct HeaderText {
    bytes: [u8; ROOM],
    len: usize,
}

impl HeaderText {
    /// Its characters as bytes, which they are in a header. Those beyond become 255, which is not.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

impl FromNapiValue for HeaderText {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> napi::Result<Self> {
        let (mut units, mut len) = ([0; ROOM], 0);
        // UTF-16 is what Node copies; for UTF-8 it would count first, and Latin-1 it would cut out.
        // SAFETY: the caller promises that `env` and `value` are valid. Node writes at most `ROOM`
        // units, and how many of them there are but for the NUL.
        check_status!(unsafe {
            sys::napi_get_value_string_utf16(env, value, units.as_mut_ptr(), ROOM, &raw mut len)
        })?;
        let bytes = units.map(|unit| u8::try_from(unit).unwrap_or(u8::MAX));
        Ok(Self { bytes, len })
    }
}
