//! The options of an endpoint: Python's keyword arguments.

use pyo3::{
    Borrowed,
    exceptions::PyTypeError,
    prelude::*,
    types::{PyDict, PyString, PyType},
};
use signkey::{EndpointOptions, Error, ErrorKind, ReplayStoreOptions};

use crate::{
    arguments::{Flag, Of, Utf8, Whole, about_argument, wrong_type},
    errors::raise_with,
    option_name::unknown_option,
    replay_guard::ReplayGuard,
};

/// The options of an endpoint, and what it holds for Python.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) core: EndpointOptions,
    pub(crate) guard: Option<Py<ReplayGuard>>,
    /// The store, which adapters ask.
    pub(crate) store: Option<Py<PyAny>>,
}

/// Reads the options that are given; the others keep their defaults.
pub(crate) fn read(given: Option<&Bound<'_, PyDict>>) -> PyResult<Options> {
    let mut options = Options::default();
    let mut store = ReplayStoreOptions::default();
    let mut of_store = None;
    for (name, value) in given.into_iter().flatten() {
        let name: Utf8<'_> = name.extract()?;
        let name = name.as_str();
        let known = set(&mut options, &mut store, name, &value)
            .map_err(|error| about_argument(name, error, value.py()))?;
        if name == "replay_skew" || name == "admit_unclaimed" && store.admit_unclaimed {
            of_store = EndpointOptions::NAMES.iter().find(|it| **it == name);
        }
        if !known {
            let message = unknown_option(value.py(), name, EndpointOptions::NAMES);
            return Err(PyTypeError::new_err(message));
        }
    }
    if let (Some(option), None, Some(given)) = (of_store, &options.store, given) {
        let error = Error::from(ErrorKind::InvalidArgument).with_setting(option);
        let message = format!("argument '{option}': means nothing without a replay_store");
        return Err(raise_with(given.py(), error, &message));
    }
    options.core.replay_store = options.store.as_ref().map(|_| store);
    Ok(options)
}

/// Whether there is an option of this name, which then has this value.
fn set(
    options: &mut Options,
    store: &mut ReplayStoreOptions,
    name: &str,
    value: &Bound<'_, PyAny>,
) -> PyResult<bool> {
    let core = &mut options.core;
    match name {
        "unsigned_methods" => core.unsigned_methods = value.extract::<Methods>()?.0,
        "unsigned_sync" => core.unsigned_sync = value.extract::<Flag>()?.0,
        "past" => core.window.past = value.extract::<Whole>()?.0,
        "future" => core.window.future = value.extract::<Whole>()?.0,
        "max_body_size" => core.max_body_size = value.extract::<Whole>()?.0,
        "max_json_size" if value.is_none() => core.max_json_size = None,
        "max_json_size" => core.max_json_size = Some(value.extract::<Whole>()?.0),
        "max_response_size" => core.max_response_size = value.extract::<Whole>()?.0,
        "sign_responses" => core.sign_responses = value.extract::<Flag>()?.0,
        "name" => core.name = value.extract::<Utf8<'_>>()?.as_str().to_owned(),
        "replay_guard" => {
            let guard = value.extract::<Option<Of<'_, ReplayGuard>>>()?;
            core.replay_guard = guard.as_ref().map(|guard| guard.get().0.clone());
            options.guard = guard.map(Of::unbind);
        }
        "replay_store" if value.is_none() => options.store = None,
        "replay_store" if is_store(value)? => options.store = Some(value.clone().unbind()),
        "replay_store" => return Err(wrong_type("a store with a method claim", value)),
        "replay_skew" => store.skew = value.extract::<Whole>()?.0,
        "admit_unclaimed" => store.admit_unclaimed = value.extract::<Flag>()?.0,
        _ => return Ok(false),
    }
    Ok(true)
}

/// An instance, and not its class, whose methods would be there as well.
fn is_store(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    let claim = value.getattr_opt("claim")?;
    Ok(claim.is_some_and(|claim| claim.is_callable()) && !value.is_instance_of::<PyType>())
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
