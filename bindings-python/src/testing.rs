//! The native part of `signkey.testing`.

use pyo3::prelude::*;
use signkey::{Error, testing::TestRequest};

use crate::{
    arguments::{Body, Whole},
    errors::raise,
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

    /// A request that verifies.
    #[pyo3(signature = (body))]
    fn signed(&self, py: Python<'_>, body: Body<'_>) -> PyResult<(Vec<u8>, String)> {
        parts(py, self.0.signed(body.as_bytes()))
    }

    /// A request signed one second before the default window.
    #[pyo3(signature = (body))]
    fn expired(&self, py: Python<'_>, body: Body<'_>) -> PyResult<(Vec<u8>, String)> {
        parts(py, self.0.expired(body.as_bytes()))
    }

    /// A request signed one second behind the default window.
    #[pyo3(signature = (body))]
    fn early(&self, py: Python<'_>, body: Body<'_>) -> PyResult<(Vec<u8>, String)> {
        parts(py, self.0.early(body.as_bytes()))
    }

    /// A request with one byte more than was signed.
    #[pyo3(signature = (body))]
    fn tampered(&self, py: Python<'_>, body: Body<'_>) -> PyResult<(Vec<u8>, String)> {
        parts(py, self.0.tampered(body.as_bytes()))
    }
}

fn parts(py: Python<'_>, request: Result<TestRequest, Error>) -> PyResult<(Vec<u8>, String)> {
    let request = request.map_err(|error| raise(py, error))?;
    Ok((request.body, request.header))
}
