//! What `Config` is made of: keyword arguments and a mapping of variables.

use std::cell::RefCell;

use pyo3::{
    intern,
    prelude::*,
    types::{PyDict, PyMapping, PyString},
};
use signkey::{Config, ConfigOptions};

use crate::{
    arguments::{Utf8, wrong_argument},
    errors::{invalid_argument, raise},
    key_file,
    option_name::unknown_option,
    panics::caught,
};

/// Reads the settings. Wrong values are for the core to judge, wrong types are errors.
pub(crate) fn read(
    py: Python<'_>,
    options: Option<&Bound<'_, PyDict>>,
    variables: Option<&Bound<'_, PyMapping>>,
) -> PyResult<Config> {
    let mut given = Vec::new();
    for (name, value) in options.into_iter().flatten() {
        let name: Utf8<'_> = name.extract()?;
        let known = ConfigOptions::NAMES
            .iter()
            .find(|known| **known == name.as_str());
        let name = *known.ok_or_else(|| {
            let message = unknown_option(py, name.as_str(), ConfigOptions::NAMES);
            invalid_argument(py, &message)
        })?;
        if !value.is_none() {
            given.push((name, value));
        }
    }
    let mut texts = Vec::new();
    for (name, value) in &given {
        let text = value.extract::<Utf8<'_>>();
        texts.push((name, text.map_err(|_| not_text(name, value))?));
    }
    let mut options = ConfigOptions::default();
    for (name, text) in &texts {
        // The name is known, so it is the mode.
        let unknown = |_| invalid_argument(py, "argument 'mode': must be 'cloud' or 'dev'");
        options.set(name, text.as_str()).map_err(unknown)?;
    }

    // The core asks for texts; what else happens is told afterwards.
    let failure = RefCell::new(None);
    let lookup = |name: &str| {
        let text = variable(variables?, name).and_then(|value| match value {
            Some(path) if Config::FILE_VARIABLES.contains(&name) => key_file::content(py, &path),
            value => Ok(value.map(|text| text.to_string_lossy().into_owned())),
        });
        text.unwrap_or_else(|error| {
            failure.replace(Some(error));
            None
        })
    };
    let config = caught(|| Ok(Config::read(&options, lookup)));
    match failure.into_inner() {
        Some(error) => Err(error),
        None => config.map_err(|error| raise(py, error)),
    }
}

/// A variable. What of it is not UTF-8 becomes U+FFFD, so that the core refuses it by its name.
fn variable<'py>(
    variables: &Bound<'py, PyMapping>,
    name: &str,
) -> PyResult<Option<Bound<'py, PyString>>> {
    let get = intern!(variables.py(), "get");
    let value = variables.call_method1(get, (name,))?;
    if value.is_none() {
        return Ok(None);
    }
    match value.cast_into::<PyString>() {
        Ok(text) => Ok(Some(text)),
        Err(other) => Err(not_text(name, &other.into_inner())),
    }
}

fn not_text(name: &str, given: &Bound<'_, PyAny>) -> PyErr {
    wrong_argument(name, "str or None", given)
}
