//! What the core lists and names, for the tables of the JavaScript side.

use napi_derive::napi;
use signkey::{
    ANSWER_SIZE_MAX, Config, ConfigOptions, ErrorKind, LIFECYCLE_EVENTS, SignatureHeader,
    Unverified, WANTED_HEADERS, Warning,
};

use crate::state;

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
    /// What the operator can do about it, as far as the kind alone says.
    pub hint: Option<&'static str>,
    /// Where the documentation says more.
    pub docs: &'static str,
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
            hint: kind.hint(),
            docs: kind.docs(),
        })
        .collect()
}

/// A warning about a request.
#[napi(object, object_from_js = false)]
pub struct WarningParts {
    /// Its `snake_case` name.
    pub code: &'static str,
    /// Its sentence.
    pub message: &'static str,
}

/// Lists and names.
#[napi(object, object_from_js = false)]
pub struct Lists {
    /// The names of all options of settings.
    pub config_options: Vec<&'static str>,
    /// The names of all variables that are read.
    pub config_variables: Vec<&'static str>,
    /// Those among them that hold the path of a file.
    pub config_file_variables: Vec<&'static str>,
    /// The reasons to let a request through unverified, by their numbers.
    pub unverified_reasons: Vec<&'static str>,
    /// The warnings about requests, by their numbers.
    pub warnings: Vec<WarningParts>,
    /// The headers that matter to an admission, in lower case, in the order of its arguments.
    pub wanted_headers: Vec<&'static str>,
    /// The header of a signature.
    pub signature_header: &'static str,
    /// The code of a message that is refused because a replay store gives no answer.
    pub store_unavailable: &'static str,
    /// The events with which the platform tells how a run ended.
    pub lifecycle_events: Vec<&'static str>,
    /// The size of an admission, in bytes.
    pub admission_size: u32,
    /// The largest answer to a registration that is read, in bytes.
    pub answer_size_max: u32,
}

/// The lists and names.
#[napi]
pub fn lists() -> Lists {
    let number = |size| u32::try_from(size).unwrap_or(u32::MAX);
    let warnings = Warning::ALL.map(|warning| WarningParts {
        code: warning.code(),
        message: warning.message(),
    });
    Lists {
        config_options: ConfigOptions::NAMES.to_vec(),
        config_variables: Config::VARIABLES.to_vec(),
        config_file_variables: Config::FILE_VARIABLES.to_vec(),
        unverified_reasons: Unverified::ALL.map(Unverified::name).to_vec(),
        warnings: warnings.into(),
        wanted_headers: WANTED_HEADERS.to_vec(),
        signature_header: SignatureHeader::NAME,
        store_unavailable: ErrorKind::ReplayStoreUnavailable.code(),
        lifecycle_events: LIFECYCLE_EVENTS.to_vec(),
        admission_size: number(state::SIZE),
        answer_size_max: number(ANSWER_SIZE_MAX),
    }
}
