//! What messages are verified against, apart from the clock.

use napi_derive::napi;
use signkey::{Error, ErrorKind, JSON_SIZE_DEFAULT, ReplayWindow, VerifyOptions};

/// The limits of the protocol.
#[napi(object, object_from_js = false)]
pub struct Limits {
    /// How old a signature may be, in seconds.
    pub past: i64,
    /// How far ahead of the clock a signature may be, in seconds.
    pub future: i64,
    /// The largest JSON text whose canonical form is tried, in bytes.
    pub max_json_size: i64,
    /// The largest JSON text that is brought into canonical form, in bytes.
    pub max_document_size: i64,
}

/// The limits that hold where a call names none.
#[napi]
pub fn default_limits() -> Limits {
    let VerifyOptions {
        window,
        max_json_size,
        ..
    } = VerifyOptions::DEFAULT;
    Limits {
        past: window.past.try_into().unwrap_or(i64::MAX),
        future: window.future.try_into().unwrap_or(i64::MAX),
        max_json_size: max_json_size.try_into().unwrap_or(i64::MAX),
        max_document_size: JSON_SIZE_DEFAULT.try_into().unwrap_or(i64::MAX),
    }
}

/// Reads the limits of a call: those of the protocol, or the three numbers of [`Limits`].
///
/// One array costs a call less time than three numbers, and none costs the least.
pub(crate) fn limits(numbers: Option<&[u64]>) -> Result<VerifyOptions, Error> {
    match numbers {
        None => Ok(VerifyOptions::DEFAULT),
        Some(&[past, future, max_json_size]) => {
            let max_json_size = usize::try_from(max_json_size).unwrap_or(usize::MAX);
            Ok(VerifyOptions::DEFAULT
                .with_window(ReplayWindow { past, future })
                .with_max_json_size(max_json_size))
        }
        Some(_) => Err(ErrorKind::InvalidArgument.into()),
    }
}
