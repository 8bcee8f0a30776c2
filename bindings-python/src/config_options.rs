//! What `Config` is made of: keyword arguments and a mapping of variables.

use std::cell::RefCell;

use pyo3::{
    exceptions::PyTypeError,
    intern,
    prelude::*,
    types::{PyDict, PyMapping, PyString},
};
use signkey::{Config, ConfigOptions};

use crate::{arguments::Utf8, errors::invalid_argument};

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
        let name = *known.ok_or_else(|| invalid_argument(py, "there is no option of this name"))?;
        if !value.is_none() {
            given.push((name, value));
        }
    }
    let mut texts = Vec::new();
    for (name, value) in &given {
        texts.push((
            name,
            value.extract::<Utf8<'_>>().map_err(|_| not_text(name))?,
        ));
    }
    let mut options = ConfigOptions::default();
    for (name, text) in &texts {
        // The name is known, so it is the mode.
        let unknown = |_| invalid_argument(py, "the mode must be 'cloud' or 'dev'");
        options.set(name, text.as_str()).map_err(unknown)?;
    }

    // The core asks for texts; what else happens is told afterwards.
    let failure = RefCell::new(None);
    let config = Config::read(&options, |name| {
        let text = variable(variables?, name);
        text.unwrap_or_else(|error| {
            failure.replace(Some(error));
            None
        })
    });
    failure.into_inner().map_or(Ok(config), Err)
}

/// A variable; what of it is not UTF-8 becomes U+FFFD, so that the core refuses it by its name.
fn variable(variables: &Bound<'_, PyMapping>, name: &str) -> PyResult<Option<String>> {
    let get = intern!(variables.py(), "get");
    let value = variables.call_method1(get, (name,))?;
    if value.is_none() {
        return Ok(None);
    }
    let text = value.cast::<PyString>().map_err(|_| not_text(name))?;
    Ok(Some(text.to_string_lossy().into_owned()))
}

fn not_text(name: &str) -> PyErr {
    PyTypeError::new_err(format!("{name} must be str or None"))
}
