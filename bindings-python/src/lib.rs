//! The native part of the Python package `signkey`: it converts types, raises Python's errors and
//! reads the clock. Everything that is decided is decided in the crate `signkey`.

mod arguments;
mod call;
mod canonical;
mod clock;
mod decrypted;
mod encryptor;
mod errors;
mod key;
mod keyring;
mod opaque;
mod testing;
mod verified;
mod verifier;

/// The module `signkey._signkey`. It holds no state, so free-threaded interpreters need no lock.
#[pyo3::pymodule(gil_used = false)]
mod _signkey {
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::{
        canonical::canonicalize, decrypted::Decrypted, encryptor::Encryptor, key::SigningKey,
        keyring::Keyring, testing::TestKit, verified::Verified, verifier::Verifier,
    };

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        module.add("HEADER_NAME", signkey::SignatureHeader::NAME)?;
        module.add("TEST_KEY", signkey::testing::TEST_KEY)?;
        module.add("ERROR_KINDS", crate::errors::kinds(module.py())?)
    }
}
