//! The list of errors, for the tables of the JavaScript side.

use napi_derive::napi;
use signkey::ErrorKind;

/// One kind of error.
#[napi(object, object_from_js = false)]
pub struct Kind {
    /// Its number.
    pub number: u32,
    /// Its `snake_case` name.
    pub code: &'static str,
    /// The HTTP status with which to answer.
    pub http_status: u32,
    /// Its sentence.
    pub message: &'static str,
}

/// All kinds of errors, in the order of their numbers.
#[napi]
pub fn error_kinds() -> Vec<Kind> {
    let kinds = ErrorKind::ALL.iter();
    kinds
        .map(|kind| Kind {
            number: kind.number().into(),
            code: kind.code(),
            http_status: kind.http_status().into(),
            message: kind.message(),
        })
        .collect()
}
