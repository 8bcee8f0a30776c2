//! The native part of the Python package `signkey`: it converts types, raises Python's errors and
//! reads the clock. Everything that is decided is decided in the crate `signkey`.

mod api_auth;
mod app;
mod arguments;
mod call;
mod canonical;
mod clock;
mod config;
mod config_options;
mod decrypted;
mod encryptor;
mod endpoint;
mod errors;
mod handshake;
mod key;
mod keyring;
mod lock;
mod opaque;
mod problem;
mod request;
mod sync;
mod testing;
mod unverified;
mod verified;
mod verifier;
mod warning;

/// The module `signkey._signkey`. It holds no state, so free-threaded interpreters need no lock.
#[pyo3::pymodule(gil_used = false)]
mod _signkey {
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::{
        api_auth::ApiAuth, api_auth::Attempt, app::App, canonical::canonicalize, config::Config,
        decrypted::Decrypted, encryptor::Encryptor, endpoint::Endpoint, handshake::Handshake,
        key::SigningKey, keyring::Keyring, problem::Problem, sync::SyncRequest, sync::SyncResponse,
        testing::TestKit, unverified::Unverified, verified::Verified, verifier::Verifier,
        warning::EndpointWarning,
    };

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        module.add("HEADER_NAME", signkey::SignatureHeader::NAME)?;
        module.add("TEST_KEY", signkey::testing::TEST_KEY)?;
        module.add("ERROR_KINDS", crate::errors::kinds(module.py())?)
    }
}
