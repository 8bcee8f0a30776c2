//! `Admission`: how a request gets in.

use std::sync::Mutex;

use pyo3::{Borrowed, exceptions::PyTypeError, intern, prelude::*, types::PyString};
use signkey::{Caller, Claim, ClaimId, ErrorKind, Framing, ReceivedBody, Step};

use crate::{
    arguments::{Body, Status, Text, Utf8, Whole, wrong_type},
    call::detached,
    clock,
    errors::{invalid_argument, raise},
    lock::lock,
    pickle,
    refusal::Refusal,
    response_step::ResponseStep,
    unverified::Unverified,
    verified::Verified,
    warning::RequestWarning,
};

/// A request on its way in, and what became of it. ``Endpoint.admit`` makes one.
///
/// An adapter asks for ``step`` and does what it says; a handler reads ``caller``. It holds nothing
/// of the request, so it may be kept as long as the handler runs. Safe to share between threads; it
/// cannot be pickled or copied.
#[pyclass(module = "signkey", frozen)]
pub(crate) struct Admission {
    endpoint: signkey::Endpoint,
    state: Mutex<signkey::Admission>,
}

#[pymethods]
impl Admission {
    /// What to do next: ``"read_body"``, ``"claim"``, ``"refuse"`` or ``"admit"``.
    #[getter]
    fn step<'py>(&self, py: Python<'py>) -> PyResult<&Bound<'py, PyString>> {
        match self.peek(py, signkey::Admission::step) {
            Step::ReadBody { .. } => Ok(intern!(py, "read_body")),
            Step::Claim { .. } => Ok(intern!(py, "claim")),
            Step::Refuse(_) => Ok(intern!(py, "refuse")),
            Step::Admit(_) => Ok(intern!(py, "admit")),
            _ => Err(invalid_argument(py, "this version does not know the step")),
        }
    }

    /// The most bytes of the body to read; ``None`` if none are to be read, or none any more.
    #[getter]
    fn at_most(&self, py: Python<'_>) -> Option<u64> {
        match self.peek(py, signkey::Admission::step) {
            Step::ReadBody { at_most } => Some(at_most),
            _ => None,
        }
    }

    /// What to claim in the store, so that the message is accepted once: its id, and for how many
    /// seconds; ``None`` if nothing is to be claimed, or nothing any more. Hand the answer to
    /// ``receive_claim``.
    #[getter]
    fn claim<'py>(&self, py: Python<'py>) -> Option<ClaimPair<'py>> {
        match self.peek(py, signkey::Admission::step) {
            Step::Claim { id, lifetime } => Some(claim_pair(py, &id, lifetime)),
            _ => None,
        }
    }

    /// The length of the body as the headers declare it; ``None`` if they do not.
    #[getter]
    fn declared_length(&self, py: Python<'_>) -> Option<u64> {
        self.peek(py, signkey::Admission::declared_length)
    }

    /// Who sent the request: ``Verified``, or ``Unverified`` if it got in without proof.
    ///
    /// Raises the error of the refusal; ``InvalidArgumentError`` while the body or the claim is still
    /// to come.
    #[getter]
    fn caller(&self, py: Python<'_>) -> PyResult<CallerObject> {
        match self.peek(py, signkey::Admission::caller) {
            Ok(Caller::Verified(verified)) => Ok(CallerObject::Verified(Verified(verified))),
            Ok(Caller::Unverified(reason)) => Ok(CallerObject::Unverified(Unverified(reason))),
            Err(error) => Err(raise(py, error)),
        }
    }

    /// The proof of who sent the request; ``None`` if there is none.
    #[getter]
    fn verified(&self, py: Python<'_>) -> Option<Verified> {
        self.peek(py, |admission| admission.verified().copied())
            .map(Verified)
    }

    /// The answer to send in place of the handler's; ``None`` if the request is not refused. As long
    /// as a claim is asked for, it is that of a store that does not answer.
    #[getter]
    fn refusal(&self, py: Python<'_>) -> Option<Refusal> {
        self.peek(py, |admission| self.refusal_of(admission))
    }

    /// What the request says of its caller that contradicts the mode. It changes no verdict.
    #[getter]
    fn warning(&self, py: Python<'_>) -> Option<RequestWarning> {
        self.peek(py, signkey::Admission::warning)
            .map(RequestWarning)
    }

    /// Takes the body that ``"read_body"`` asks for, gives the verdict, and returns the ``refusal``;
    /// ``None`` if the request is admitted.
    ///
    /// ``framing`` says how the end of the body is known: a length that the head of the message
    /// declares; ``"head"``, if the headers alone say it, as in HTTP/1; ``"ended"``, if the protocol
    /// said so, and nobody read before; otherwise ``"unknown"``. ``now`` is the clock in whole
    /// seconds since 1970-01-01 00:00 UTC, ``time.time()`` by default.
    ///
    /// Raises ``FinishedError`` if no body is asked for.
    #[pyo3(signature = (body, framing=End(Framing::Unknown), now=None))]
    fn receive(
        &self,
        py: Python<'_>,
        body: Body<'_>,
        framing: End,
        now: Option<Whole>,
    ) -> PyResult<Option<Refusal>> {
        let now = clock::seconds(py, now)?;
        self.judge(py, ReceivedBody::Bytes(body.as_bytes(), framing.0), now)
    }

    /// Says why there is no body, where ``"read_body"`` asks for one, and returns the refusal:
    /// ``"too_large"``, ``"parsed"`` by something in front, ``"unframed"`` if nothing says where it
    /// ends, ``"aborted"`` if the connection broke off.
    ///
    /// Raises ``FinishedError`` if no body is asked for.
    #[pyo3(signature = (reason))]
    fn no_body(&self, py: Python<'_>, reason: Utf8<'_>) -> PyResult<Option<Refusal>> {
        let body = match reason.as_str() {
            "too_large" => ReceivedBody::TooLarge,
            "parsed" => ReceivedBody::Parsed,
            "unframed" => ReceivedBody::Unframed,
            "aborted" => ReceivedBody::Aborted,
            _ => {
                let message =
                    "argument 'reason': must be 'too_large', 'parsed', 'unframed' or 'aborted'";
                return Err(invalid_argument(py, message));
            }
        };
        self.judge(py, body, 0)
    }

    /// Takes the answer of the store to the ``claim``, and returns the refusal; ``None`` if the request
    /// is admitted. The answer: ``"first"``, ``"again"``, or ``"unavailable"`` if the store gave none.
    ///
    /// Raises ``FinishedError`` if no claim is asked for.
    #[pyo3(signature = (answer))]
    fn receive_claim(&self, py: Python<'_>, answer: Answer) -> PyResult<Option<Refusal>> {
        let mut state = lock(py, &self.state);
        let taken = self.endpoint.receive_claim(&mut state, answer.0);
        taken.map_err(|error| raise(py, error))?;
        Ok(self.refusal_of(&state))
    }

    /// What to claim in the store for a response with this value of ``X-Inngest-Signature``, so that
    /// it cannot come back as a request: an id, and for how many seconds. ``None`` without a store, for
    /// a request that was not verified, and for what is no signature. A guard remembers it at once.
    ///
    /// Call it for every such value before the response is sent, and send the response whatever the
    /// store says.
    #[pyo3(signature = (signature))]
    fn response_claim<'py>(&self, py: Python<'py>, signature: Text<'_>) -> Option<ClaimPair<'py>> {
        let admission = self.core(py);
        let claim = self.endpoint.response_claim(&admission, signature);
        claim.map(|(id, lifetime)| claim_pair(py, &id, lifetime))
    }

    /// What becomes of the response to this request: of its status and its ``Content-Type``, which
    /// is ``None`` if it has none.
    #[pyo3(signature = (status, content_type=None))]
    fn response(
        &self,
        py: Python<'_>,
        status: Status,
        content_type: Option<Text<'_>>,
    ) -> ResponseStep {
        let content_type = content_type.as_ref().map(Text::as_ref);
        ResponseStep(
            self.endpoint
                .response(&self.core(py), status.0, content_type),
        )
    }

    /// Whether a response of this status to this request has a body (RFC 9110, section 6.4.1).
    #[pyo3(signature = (status))]
    fn sends_content(&self, py: Python<'_>, status: Status) -> bool {
        self.peek(py, |admission| admission.sends_content(status.0))
    }

    /// The answer to send in place of a response that is too large to be signed.
    fn unsignable(&self) -> Refusal {
        Refusal(self.endpoint.unsignable())
    }

    /// Signs a response with the key that verified the request: its bytes exactly as they are sent.
    /// Returns the value of ``X-Inngest-Signature``.
    ///
    /// ``timestamp`` is in whole seconds since 1970-01-01 00:00 UTC, ``time.time()`` by default.
    ///
    /// Raises ``InvalidArgumentError`` if the request was not verified, ``ResponseUnsignableError``
    /// for a body over the limit, and ``InvalidTimestampError``.
    #[pyo3(signature = (body, *, timestamp=None))]
    fn sign<'py>(
        &self,
        py: Python<'py>,
        body: Body<'_>,
        timestamp: Option<Whole>,
    ) -> PyResult<Bound<'py, PyString>> {
        let timestamp = clock::seconds(py, timestamp)?;
        let (admission, body) = (self.core(py), body.as_bytes());
        let header = detached(py, body.len(), || {
            self.endpoint.sign(&admission, body, timestamp)
        });
        let header = header.map_err(|error| raise(py, error))?;
        Ok(PyString::new(py, header.as_str()))
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let said = match self.core(py).step() {
            Step::Admit(Caller::Verified(verified)) => format!("verified {}", verified.key_id()),
            Step::Admit(Caller::Unverified(reason)) => format!("unverified {}", reason.name()),
            Step::Refuse(refusal) => format!("refused {}", refusal.error().code()),
            Step::Claim { .. } => "claim".to_owned(),
            _ => "read_body".to_owned(),
        };
        format!("<signkey.Admission {said}>")
    }

    #[pyo3(signature = (protocol, /))]
    fn __reduce_ex__(&self, protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        pickle::refuse(protocol, "Admission")
    }
}

