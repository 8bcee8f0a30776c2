//! The native part of the Python package `signkey`: it converts types, raises Python's errors and
//! reads the clock. Everything that is decided is decided in the crate `signkey`.

mod admission;
mod api_auth;
mod app;
mod arguments;
mod authorization;
mod call;
mod canonical;
mod clock;
mod config;
mod config_options;
mod decrypted;
mod encryptor;
mod endpoint;
mod endpoint_options;
mod environ;
mod errors;
mod header_values;
mod headers;
mod interpreter;
mod key;
mod key_fault;
mod key_file;
mod keyring;
mod lock;
mod named_keys;
mod operations;
mod option_name;
mod panics;
mod pickle;
mod problem;
mod refusal;
mod register_request;
mod registration;
mod replay_guard;
mod response_step;
mod sync_response;
mod testing;
mod unverified;
mod verified;
mod verifier;
mod warning;

/// The module `signkey._signkey`. Free-threaded interpreters need no lock for it.
#[pyo3::pymodule(gil_used = false)]
mod _signkey {
    use pyo3::{prelude::*, types::PyTuple};

    #[pymodule_export]
    use crate::{
        admission::Admission, api_auth::ApiAuth, api_auth::Attempt, app::App,
        canonical::canonicalize, config::Config, decrypted::Decrypted, encryptor::Encryptor,
        endpoint::Endpoint, environ::headers, key::SigningKey, keyring::Keyring,
        operations::explain, operations::read_introspection, operations::rotation_step,
        problem::Problem, refusal::Refusal, register_request::RegisterRequest,
        registration::Registration, replay_guard::ReplayGuard, response_step::ResponseStep,
        sync_response::SyncResponse, testing::TestKit, unverified::Unverified, verified::Verified,
        verifier::Verifier, warning::RequestWarning,
    };

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        let py = module.py();
        crate::interpreter::check(py)?;
        crate::panics::hush();
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        module.add("ANSWER_SIZE_MAX", signkey::ANSWER_SIZE_MAX)?;
        module.add("HEADER_NAME", signkey::SignatureHeader::NAME)?;
        module.add(
            "LIFECYCLE_EVENTS",
            PyTuple::new(py, signkey::LIFECYCLE_EVENTS)?,
        )?;
        module.add("WANTED_HEADERS", PyTuple::new(py, signkey::WANTED_HEADERS)?)?;
        module.add("TEST_KEY", signkey::testing::TEST_KEY)?;
        module.add("TEST_KEY_FALLBACK", signkey::testing::TEST_KEY_FALLBACK)?;
        module.add("ERROR_KINDS", crate::errors::kinds(py)?)
    }
}
