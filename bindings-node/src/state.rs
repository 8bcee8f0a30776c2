//! Admissions, as bytes in memory that JavaScript owns: nothing is left behind when a request is
//! dropped, and nothing is looked up.

#![expect(unsafe_code, reason = "the interface of Node is one of pointers")]

use std::ptr;

use napi::{Status, bindgen_prelude::FromNapiValue, check_status, sys};
use signkey::{Admission, Error, ErrorKind};

/// What lies in the bytes.
struct Kept {
    mark: usize,
    admission: Admission,
}

/// How many bytes an admission takes.
pub(crate) const SIZE: usize = size_of::<Kept>();

static MARK: u8 = 0;

/// What only this add-on, in this process, writes in front of an admission.
fn mark() -> usize {
    ptr::from_ref(&MARK).addr()
}

/// A `Uint8Array` of [`SIZE`] bytes for an admission. No one but the classes in `lib/` has it.
pub struct State(*mut Kept);

impl State {
    pub(crate) fn store(&self, admission: Admission) {
        let mark = mark();
        // SAFETY: there is room for it, which stays during a call; no one else reads or writes it.
        unsafe { self.0.write_unaligned(Kept { mark, admission }) };
    }

    pub(crate) fn load(&self) -> Result<Admission, Error> {
        // SAFETY: as in `store`; every value of the bytes is a number.
        let found = unsafe { (&raw const (*self.0).mark).read_unaligned() };
        if found != mark() {
            return Err(ErrorKind::InvalidArgument.into());
        }
        // SAFETY: the mark says that `store` wrote it.
        Ok(unsafe { self.0.read_unaligned() }.admission)
    }
}

impl FromNapiValue for State {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> napi::Result<Self> {
        let (mut kind, mut len, mut data) = (0, 0, ptr::null_mut());
        // SAFETY: the caller promises that `env` and `value` are valid.
        check_status!(unsafe {
            sys::napi_get_typedarray_info(
                env,
                value,
                &raw mut kind,
                &raw mut len,
                &raw mut data,
                ptr::null_mut(),
                ptr::null_mut(),
            )
        })?;
        match kind == sys::TypedarrayType::uint8_array && len == SIZE {
            true => Ok(Self(data.cast())),
            false => Err(napi::Error::from_status(Status::InvalidArg)),
        }
    }
}