impl Admission {
    pub(crate) fn new(endpoint: &signkey::Endpoint, admission: signkey::Admission) -> Self {
        Self {
            endpoint: endpoint.clone(),
            state: Mutex::new(admission),
        }
    }

    /// What is to be said of it, without a copy.
    fn peek<T>(&self, py: Python<'_>, tell: impl FnOnce(&signkey::Admission) -> T) -> T {
        tell(&lock(py, &self.state))
    }

    /// As it stands.
    pub(crate) fn core(&self, py: Python<'_>) -> signkey::Admission {
        *lock(py, &self.state)
    }

    /// The lock is free while other threads may run. Of two bodies at once, the first counts.
    fn judge(&self, py: Python<'_>, body: ReceivedBody<'_>, now: u64) -> PyResult<Option<Refusal>> {
        let size = match body {
            ReceivedBody::Bytes(bytes, _) => bytes.len(),
            _ => 0,
        };
        let mut judged = self.core(py);
        let taken = detached(py, size, || {
            self.endpoint.receive_body(&mut judged, body, now)
        });
        taken.map_err(|error| raise(py, error))?;
        let mut state = lock(py, &self.state);
        if let Step::ReadBody { .. } = state.step() {
            *state = judged;
        }
        Ok(self.refusal_of(&state))
    }

