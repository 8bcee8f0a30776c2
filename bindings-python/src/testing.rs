//! The native part of `signkey.testing`.

use std::sync::Arc;

use pyo3::prelude::*;
use signkey::{Error, testing::TestRequest};

use crate::{
    arguments::{Body, Whole},
    errors::raise,
    keyring::Keyring,
};

/// Makes requests under ``TEST_KEY`` as body and header; ``signkey.testing`` documents them.
#[pyclass(module = "signkey._signkey", frozen)]
pub(crate) struct TestKit(signkey::testing::TestKit);

#[pymethods]
impl TestKit {
    #[new]
    #[pyo3(signature = (now, /))]
    fn new(py: Python<'_>, now: Whole) -> PyResult<Self> {
        let kit = signkey::testing::TestKit::new(now.0);
        kit.map(Self).map_err(|error| raise(py, error))
    }

    /// The keyring that accepts the requests.
    #[getter]
    fn keyring(&self) -> Keyring {
        Keyring(Arc::clone(self.0.keyring()))
    }

    /// The time that the clock shows.
    #[getter]
    fn now(&self) -> u64 {
        self.0.now()
    }

    /// A request that verifies.
    #[pyo3(signature = (body))]
    fn signed(&self, py: Python<'_>, body: Body<'_>) -> PyResult<Parts> {
        parts(py, self.0.signed(body.as_bytes()))
    }

    /// A request that verifies under the fallback.
    #[pyo3(signature = (body))]
    fn fallback_signed(&self, py: Python<'_>, body: Body<'_>) -> PyResult<Parts> {
        parts(py, self.0.fallback_signed(body.as_bytes()))
    }

    /// A request signed one second before the default window.
    #[pyo3(signature = (body))]
    fn expired(&self, py: Python<'_>, body: Body<'_>) -> PyResult<Parts> {
        parts(py, self.0.expired(body.as_bytes()))
    }

    /// A request signed one second behind the default window.
    #[pyo3(signature = (body))]
    fn early(&self, py: Python<'_>, body: Body<'_>) -> PyResult<Parts> {
        parts(py, self.0.early(body.as_bytes()))
    }

    /// A request with one byte more than was signed.
    #[pyo3(signature = (body))]
    fn tampered(&self, py: Python<'_>, body: Body<'_>) -> PyResult<Parts> {
        parts(py, self.0.tampered(body.as_bytes()))
    }

    /// A request whose header is not of the one form.
    #[pyo3(signature = (body))]
    fn malformed(&self, py: Python<'_>, body: Body<'_>) -> PyResult<Parts> {
        parts(py, self.0.malformed(body.as_bytes()))
    }

    /// A request without a signature.
    #[pyo3(signature = (body))]
    fn unsigned(&self, py: Python<'_>, body: Body<'_>) -> PyResult<Parts> {
        parts(py, Ok(self.0.unsigned(body.as_bytes())))
    }
}

/// Body and header.
type Parts = (Vec<u8>, Option<String>);

fn parts(py: Python<'_>, request: Result<TestRequest, Error>) -> PyResult<Parts> {
    let request = request.map_err(|error| raise(py, error))?;
    Ok((request.body, request.header))
}
