//! The bytes of a message, read where JavaScript has them.

#![expect(unsafe_code, reason = "the interface of Node is one of pointers")]

use std::{ptr, slice};

use napi::{Status, bindgen_prelude::FromNapiValue, check_status, sys};
use signkey::{Error, ErrorKind};

/// The bytes of a `Uint8Array`; none if its memory is shared with another thread, which could
/// change them meanwhile, or was transferred to one.
pub struct Bytes<'a>(Option<&'a [u8]>);

impl<'a> Bytes<'a> {
    pub(crate) fn unshared(&self) -> Result<&'a [u8], Error> {
        self.0.ok_or(ErrorKind::InvalidArgument.into())
    }
}

impl FromNapiValue for Bytes<'_> {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> napi::Result<Self> {
        let (mut kind, mut len, mut offset) = (0, 0, 0);
        let (mut data, mut buffer) = (ptr::null_mut(), ptr::null_mut());
        // SAFETY: the caller promises that `env` and `value` are valid.
        check_status!(unsafe {
            sys::napi_get_typedarray_info(
                env,
                value,
                &raw mut kind,
                &raw mut len,
                &raw mut data,
                &raw mut buffer,
                &raw mut offset,
            )
        })?;
        if kind != sys::TypedarrayType::uint8_array {
            return Err(napi::Error::from_status(Status::InvalidArg));
        }
        let mut is_unshared = false;
        // SAFETY: `buffer` is what the array lies in; that of shared memory is no `ArrayBuffer`.
        check_status!(unsafe { sys::napi_is_arraybuffer(env, buffer, &raw mut is_unshared) })?;
        if !is_unshared {
            return Ok(Self(None));
        }
        if len == 0 {
            let mut is_detached = false;
            // SAFETY: `buffer` is an `ArrayBuffer`.
            check_status!(unsafe {
                sys::napi_is_detached_arraybuffer(env, buffer, &raw mut is_detached)
            })?;
            return Ok(Self((!is_detached).then_some(&[])));
        }
        // SAFETY: Node says that they lie there. They stay while `value` is valid, and only this
        // thread can change them, which is not back in JavaScript before.
        let bytes = unsafe { slice::from_raw_parts(data.cast(), len) };
        Ok(Self(Some(bytes)))
    }
}
