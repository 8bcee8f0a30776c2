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
    signing::is_quoted,
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

    /// A secret: an option, else a variable, else what the file holds that another variable names.
    ///
    /// # Errors
    ///
    /// `invalid_setting` for a file that holds nothing, or cannot be read, and for a variable of each
    /// kind.
    pub(super) fn secret(
        &mut self,
        option: Given<'_>,
        variable: &'static str,
        file: &'static str,
    ) -> Result<Option<Setting<Secret>>, Error> {
        if let Some(given) = given(option) {
            return Ok(Some(given.map(|text| Secret::new(text.to_owned()))));
        }
        let text = self.secret_variable(variable);
        let Some(content) = (self.lookup)(file).map(Secret::new) else {
            return Ok(text);
        };
        let kind = match (text, content.as_bytes().trim_ascii()) {
            (Some(_), _) => ProblemKind::SetTwice,
            (None, []) => ProblemKind::UnreadableFile,
            (None, _) => {
                return Ok(Some(Setting {
                    value: content,
                    source: Source::Variable(file),
                }));
            }
        };
        self.report(kind, Source::Variable(file));
        Err(Error::from(ErrorKind::InvalidSetting).with_setting(file))
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
        self.check_header_text(text).map(Some)
    }

    /// Whether a text can stand in a header.
    pub(super) fn check_header_text(
        &mut self,
        text: Setting<String>,
    ) -> Result<Setting<String>, Error> {
        if is_quoted(text.value.as_bytes()) {
            self.report(ProblemKind::QuotedValue, text.source);
        }
        if !is_header_value(&text.value) {
            self.report(ProblemKind::InvalidHeaderValue, text.source);
            return Err(Error::from(ErrorKind::InvalidHeaderValue).with_setting(text.source.name()));
        }
        Ok(text)
    }

    /// A URL in whatever form `parse` reads.
    pub(super) fn url<T>(
        &mut self,
        text: &Setting<String>,
        parse: impl FnOnce(&str) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.parsed(text, ProblemKind::MalformedUrl, parse)
    }

    /// A text in whatever form `parse` reads. If that fails, it is a problem of this kind.
    pub(super) fn parsed<T>(
        &mut self,
        text: &Setting<String>,
        kind: ProblemKind,
        parse: impl FnOnce(&str) -> Result<T, Error>,
    ) -> Result<T, Error> {
        parse(&text.value).map_err(|error| {
            let kind = match is_quoted(text.value.as_bytes()) {
                true => ProblemKind::QuotedValue,
                false => kind,
            };
            self.report(kind, text.source);
            error.with_setting(text.source.name())
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
