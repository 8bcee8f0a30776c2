//! What is left to be read of an admission.

use napi::bindgen_prelude::BigInt;
use napi_derive::napi;
use signkey::{ErrorKind, Refusal, Step, Warning};

use crate::{
    arguments::{Count, to_count},
    outcome::{Failure, guard},
    state::State,
};

/// A refusal.
#[napi(object, object_from_js = false)]
pub struct RefusalParts {
    /// Why.
    pub failure: Failure,
    /// The HTTP status.
    pub status: u32,
    /// The names and values of the headers in turn.
    pub fields: Vec<&'static str>,
    /// The body: JSON.
    pub body: String,
    /// Whether a body of the request was announced and not read.
    pub unread: bool,
    /// Whether the operator has to mend something.
    pub fault: bool,
    /// What to write into a log.
    pub log: String,
}

impl From<Refusal> for RefusalParts {
    fn from(refusal: Refusal) -> Self {
        Self {
            failure: refusal.error().into(),
            status: refusal.status().into(),
            fields: refusal.headers().flat_map(<[_; 2]>::from).collect(),
            body: refusal.body(),
            unread: refusal.is_unread(),
            fault: refusal.is_fault(),
            log: refusal.log(),
        }
    }
}

/// The refusal of a request; none if it is not refused.
#[napi]
pub fn admission_refusal(state: State) -> Option<Vec<RefusalParts>> {
    guard(|| {
        Ok(match state.load()?.step() {
            Step::Refuse(refusal) => vec![refusal.into()],
            _ => Vec::new(),
        })
    })
}

/// The index of the warning of a request; -1 for none.
#[napi]
pub fn admission_warning(state: State) -> i32 {
    guard(|| {
        let warning = state.load()?.warning();
        Ok(warning.and_then(|warning| Warning::ALL.iter().position(|other| *other == warning)))
    })
    .flatten()
    .and_then(|index| i32::try_from(index).ok())
    .unwrap_or(-1)
}

/// When a verified request was signed, and how old that is, in seconds.
#[napi]
pub fn admission_times(state: State) -> Option<Vec<BigInt>> {
    guard(|| {
        let admission = state.load()?;
        let times = |it: &signkey::Verified| vec![it.timestamp().into(), it.age_seconds().into()];
        Ok(admission.verified().map(times).unwrap_or_default())
    })
}

/// How much of a body is to be read at most, exactly.
#[napi]
pub fn admission_limit(state: State) -> Option<Count> {
    guard(|| match state.load()?.step() {
        Step::ReadBody { at_most } => Ok(to_count(at_most)),
        _ => Err(ErrorKind::InvalidArgument.into()),
    })
}
