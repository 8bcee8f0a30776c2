//! `Keyring`: verification and signing.

use std::sync::Arc;

use pyo3::{
    prelude::*,
    types::{PyString, PyTuple},
};
use signkey::{Error, KeyId, SignatureHeader, SigningKey, VerifyOptions};

use crate::{
    arguments::{Body, FUTURE, JSON_SIZE, PAST, PRIMARY, Text, Whole, about_argument, window},
    call::{call, detached},
    clock,
    errors::{invalid_argument, raise},
    panics::caught,
    pickle,
    verified::Verified,
};

/// One primary signing key and up to 7 fallbacks, tried in this order.
///
/// The keys are texts as they come from the environment: those that are ``None``, empty or blank
/// are dropped, and the first that is left is the primary. ::
///
///     keyring = Keyring(os.getenv("INNGEST_SIGNING_KEY"),
///                       os.getenv("INNGEST_SIGNING_KEY_FALLBACK"))
///
/// Immutable, hence safe to share between threads; make one and keep it. Its ``repr`` shows the
/// ids of the keys alone; it cannot be pickled or copied.
///
/// Raises ``MissingSigningKeyError`` if no key is left, ``TooManyKeysError`` if more than 8 are,
/// and the errors of ``SigningKey``.
#[pyclass(module = "signkey", frozen)]
pub(crate) struct Keyring(pub(crate) Arc<signkey::Keyring>);

#[pymethods]
impl Keyring {
    #[new]
    #[pyo3(signature = (primary, /, *fallbacks))]
    fn new(
        py: Python<'_>,
        primary: Option<Text<'_>>,
        fallbacks: &Bound<'_, PyTuple>,
    ) -> PyResult<Self> {
        let objects: Vec<_> = fallbacks.iter().collect();
        let mut texts = vec![primary];
        for object in &objects {
            let text = object.extract();
            texts.push(text.map_err(|error| about_argument("fallbacks", error, py))?);
        }
        let keyring = caught(|| signkey::Keyring::from_texts(texts));
        let keyring = keyring.map_err(|error| raise(py, error))?;
        Ok(Self(Arc::new(keyring)))
    }

