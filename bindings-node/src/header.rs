//! The value of a signature header, read onto the stack: a `String` costs a call a tenth of its time.

#![expect(unsafe_code, reason = "the interface of Node is one of pointers")]

use napi::{bindgen_prelude::FromNapiValue, check_status, sys};
use signkey::SignatureHeader;

/// Room for the longest header and for the longest character behind it, so that what is cut off
/// can be seen to be too long; and for the NUL.
const ROOM: usize = SignatureHeader::MAX + char::MAX.len_utf8() + 1;

/// A text, cut off where it is longer than any signature header.
pub struct HeaderText {
    bytes: [u8; ROOM],
    len: usize,
}

impl HeaderText {
    /// Its UTF-8. A character beyond ASCII becomes bytes beyond ASCII, of which a header holds none.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

impl FromNapiValue for HeaderText {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> napi::Result<Self> {
        let (mut bytes, mut len) = ([0; ROOM], 0);
        // SAFETY: the caller promises that `env` and `value` are valid. Node writes at most `ROOM`
        // bytes, and how many of them there are but for the NUL.
        check_status!(unsafe {
            sys::napi_get_value_string_utf8(
                env,
                value,
                bytes.as_mut_ptr().cast(),
                ROOM,
                &raw mut len,
            )
        })?;
        Ok(Self { bytes, len })
    }
}
