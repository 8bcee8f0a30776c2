//! Which library this is.

use std::ffi::{CStr, c_char};

use crate::guard;

/// The version of the ABI that this header describes. It changes only if a program compiled
/// before would break.
pub const SIGNKEY_ABI_VERSION: u32 = 1;

const VERSION: &CStr =
    match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
        Ok(version) => version,
        Err(_) => panic!("a version holds no NUL"),
    };

/// The version of the library, such as "1.2.3". The text is static. Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn signkey_version() -> *const c_char {
    guard::value(VERSION, || VERSION).as_ptr()
}

/// The version of the ABI that the library has; compare it with `SIGNKEY_ABI_VERSION` if you load
/// the library at run time. Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn signkey_abi_version() -> u32 {
    guard::value(SIGNKEY_ABI_VERSION, || SIGNKEY_ABI_VERSION)
}
