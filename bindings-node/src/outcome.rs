//! What the last call of this thread came to, beyond the number it returned.

use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind},
};

use napi::bindgen_prelude::BigInt;
use napi_derive::napi;
use signkey::{Config, Error, ErrorKind, Form, Verified};

use crate::arguments::{Count, count};

thread_local! {
    static FAILURE: Cell<Error> = const { Cell::new(Error::new(ErrorKind::Internal, 0)) };
    static TIMES: Cell<(u64, i64)> = const { Cell::new((0, 0)) };
}

/// Runs the work of one exported function; a panic becomes `internal` instead of crossing over.
pub(crate) fn guard<T>(work: impl FnOnce() -> Result<T, Error>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or(Err(ErrorKind::Internal.into()))
        .inspect_err(|error| FAILURE.set(*error))
        .ok()
}

/// As [`guard`], for work that ends in a number of 0 or more: a refusal is -1.
pub(crate) fn guard_number(work: impl FnOnce() -> Result<i32, Error>) -> i32 {
    guard(work).unwrap_or(-1)
}

/// A verdict as one number: the index of the key, times four, plus the number of the form. The
/// times are left to be read.
pub(crate) fn verdict(verified: &Verified) -> Result<i32, Error> {
    let form = match verified.form() {
        Form::Raw => 0,
        Form::Canonical => 1,
        Form::Trimmed => 2,
        _ => return Err(ErrorKind::Internal.into()),
    };
    let key_index = i32::try_from(verified.key_index()).map_err(|_| ErrorKind::Internal)?;
    TIMES.set((verified.timestamp(), verified.age_seconds()));
    Ok(key_index * 4 + form)
}

/// A verdict, and above its 5 bits the times, so that they need not be read: 12 bits of the age plus
/// 2048, and 36 of the timestamp, which together is what a JavaScript number holds exactly. Times
/// that do not fit are left at 0, which no age becomes.
pub(crate) fn times_and_verdict(verified: &Verified) -> Result<f64, Error> {
    let verdict = i64::from(verdict(verified)?);
    let age = Some(verified.age_seconds()).filter(|age| (-2047..=2047).contains(age));
    let timestamp = i64::try_from(verified.timestamp()).ok();
    let times = match (age, timestamp.filter(|seconds| *seconds < 1 << 36)) {
        (Some(age), Some(timestamp)) => timestamp << 12 | (age + 2048),
        _ => 0,
    };
    #[expect(clippy::cast_precision_loss, reason = "these are 53 bits")]
    Ok((times << 5 | verdict) as f64)
}

/// When the message of the last verdict was signed, in seconds; rounded above 2^53.
#[napi]
pub fn timestamp() -> f64 {
    rounded(TIMES.get().0)
}

/// How old the signature of the last verdict is, in seconds; rounded above 2^53.
#[napi]
pub fn age_seconds() -> f64 {
    rounded(TIMES.get().1)
}

/// As `timestamp`, exactly.
#[napi]
pub fn exact_timestamp() -> BigInt {
    TIMES.get().0.into()
}

/// As `ageSeconds`, exactly.
#[napi]
pub fn exact_age_seconds() -> BigInt {
    TIMES.get().1.into()
}

/// An error, for JavaScript.
#[napi(object, object_from_js = false)]
pub struct Failure {
    /// Its number.
    pub number: u32,
    /// Its sentence.
    pub message: String,
    /// The option or variable that causes it, as far as it is known.
    pub setting: Option<&'static str>,
    /// What the operator can do about it.
    pub hint: Option<&'static str>,
    /// Where in the input it lies, for the errors that say so.
    pub position: Option<f64>,
    /// The distance between signature and clock in seconds, for the errors that say so; rounded
    /// above 2^53.
    pub skew_seconds: Option<f64>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self {
            number: error.kind().number().into(),
            message: error.to_string(),
            setting: error.setting(),
            hint: error.hint(),
            position: error.position().map(rounded),
            skew_seconds: error.skew_seconds().map(rounded),
        }
    }
}

/// The error of the last refusal.
#[napi]
pub fn failure() -> Failure {
    FAILURE.get().into()
}

/// An error of JavaScript.
#[napi(object, object_to_js = false)]
pub struct ErrorSource {
    /// Its number.
    pub number: u32,
    /// Its position, or its skew.
    pub detail: Option<Count>,
    /// The option or variable that causes it.
    pub setting: Option<String>,
}

impl ErrorSource {
    pub(crate) fn read(&self) -> Result<Error, Error> {
        let kind = u16::try_from(self.number).ok();
        let kind = kind.and_then(ErrorKind::from_number);
        let kind = kind.ok_or(ErrorKind::InvalidArgument)?;
        let error = Error::new(kind, self.detail.as_ref().map_or(Ok(0), count)?);
        let source = self.setting.as_deref().and_then(Config::source_named);
        Ok(source.map_or(error, |source| error.with_setting(source.name())))
    }
}

/// The nearest JavaScript number, exact up to 2^53.
#[expect(clippy::cast_precision_loss, reason = "what it is for")]
pub(crate) fn rounded(value: impl Into<i128>) -> f64 {
    value.into() as f64
}

#[cfg(test)]
#[expect(clippy::panic, reason = "the guard is there for panics")]
mod tests {
    use signkey::ErrorKind;

    use super::{FAILURE, guard, guard_number};

    #[test]
    fn a_panic_becomes_internal() {
        assert_eq!(guard_number(|| panic!("on purpose")), -1);
        assert_eq!(FAILURE.get().kind(), ErrorKind::Internal);
    }

    #[test]
    fn a_refusal_is_kept_and_a_result_passes() {
        assert_eq!(guard_number(|| Err(ErrorKind::EmptyKey.into())), -1);
        assert_eq!(FAILURE.get().kind(), ErrorKind::EmptyKey);
        assert_eq!(guard(|| Ok('x')), Some('x'));
        assert_eq!(FAILURE.get().kind(), ErrorKind::EmptyKey);
    }
}
