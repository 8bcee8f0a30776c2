//! The clock of a call.

#![expect(unsafe_code, reason = "the interface of Node is one of pointers")]

use napi::{
    bindgen_prelude::{BigInt, Either, FromNapiValue},
    sys,
};
use signkey::{Error, ErrorKind};

use crate::arguments::count;

/// A [`crate::arguments::Count`] of seconds. A number is read by one call into Node, not by three.
pub struct Clock(Result<u64, Error>);

impl Clock {
    pub(crate) fn seconds(&self) -> Result<u64, Error> {
        self.0
    }
}

impl FromNapiValue for Clock {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> napi::Result<Self> {
        let mut number = 0.0;
        // SAFETY: the caller promises that `env` and `value` are valid.
        let status = unsafe { sys::napi_get_value_double(env, value, &raw mut number) };
        if status != sys::Status::napi_ok {
            // SAFETY: as above.
            let bigint = unsafe { BigInt::from_napi_value(env, value)? };
            return Ok(Self(count(&Either::B(bigint))));
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "JavaScript passes safe integers"
        )]
        let seconds = u64::try_from(number as i64);
        Ok(Self(seconds.map_err(|_| ErrorKind::InvalidArgument.into())))
    }
}
