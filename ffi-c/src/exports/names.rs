//! Names that all languages share, by number.

use std::{
    ffi::{CStr, c_char},
    ptr,
};

use signkey::{Config, WANTED_HEADERS};

use crate::{
    guard,
    pointers::text::Texts,
    types::{
        caller::{CALLER_NAMES, WARNING_CODES, WARNING_MESSAGES},
        mode::MODE_NAMES,
        verified::FORM_NAMES,
    },
};

const UNKNOWN: &CStr = c"unknown";
const UNKNOWN_WARNING: &CStr = c"a warning that this version of signkey does not know";

/// The name of a form.
///
/// - `form`: any number.
///
/// Returns "raw", "canonical" or "trimmed", and "unknown" for a number that this version does not
/// know. The text is static. Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn signkey_form_name(form: u32) -> *const c_char {
    guard::value(UNKNOWN, || FORM_NAMES.of_number(form, UNKNOWN)).as_ptr()
}

/// The name of a mode.
///
/// - `mode`: any number.
///
/// Returns "cloud" or "dev", and "unknown" for a number that this version does not know. The text is
/// static. Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn signkey_mode_name(mode: u32) -> *const c_char {
    guard::value(UNKNOWN, || MODE_NAMES.of_number(mode, UNKNOWN)).as_ptr()
}

/// The name of a caller: of those that are not verified, the reason why they were let through.
///
/// - `caller`: any number.
///
/// Returns "verified", "dev", "dev_without_key", "unsigned_method" or "unsigned_sync", and "unknown"
/// for `SIGNKEY_CALLER_NONE` and for a number that this version does not know. The text is static.
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn signkey_caller_name(caller: u32) -> *const c_char {
    guard::value(UNKNOWN, || CALLER_NAMES.of_number(caller, UNKNOWN)).as_ptr()
}

/// The short name of a warning, for programs and logs.
///
/// - `warning`: any number.
///
/// Returns for example "dev_server_in_cloud_mode", and "unknown" for `SIGNKEY_WARNING_NONE` and for a
/// number that this version does not know. The text is static. Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn signkey_warning_code(warning: u32) -> *const c_char {
    guard::value(UNKNOWN, || WARNING_CODES.of_number(warning, UNKNOWN)).as_ptr()
}

/// A sentence about a warning, for people.
///
/// - `warning`: any number.
///
/// Returns an English sentence without a final stop, also for a number that this version does not
/// know. The text is static. Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn signkey_warning_message(warning: u32) -> *const c_char {
    guard::value(UNKNOWN_WARNING, || {
        WARNING_MESSAGES.of_number(warning, UNKNOWN_WARNING)
    })
    .as_ptr()
}

/// The names of the headers of a request that matter, one by one, in lower case. No verdict depends on
/// any other, so whoever hands over headers may leave the others out.
///
/// - `index`: from 0.
///
/// Returns the name, or NULL behind the last one. The text is static. Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn signkey_wanted_header(index: usize) -> *const c_char {
    guard::value(ptr::null(), || WANTED.pointer(index))
}

/// The names of all variables that are read, one by one.
///
/// - `index`: from 0.
///
/// Returns the name, for example for `getenv`, or NULL behind the last one; of those that name files
/// (`signkey_config_file_variable`), the value to hand over is what the file holds. The text is static.
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn signkey_config_variable(index: usize) -> *const c_char {
    guard::value(ptr::null(), || VARIABLES.pointer(index))
}

/// The names of the variables that hold the path of a file, one by one, such as
/// `INNGEST_SIGNING_KEY_FILE`. They are among those of `signkey_config_variable`. For these,
/// `signkey_config_new` takes as the value what the file holds, as it is; an empty text, which is not
/// `{NULL, 0}`, if it cannot be read; and nothing if the variable is not set, or blank.
///
/// - `index`: from 0.
///
/// Returns the name, or NULL behind the last one. The text is static. Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn signkey_config_file_variable(index: usize) -> *const c_char {
    guard::value(ptr::null(), || FILE_VARIABLES.pointer(index))
}

static WANTED: Texts<{ WANTED_HEADERS.len() }, 32> = Texts::new(WANTED_HEADERS);

static VARIABLES: Texts<{ Config::VARIABLES.len() }, 40> = Texts::new(names(Config::VARIABLES));

static FILE_VARIABLES: Texts<{ Config::FILE_VARIABLES.len() }, 40> =
    Texts::new(names(Config::FILE_VARIABLES));

const fn names<const COUNT: usize>(list: &[&'static str]) -> [&'static str; COUNT] {
    let mut names = [""; COUNT];
    names.copy_from_slice(list);
    names
}