    /// What is answered as it stands. Whoever does not know of claims lets nothing in unclaimed.
    fn refusal_of(&self, admission: &signkey::Admission) -> Option<Refusal> {
        match admission.step() {
            Step::Refuse(refusal) => Some(Refusal(refusal)),
            Step::Claim { .. } => {
                let error = ErrorKind::ReplayStoreUnavailable.into();
                Some(Refusal(self.endpoint.refuse(error)))
            }
            _ => None,
        }
    }
}

/// The text of an id, and a lifetime in seconds.
type ClaimPair<'py> = (Bound<'py, PyString>, u64);

fn claim_pair<'py>(py: Python<'py>, id: &ClaimId, lifetime: u64) -> ClaimPair<'py> {
    let text = id.to_text();
    let text = str::from_utf8(&text).unwrap_or_default();
    (PyString::new(py, text), lifetime)
}

/// The two types of callers, as Python has them.
#[derive(IntoPyObject)]
pub(crate) enum CallerObject {
    Verified(Verified),
    Unverified(Unverified),
}

/// What a store says.
struct Answer(Claim);

impl FromPyObject<'_, '_> for Answer {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let answer: Utf8<'_> = object.extract()?;
        match answer.as_str() {
            "first" => Ok(Self(Claim::First)),
            "again" => Ok(Self(Claim::Again)),
            "unavailable" => Ok(Self(Claim::Unavailable)),
            _ => {
                let message = "must be 'first', 'again' or 'unavailable'";
                Err(invalid_argument(object.py(), message))
            }
        }
    }
}

/// How the end of a body is known.
struct End(Framing);

impl FromPyObject<'_, '_> for End {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let Ok(text) = object.cast::<PyString>() else {
            let declared = object.extract::<Whole>();
            return declared
                .map(|Whole(length)| Self(Framing::Declared(length)))
                .map_err(
                    |error| match error.is_instance_of::<PyTypeError>(object.py()) {
                        true => wrong_type("int, 'head', 'http2', 'ended' or 'unknown'", &object),
                        false => error,
                    },
                );
        };
        match text.to_string_lossy().as_ref() {
            "head" => Ok(Self(Framing::Head)),
            "http2" => Ok(Self(Framing::Http2)),
            "ended" => Ok(Self(Framing::Ended)),
            "unknown" => Ok(Self(Framing::Unknown)),
            _ => Err(invalid_argument(
                object.py(),
                "must be an int, 'head', 'http2', 'ended' or 'unknown'",
            )),
        }
    }
}
