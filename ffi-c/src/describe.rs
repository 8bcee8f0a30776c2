//! What can be said of a status.

use std::ffi::{CStr, c_char};

use signkey::ErrorKind;

use crate::{guard, literal::terminated};

/// The short name of a status that all languages share, for programs and logs.
///
/// - `status`: any number.
///
/// Returns for example "expired"; "ok" for `SIGNKEY_OK`, and "unknown" for a number that this
/// version does not know. The text is static. Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn signkey_status_code(status: u32) -> *const c_char {
    guard::value(UNKNOWN.code, || look_up(status).code).as_ptr()
}

/// A sentence about a status, for people. `signkey_failure_message` says more if there is a
/// failure.
///
/// - `status`: any number.
///
/// Returns an English sentence without a final stop, also for a number that this version does not
/// know. The text is static. Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn signkey_status_message(status: u32) -> *const c_char {
    guard::value(UNKNOWN.message, || look_up(status).message).as_ptr()
}

/// The HTTP status with which an endpoint should answer.
///
/// - `status`: any number.
///
/// Returns 401 for what an outsider can cause, 413 for a body over the limit, 500 for faults of
/// this side and for a number that this version does not know, and 200 for `SIGNKEY_OK`.
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn signkey_status_http(status: u32) -> u32 {
    guard::value(UNKNOWN.http, || look_up(status).http)
}

/// What can be said of one status.
pub(crate) struct Entry {
    code: &'static CStr,
    pub(crate) message: &'static CStr,
    http: u32,
}

const SUCCESS: Entry = Entry {
    code: c"ok",
    message: c"success",
    http: 200,
};

const UNKNOWN: Entry = Entry {
    code: c"unknown",
    message: c"an error that this version of signkey does not know",
    http: 500,
};

pub(crate) fn look_up(status: u32) -> Entry {
    if status == 0 {
        return SUCCESS;
    }
    let mut kinds = ErrorKind::ALL.iter();
    let Some(at) = kinds.position(|kind| u32::from(kind.number()) == status) else {
        return UNKNOWN;
    };
    Entry {
        code: CStr::from_bytes_until_nul(&CODES[at]).unwrap_or_default(),
        message: CStr::from_bytes_until_nul(&MESSAGES[at]).unwrap_or_default(),
        http: ErrorKind::ALL[at].http_status().into(),
    }
}

/// Makes the core's texts into C strings while compiling, one row an error kind.
macro_rules! c_texts {
    ($text:ident, $width:literal) => {{
        let mut rows = [[0; $width]; ErrorKind::ALL.len()];
        let mut at = 0;
        while at < rows.len() {
            rows[at] = terminated(ErrorKind::ALL[at].$text());
            at += 1;
        }
        rows
    }};
}

static CODES: [[u8; 32]; ErrorKind::ALL.len()] = c_texts!(code, 32);
static MESSAGES: [[u8; 96]; ErrorKind::ALL.len()] = c_texts!(message, 96);
