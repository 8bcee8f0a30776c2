//! `ApiAuth`: an app's own calls to the platform's API.

use pyo3::prelude::*;
use signkey::Origin;

use crate::{
    arguments::{Of, Status, Utf8},
    authorization::secret,
    errors::raise,
    keyring::Keyring,
    pickle,
};

/// Which credential goes with a call to the platform's API: that of the key that worked last, the
/// primary at first.
///
/// A call that is answered 401 or 403 is tried again with each of the other keys, once. The first
/// that is answered 2xx is used from then on, by all threads. ::
///
///     attempt = auth.begin()
///     while attempt is not None:
///         answer = send(authorization=auth.authorization(attempt))
///         attempt = auth.after(attempt, answer.status)
///
/// ``signkey.httpx`` and ``signkey.requests`` do this for their clients.
///
/// ``keyring``: the keys; without any, calls carry no credential. ``origin``: the URL of the API, of
/// which scheme, host and port count. Safe to share between threads; its ``repr`` shows the ids of
/// the keys alone; it cannot be pickled or copied.
///
/// Raises ``MalformedUrlError``.
#[pyclass(module = "signkey", frozen)]
pub(crate) struct ApiAuth(pub(crate) signkey::ApiAuth);

#[pymethods]
impl ApiAuth {
    #[new]
    #[pyo3(signature = (keyring, origin))]
    fn new(py: Python<'_>, keyring: Option<Of<'_, Keyring>>, origin: Utf8<'_>) -> PyResult<Self> {
        let keyring = keyring.as_ref().map(|keyring| &*keyring.get().0);
        let origin = Origin::of(origin.as_str()).map_err(|error| raise(py, error))?;
        Ok(Self(signkey::ApiAuth::new(keyring, origin)))
    }

    /// Begins a call.
    fn begin(&self) -> Attempt {
        Attempt(self.0.begin())
    }

    /// The value of ``Authorization`` for this attempt; ``None`` if there is no key. It is a secret,
    /// of which only the ``repr`` is harmless.
    #[pyo3(signature = (attempt))]
    fn authorization<'py>(
        &self,
        py: Python<'py>,
        attempt: Of<'_, Attempt>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let authorization = self.0.authorization(attempt.get().0);
        authorization.map(|value| secret(py, &value)).transpose()
    }

    /// Takes the HTTP status of the answer to an attempt. Returns the next attempt if the call is to
    /// be sent again; ``None`` if the answer stands, whatever it is.
    #[pyo3(signature = (attempt, status))]
    fn after(&self, attempt: Of<'_, Attempt>, status: Status) -> Option<Attempt> {
        self.0.after(attempt.get().0, status.0).map(Attempt)
    }

    /// Whether a credential may be sent to this URL. Follow no redirect to any other with it.
    #[pyo3(signature = (url))]
    fn may_send_to(&self, url: Utf8<'_>) -> bool {
        self.0.may_send_to(url.as_str())
    }

    fn __repr__(&self) -> String {
        format!("<signkey.{:?}>", self.0)
    }

    #[pyo3(signature = (protocol, /))]
    fn __reduce_ex__(&self, protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        pickle::refuse(protocol, "ApiAuth")
    }
}

/// One try of a call, of the ``ApiAuth`` that made it. Immutable.
#[pyclass(module = "signkey", frozen)]
pub(crate) struct Attempt(signkey::Attempt);

#[pymethods]
impl Attempt {
    /// The index in the keyring of the key whose credential is sent; 0 is the primary.
    #[getter]
    fn key_index(&self) -> usize {
        self.0.key_index()
    }

    fn __repr__(&self) -> String {
        format!("<signkey.Attempt key_index={}>", self.0.key_index())
    }

    #[pyo3(signature = (protocol, /))]
    fn __reduce_ex__(&self, protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        pickle::refuse(protocol, "Attempt")
    }
}
