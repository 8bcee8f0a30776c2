//! Settings that say yes or no. What is neither is an error, never one of the two.

use alloc::string::String;

use super::{problem::ProblemKind, reader::Reader, source::Setting};
use crate::{
    error::{Error, ErrorKind},
    signing::is_quoted,
};

/// What a variable says; `default` if it says nothing.
///
/// # Errors
///
/// `invalid_setting` for every other word, which is reported, too.
pub(super) fn read<F: Fn(&str) -> Option<String>>(
    reader: &mut Reader<F>,
    name: &'static str,
    default: bool,
) -> Result<bool, Error> {
    match reader.variable(name) {
        None => Ok(default),
        Some(text) => word(&text.value).ok_or_else(|| invalid(reader, &text)),
    }
}

/// What one of the usual words says, in any case.
pub(super) fn word(text: &str) -> Option<bool> {
    let is = |word: &&str| text.eq_ignore_ascii_case(word);
    match () {
        () if ["0", "false", "no", "off"].iter().any(is) => Some(false),
        () if ["1", "true", "yes", "on"].iter().any(is) => Some(true),
        () => None,
    }
}

/// Reports a value that the setting does not know.
pub(super) fn invalid<F: Fn(&str) -> Option<String>>(
    reader: &mut Reader<F>,
    text: &Setting<String>,
) -> Error {
    let kind = match is_quoted(text.value.as_bytes()) {
        true => ProblemKind::QuotedValue,
        false => ProblemKind::InvalidSetting,
    };
    reader.report(kind, text.source);
    Error::from(ErrorKind::InvalidSetting).with_setting(text.source.name())
}
