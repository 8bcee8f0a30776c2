//! Texts of keys, with their names.

use pyo3::{Borrowed, intern, prelude::*, types::PyString};

use crate::arguments::{Text, Utf8, wrong_type};

/// Names and texts, as they were given.
pub(crate) struct NamedKeys<'py>(Vec<(Bound<'py, PyAny>, Bound<'py, PyAny>)>);

impl NamedKeys<'_> {
    pub(crate) const NONE: Self = Self(Vec::new());

    /// They, less those that are `None`.
    pub(crate) fn texts(&self) -> PyResult<Vec<(Utf8<'_>, Text<'_>)>> {
        let given = self.0.iter().filter(|(_, text)| !text.is_none());
        given
            .map(|(name, text)| Ok((name.extract()?, text.extract()?)))
            .collect()
    }
}

impl<'py> FromPyObject<'_, 'py> for NamedKeys<'py> {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if object.is_none() {
            return Ok(Self::NONE);
        }
        let wrong = || wrong_type("a mapping of names to keys", &object);
        if object.is_instance_of::<PyString>() {
            return Err(wrong());
        }
        let pairs = match object.getattr_opt(intern!(object.py(), "items"))? {
            Some(items) => items.call0()?,
            None => object.to_owned(),
        };
        let pairs = pairs.try_iter().map_err(|_| wrong())?;
        let pairs = pairs.map(|pair| pair?.extract().map_err(|_| wrong()));
        pairs.collect::<PyResult<_>>().map(Self)
    }
}
