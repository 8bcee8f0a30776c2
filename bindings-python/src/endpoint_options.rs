//! The options of an endpoint: Python's keyword arguments.

use pyo3::{
    Borrowed,
    exceptions::PyTypeError,
    prelude::*,
    types::{PyBool, PyDict, PyString},
};
use signkey::EndpointOptions;

use crate::arguments::{Utf8, Whole, about_argument, wrong_type};

/// Reads the options that are given; the others keep their defaults.
pub(crate) fn read(given: Option<&Bound<'_, PyDict>>) -> PyResult<EndpointOptions> {
    let mut options = EndpointOptions::default();
    for (name, value) in given.into_iter().flatten() {
        let name: Utf8<'_> = name.extract()?;
        let name = name.as_str();
        set(&mut options, name, &value).map_err(|error| about_argument(name, error, value.py()))?;
    }
    Ok(options)
}

fn set(options: &mut EndpointOptions, name: &str, value: &Bound<'_, PyAny>) -> PyResult<()> {
    match name {
        "unsigned_methods" => options.unsigned_methods = value.extract::<Methods>()?.0,
        "unsigned_sync" => options.unsigned_sync = flag(value)?,
        "past" => options.window.past = value.extract::<Whole>()?.0,
        "future" => options.window.future = value.extract::<Whole>()?.0,
        "max_body_size" => options.max_body_size = value.extract::<Whole>()?.0,
        "max_json_size" if value.is_none() => options.max_json_size = None,
        "max_json_size" => options.max_json_size = Some(value.extract::<Whole>()?.0),
        "max_response_size" => options.max_response_size = value.extract::<Whole>()?.0,
        "sign_responses" => options.sign_responses = flag(value)?,
        _ => return Err(PyTypeError::new_err("there is no option of this name")),
    }
    Ok(())
}

fn flag(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    match value.cast::<PyBool>() {
        Ok(flag) => Ok(flag.is_true()),
        Err(_) => Err(wrong_type("bool", value)),
    }
}

/// Names of methods.
struct Methods(Vec<String>);

impl FromPyObject<'_, '_> for Methods {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let wrong = || wrong_type("a collection of names", &object);
        if object.is_instance_of::<PyString>() {
            return Err(wrong());
        }
        let methods = object.try_iter().map_err(|_| wrong())?;
        methods
            .map(|method| Ok(method?.extract::<Utf8<'_>>()?.as_str().to_owned()))
            .collect::<PyResult<_>>()
            .map(Self)
    }
}