    /// The ids of the keys, in order: what may be shown of them, 12 hexadecimal digits each.
    #[getter]
    fn key_ids<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let ids: Vec<KeyId> = self.0.keys().map(SigningKey::id).collect();
        PyTuple::new(py, ids.iter().map(KeyId::as_str))
    }

    /// Verifies a request: the body as received, and if no key matches that, its canonical form.
    ///
    /// ``body`` is the raw bytes: ``bytes`` are read in place, other buffers are copied, ``str`` is
    /// refused. ``header`` is the value of ``X-Inngest-Signature``, ``None`` if there is none.
    /// ``now`` is the clock in whole seconds since 1970-01-01 00:00 UTC, ``time.time()`` by
    /// default; ``past`` and ``future`` are the tolerated distances from it in seconds, the
    /// borders included; 300 by default. ``max_json_size`` is the largest body, in bytes, whose canonical form
    /// (RFC 8785) is tried; 4 MiB by default.
    ///
    /// Raises ``MissingSignatureError``, ``MalformedSignatureError``, ``SignatureMismatchError``,
    /// ``ExpiredError`` or ``NotYetValidError``, checked in this order: the last two mean that
    /// the signature is authentic.
    #[pyo3(signature = (body, header, *, now=None, past=PAST, future=FUTURE, max_json_size=JSON_SIZE))]
    #[expect(clippy::too_many_arguments, reason = "Python's keyword arguments")]
    fn verify_request<'py>(
        &self,
        py: Python<'py>,
        body: Body<'_>,
        header: Option<Text<'_>>,
        now: Option<Whole>,
        past: Whole,
        future: Whole,
        max_json_size: Whole,
    ) -> PyResult<Bound<'py, Verified>> {
        let now = clock::seconds(py, now)?;
        let (body, header) = (body.as_bytes(), header.as_ref().map(Text::as_ref));
        let options = VerifyOptions::DEFAULT
            .with_window(window(past, future))
            .with_max_json_size(max_json_size.as_usize());
        let verdict = detached(py, body.len(), || {
            self.0.verify_request(body, header, now, &options)
        });
        Verified::conclude(py, verdict)
    }

    /// Verifies a response of the platform or of an app: the body as received, or less one
    /// trailing line feed. It is never canonicalized.
    ///
    /// The arguments and the errors are those of ``verify_request``.
    #[pyo3(signature = (body, header, *, now=None, past=PAST, future=FUTURE))]
    fn verify_response<'py>(
        &self,
        py: Python<'py>,
        body: Body<'_>,
        header: Option<Text<'_>>,
        now: Option<Whole>,
        past: Whole,
        future: Whole,
    ) -> PyResult<Bound<'py, Verified>> {
        let now = clock::seconds(py, now)?;
        let (body, header) = (body.as_bytes(), header.as_ref().map(Text::as_ref));
        let window = window(past, future);
        let verdict = detached(py, body.len(), || {
            self.0.verify_response(body, header, now, window)
        });
        Verified::conclude(py, verdict)
    }

    /// Signs a request as the platform does: the canonical form (RFC 8785) of its JSON body.
    /// Returns the value of ``X-Inngest-Signature``.
    ///
    /// ``timestamp`` is in whole seconds since 1970-01-01 00:00 UTC, ``time.time()`` by default;
    /// ``key_index`` says which key signs, 0 being the primary. Send ``canonicalize(body)``: the
    /// receiver then need not compute it.
    ///
    /// Raises the errors of ``canonicalize``, ``JsonNumberLossyError`` if the canonical form would
    /// be another document, ``InvalidTimestampError`` if the timestamp has more than 19 digits,
    /// and ``InvalidArgumentError`` if no key has this index.
    #[pyo3(signature = (body, *, timestamp=None, key_index=PRIMARY))]
    fn sign_request<'py>(
        &self,
        py: Python<'py>,
        body: Body<'_>,
        timestamp: Option<Whole>,
        key_index: Whole,
    ) -> PyResult<Bound<'py, PyString>> {
        self.sign(py, &body, timestamp, key_index, SigningKey::sign_request)
    }

    /// Signs these bytes as they are. Returns the value of ``X-Inngest-Signature``.
    ///
    /// The arguments are those of ``sign_request``. Raises ``InvalidTimestampError`` and
    /// ``InvalidArgumentError`` as there.
    #[pyo3(signature = (body, *, timestamp=None, key_index=PRIMARY))]
    fn sign_raw<'py>(
        &self,
        py: Python<'py>,
        body: Body<'_>,
        timestamp: Option<Whole>,
        key_index: Whole,
    ) -> PyResult<Bound<'py, PyString>> {
        self.sign(py, &body, timestamp, key_index, SigningKey::sign_raw)
    }

    /// Signs a response: its bytes exactly as they are sent. Returns the value of
    /// ``X-Inngest-Signature``.
    ///
    /// Use the key that verified the request: ``key_index=verified.key_index``. The arguments
    /// and the errors are those of ``sign_raw``.
    #[pyo3(signature = (body, *, timestamp=None, key_index=PRIMARY))]
    fn sign_response<'py>(
        &self,
        py: Python<'py>,
        body: Body<'_>,
        timestamp: Option<Whole>,
        key_index: Whole,
    ) -> PyResult<Bound<'py, PyString>> {
        self.sign(py, &body, timestamp, key_index, SigningKey::sign_response)
    }

    /// Finds the key whose API token a caller presents: whoever implements the platform's API needs
    /// it. Returns the index of the key; 0 is the primary.
    ///
    /// ``authorization`` is the value of the ``Authorization`` header, ``None`` if there is none.
    /// Every key is compared, in constant time.
    ///
    /// Raises ``MissingTokenError``, ``MalformedTokenError`` or ``TokenMismatchError``.
    #[pyo3(signature = (authorization))]
    fn verify_token(&self, py: Python<'_>, authorization: Option<Text<'_>>) -> PyResult<usize> {
        let authorization = authorization.as_ref().map(Text::as_ref);
        let index = self.0.verify_token(authorization);
        index.map_err(|error| raise(py, error))
    }

    fn __repr__(&self) -> String {
        format!("<signkey.Keyring {}>", ids(&self.0))
    }

    #[pyo3(signature = (protocol, /))]
    fn __reduce_ex__(&self, protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        pickle::refuse(protocol, "Keyring")
    }
}

impl Keyring {
    fn sign<'py>(
        &self,
        py: Python<'py>,
        body: &Body<'_>,
        timestamp: Option<Whole>,
        key_index: Whole,
        how: fn(&SigningKey, &[u8], u64) -> Result<SignatureHeader, Error>,
    ) -> PyResult<Bound<'py, PyString>> {
        let timestamp = clock::seconds(py, timestamp)?;
        let key = self.0.key(key_index.as_usize());
        let key =
            key.ok_or_else(|| invalid_argument(py, "argument 'key_index': no key has this index"))?;
        let body = body.as_bytes();
        let header = call(py, body.len(), || how(key, body, timestamp))?;
        Ok(PyString::new(py, header.to_text().as_str()))
    }
}

/// The ids of the keys, as they are shown.
pub(crate) fn ids(keyring: &signkey::Keyring) -> String {
    let ids: Vec<_> = keyring.keys().map(|key| key.id().to_string()).collect();
    ids.join(" ")
}
