//! The values of one header.

use std::borrow::Cow;

use pyo3::{
    Borrowed,
    prelude::*,
    types::{PyBytes, PyString},
};

use crate::arguments::{Text, wrong_type};

/// One value, none, or as many as a collection holds.
pub(crate) struct HeaderValues<'a>(Vec<Cow<'a, [u8]>>);

impl HeaderValues<'_> {
    pub(crate) fn values(&self) -> Vec<&[u8]> {
        self.0.iter().map(AsRef::as_ref).collect()
    }
}

impl<'a> FromPyObject<'a, '_> for HeaderValues<'a> {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, '_, PyAny>) -> PyResult<Self> {
        if object.is_none() {
            return Ok(Self(Vec::new()));
        }
        if object.is_instance_of::<PyString>() || object.is_instance_of::<PyBytes>() {
            return Ok(Self(vec![object.extract::<Text<'_>>()?.into_bytes()]));
        }
        let wrong = || wrong_type("str, bytes, None, or a collection of them", &object);
        let values = object.try_iter().map_err(|_| wrong())?;
        let values = values.map(|value| {
            let value = value?;
            let text: Text<'_> = value.extract()?;
            Ok(Cow::Owned(text.as_ref().to_vec()))
        });
        values.collect::<PyResult<_>>().map(Self)
    }
}
