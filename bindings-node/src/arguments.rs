//! Arguments that have more than one JavaScript type.

use napi::bindgen_prelude::{BigInt, Either};
use napi_derive::napi;
use signkey::{Error, ErrorKind};

/// Seconds or bytes, 0 to 2^64 - 1: a safe integer or a bigint.
#[napi]
pub type Count = Either<i64, BigInt>;

pub(crate) fn count(value: &Count) -> Result<u64, Error> {
    let count = match value {
        Either::A(number) => u64::try_from(*number).ok(),
        Either::B(bigint) => match bigint.get_u64() {
            (false, value, true) => Some(value),
            _ => None,
        },
    };
    count.ok_or(ErrorKind::InvalidArgument.into())
}

/// As [`count`], for the size of something in memory.
pub(crate) fn size(value: &Count) -> Result<usize, Error> {
    usize::try_from(count(value)?).map_err(|_| ErrorKind::InvalidArgument.into())
}

/// A number as JavaScript holds it exactly.
pub(crate) fn to_count(number: u64) -> Count {
    const MAX_SAFE_INTEGER: i64 = (1 << 53) - 1;
    match i64::try_from(number) {
        Ok(number) if number <= MAX_SAFE_INTEGER => Either::A(number),
        _ => Either::B(number.into()),
    }
}
