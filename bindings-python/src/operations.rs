//! The questions of operators: why a message was refused, what is next in a rotation, what an app says
//! of itself. The answers are classes of Python, made of what the core says.

use pyo3::{exceptions::PyTypeError, intern, prelude::*, sync::PyOnceLock, types::PyType};
use signkey::{Evidence, Introspection, MessageKind, NamedKey, RotationFacts, ServerKey};

use crate::{
    arguments::{Body, FUTURE, JSON_SIZE, PAST, Text, Utf8, Whole, about_argument, window},
    call::call,
    clock,
    errors::{invalid_argument, raise},
    header_values::HeaderValues,
    key_fault::key_fault,
    named_keys::NamedKeys,
};

/// Says why a message is refused, or that it is not: what matched, or which single thing would explain
/// that nothing did. For the operator of an app: the report says more than its sender may know.
///
/// ``body`` is the message as received. ``header`` is the value of ``X-Inngest-Signature``; ``None``
/// if there was none, a collection if there were several. ``keys`` are the texts of the keys that
/// verify it, by the names that the report calls them, such as those of their variables; blank ones are
/// dropped. ``others`` are secrets that may have signed it by mistake: keys of other environments, old
/// keys, the event key. A message is never taken for verified because of them. ``kind`` is
/// ``"request"`` or ``"response"``. The others are those of ``Keyring.verify_request``. ::
///
///     names = ("INNGEST_SIGNING_KEY", "INNGEST_SIGNING_KEY_FALLBACK")
///     print(explain(body, header, {name: os.getenv(name) for name in names}))
#[pyfunction]
#[pyo3(signature = (
    body, header, keys, others=NamedKeys::NONE, *, kind=Utf8::REQUEST, now=None, past=PAST,
    future=FUTURE, max_json_size=JSON_SIZE
), text_signature = "(body, header, keys, others=None, *, kind='request', now=None, past=..., \
future=..., max_json_size=...)")]
#[expect(clippy::too_many_arguments, reason = "Python's keyword arguments")]
pub(crate) fn explain<'py>(
    py: Python<'py>,
    body: Body<'_>,
    header: HeaderValues<'_>,
    keys: NamedKeys<'py>,
    others: NamedKeys<'py>,
    kind: Utf8<'_>,
    now: Option<Whole>,
    past: Whole,
    future: Whole,
    max_json_size: Whole,
) -> PyResult<Bound<'py, PyAny>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();

    let kind = MessageKind::from_name(kind.as_str()).ok_or_else(|| {
        let message = "argument 'kind': must be 'request' or 'response'";
        invalid_argument(py, message)
    })?;
    let now = clock::seconds(py, now)?;
    let about = |name: &'static str| move |error| about_argument(name, error, py);
    let (keys, others) = (
        keys.texts().map_err(about("keys"))?,
        others.texts().map_err(about("others"))?,
    );
    let (keys, others) = (named(&keys), named(&others));
    let (body, headers) = (body.as_bytes(), header.values());
    let mut evidence = Evidence::new(kind, body, now);
    (evidence.keys, evidence.others, evidence.headers) = (&keys, &others, &headers);
    evidence.window = window(past, future);
    evidence.max_json_size = max_json_size.as_usize();
    let report = call(py, body.len(), || Ok(evidence.explain()))?;

    let fault = report.key_fault().map(|fault| key_fault(py, &fault));
    let class = CLASS.import(py, "signkey._operations", "Explanation")?;
    class.call1((
        report.code(),
        report.cause().map(signkey::Cause::code),
        report.key(),
        report.position(),
        fault.transpose()?,
        report.sentence(),
        report.hint(),
        report.docs(),
        report.to_json(),
        report.to_string(),
    ))
}

fn named<'a>(keys: &'a [(Utf8<'_>, Text<'_>)]) -> Vec<NamedKey<'a>> {
    let named = |(name, text): &'a (Utf8<'_>, Text<'_>)| NamedKey {
        name: name.as_str(),
        text: text.as_ref(),
    };
    keys.iter().map(named).collect()
}

/// Says what to do next in a rotation of the signing key, and why. Pure: nothing is asked, and nothing
/// is changed.
///
/// ``facts`` is a mapping, or its JSON text, with ``current`` and ``next``, the ids of both keys;
/// ``server``, the key with which the server signs (``"current"``, ``"next"``, ``None`` if unknown);
/// ``switched_at``, when it began to sign with the next one; ``now``; ``apps``, each with ``name`` and
/// ``probes``. docs/rotation.md has them all.
///
/// Raises ``InvalidArgumentError`` for facts that are none, with the name of the member as ``setting``,
/// and the errors of JSON.
#[pyfunction]
#[pyo3(signature = (facts))]
pub(crate) fn rotation_step<'py>(facts: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();

    let py = facts.py();
    let written = match facts.extract::<Text<'_>>() {
        Ok(_) => facts.clone(),
        Err(_) => {
            let dumps = py.import("json")?.getattr("dumps")?;
            dumps.call1((facts,)).map_err(|error| {
                match error.is_instance_of::<PyTypeError>(py) {
                    true => about_argument("facts", error, py),
                    false => error,
                }
            })?
        }
    };
    let json: Text<'_> = written.extract()?;
    let facts = RotationFacts::read(json.as_ref()).map_err(|error| raise(py, error))?;
    let step = facts.next_step();
    let class = CLASS.import(py, "signkey._operations", "RotationStep")?;
    let slots = step.slots();
    let slots = slots.map(|it| (it.primary.name(), it.fallback.map(ServerKey::name)));
    class.call1((
        step.action().code(),
        step.action().message(),
        step.action().reason(),
        step.apps().to_vec(),
        slots,
        step.wait_seconds(),
        step.has_downtime(),
        step.is_done(),
        step.to_json(),
        step.to_string(),
    ))
}

/// Reads what an app says of itself, the body of the answer to a signed ``GET``, as far as a rotation
/// needs it. Of its keys the ids are kept: some SDKs show the whole hash, which is the API token.
///
/// Raises the errors of JSON, and ``InvalidArgumentError`` for another document than an object.
#[pyfunction]
#[pyo3(signature = (body))]
pub(crate) fn read_introspection<'py>(
    py: Python<'py>,
    body: Body<'_>,
) -> PyResult<Bound<'py, PyAny>> {
    let read = Introspection::read(body.as_bytes()).map_err(|error| raise(py, error))?;
    let loads = py.import("json")?.getattr(intern!(py, "loads"))?;
    loads.call1((read.to_json(),))
}
