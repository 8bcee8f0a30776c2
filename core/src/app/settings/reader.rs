//! Reading one setting: an option, else the first variable that says something.

use alloc::{borrow::ToOwned, string::String, vec::Vec};

use zeroize::Zeroize;

use super::{
    problem::{Problem, ProblemKind},
    source::{Setting, Source},
};
use crate::{
    app::head::is_header_value,
    error::{Error, ErrorKind},
};

/// The text of a secret, cleared when dropped.
pub(super) struct Secret(Vec<u8>);

impl Secret {
    pub(super) fn new(text: String) -> Self {
        Self(text.into_bytes())
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.as_mut_slice().zeroize();
    }
}

/// An option: its name and what was given.
pub(super) type Given<'a> = (&'static str, Option<&'a str>);

pub(super) struct Reader<F> {
    lookup: F,
    /// What was found to be wrong so far.
    pub(super) problems: Vec<Problem>,
}

impl<F: Fn(&str) -> Option<String>> Reader<F> {
    pub(super) fn new(lookup: F) -> Self {
        Self {
            lookup,
            problems: Vec::new(),
        }
    }

    /// A variable, if it is neither absent nor blank. White space around it is removed.
    pub(super) fn variable(&self, name: &'static str) -> Option<Setting<String>> {
        let secret = self.secret_variable(name)?;
        let text = core::str::from_utf8(secret.value.as_bytes()).unwrap_or_default();
        Some(Setting {
            value: text.trim_ascii().to_owned(),
            source: secret.source,
        })
    }

    /// A variable as it is, if it is neither absent nor blank, in memory that is cleared.
    fn secret_variable(&self, name: &'static str) -> Option<Setting<Secret>> {
        let value = Secret::new((self.lookup)(name)?);
        let is_blank = value.as_bytes().trim_ascii().is_empty();
        (!is_blank).then_some(Setting {
            value,
            source: Source::Variable(name),
        })
    }

    /// An option, else the first of the variables.
    pub(super) fn text(
        &self,
        option: Given<'_>,
        variables: &[&'static str],
    ) -> Option<Setting<String>> {
        given(option)
            .map(|given| given.map(ToOwned::to_owned))
            .or_else(|| variables.iter().find_map(|name| self.variable(name)))
    }

    /// As [`Reader::text`], for secrets.
    pub(super) fn secret(
        &self,
        option: Given<'_>,
        variable: &'static str,
    ) -> Option<Setting<Secret>> {
        given(option)
            .map(|given| given.map(|text| Secret::new(text.to_owned())))
            .or_else(|| self.secret_variable(variable))
    }

    /// A text that goes into a header.
    pub(super) fn header_text(
        &mut self,
        option: Given<'_>,
        variables: &[&'static str],
    ) -> Result<Option<Setting<String>>, Error> {
        let Some(text) = self.text(option, variables) else {
            return Ok(None);
        };
        if is_quoted(text.value.as_bytes()) {
            self.report(ProblemKind::QuotedValue, text.source);
        } else if !is_header_value(&text.value) {
            self.report(ProblemKind::InvalidHeaderValue, text.source);
            return Err(ErrorKind::InvalidHeaderValue.into());
        }
        Ok(Some(text))
    }

    /// A URL in whatever form `parse` reads.
    pub(super) fn url<T>(
        &mut self,
        text: &Setting<String>,
        parse: impl FnOnce(&str) -> Result<T, Error>,
    ) -> Result<T, Error> {
        parse(&text.value).inspect_err(|_| {
            let kind = match is_quoted(text.value.as_bytes()) {
                true => ProblemKind::QuotedValue,
                false => ProblemKind::MalformedUrl,
            };
            self.report(kind, text.source);
        })
    }

    pub(super) fn report(&mut self, kind: ProblemKind, source: Source) {
        self.problems.push(Problem::new(kind, source));
    }
}

/// An option that is not blank.
fn given((name, text): Given<'_>) -> Option<Setting<&str>> {
    let value = text?.trim_ascii();
    (!value.is_empty()).then_some(Setting {
        value,
        source: Source::Option(name),
    })
}

/// Whether a value stands between quotation marks, which a shell would have removed.
pub(super) fn is_quoted(text: &[u8]) -> bool {
    match text.trim_ascii() {
        [first, .., last] => first == last && matches!(first, b'"' | b'\'' | b'`'),
        _ => false,
    }
}
