//! What came out.

use alloc::{borrow::ToOwned, string::String, vec::Vec};
use core::fmt;

use super::{
    cause::Cause,
    evidence::{Evidence, MessageKind, NamedKey},
};
use crate::{
    error::{Error, ErrorKind},
    json::{Object, array},
    signing::{Form, KeyFault, KeyId, SigningKey, Verified, prefix_len},
};

/// The verdict on a message, and what explains it. `Display` is a report of some lines for people;
/// [`Explanation::to_json`] is one for programs. Neither holds a key or a MAC.
#[derive(Clone, Debug)]
#[must_use]
pub struct Explanation {
    verdict: Result<Verified, Error>,
    finding: Option<Finding>,
    keys: Vec<KeyReport>,
    kind: MessageKind,
    timestamp: Option<u64>,
    now: u64,
    body_len: usize,
    json: Result<JsonForm, Error>,
}

/// What was found, and about what.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    cause: Cause,
    /// The name of the key that it is about.
    key: Option<String>,
    position: Option<u64>,
    fault: Option<KeyFault>,
}

/// What may be shown of a key that verifies.
#[derive(Clone, Debug)]
pub struct KeyReport {
    name: String,
    /// The prefix, which says the environment.
    prefix: String,
    id: Result<KeyId, Error>,
}

/// What a body is as JSON.
#[derive(Clone, Copy, Debug)]
struct JsonForm {
    is_canonical: bool,
    lossy_at: Option<usize>,
}

impl Finding {
    pub(super) fn new(cause: Cause) -> Self {
        Self {
            cause,
            key: None,
            position: None,
            fault: None,
        }
    }

    /// The same finding, about the key of this name.
    pub(super) fn about(mut self, key: &str) -> Self {
        self.key = Some(key.to_owned());
        self
    }

    pub(super) fn at(mut self, position: u64) -> Self {
        self.position = Some(position);
        self
    }

    pub(super) fn because(mut self, fault: KeyFault) -> Self {
        self.position = fault.position();
        self.fault = Some(fault);
        self
    }
}

impl From<Cause> for Finding {
    fn from(cause: Cause) -> Self {
        Self::new(cause)
    }
}

impl KeyReport {
    fn new(key: &NamedKey<'_>) -> Self {
        let text = key.text.trim_ascii();
        let parsed = SigningKey::parse(text);
        // Of a text that is no key nothing is shown.
        let prefix = parsed
            .as_ref()
            .ok()
            .and_then(|_| text.get(..prefix_len(text).ok()?));
        Self {
            name: key.name.to_owned(),
            prefix: String::from_utf8_lossy(prefix.unwrap_or_default()).into_owned(),
            id: parsed.map(|key| key.id()),
        }
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The prefix, which says the environment; empty for a bare key.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The id.
    ///
    /// # Errors
    ///
    /// Why it is no key.
    pub fn id(&self) -> Result<KeyId, Error> {
        self.id
    }

    fn to_json(&self) -> String {
        Object::new()
            .string("name", &self.name)
            .string("prefix", &self.prefix)
            .optional("id", self.id.as_ref().ok().map(KeyId::as_str))
            .optional("error", self.id.err().map(Error::code))
            .finish()
    }
}

impl Explanation {
    pub(super) fn new(
        evidence: &Evidence<'_>,
        keys: &[NamedKey<'_>],
        verdict: Result<Verified, Error>,
        finding: Option<Finding>,
    ) -> Self {
        let header = match evidence.headers {
            [header] => crate::SignatureHeader::parse(header).ok(),
            _ => None,
        };
        let json = crate::canonicalize(evidence.body).map(|canonical| JsonForm {
            is_canonical: canonical.as_bytes() == evidence.body,
            lossy_at: canonical.lossy_at(),
        });
        Self {
            verdict,
            finding,
            keys: keys.iter().map(KeyReport::new).collect(),
            kind: evidence.kind,
            timestamp: header.map(|header| header.timestamp()),
            now: evidence.now,
            body_len: evidence.body.len(),
            json,
        }
    }

    /// The verdict of the verifier.
    ///
    /// # Errors
    ///
    /// Why the message is refused.
    pub fn verdict(&self) -> Result<Verified, Error> {
        self.verdict
    }

    /// `verified`, or the code of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.verdict.map_or_else(Error::code, |_| "verified")
    }

    /// The one thing that explains a refusal; `None` if the message is verified.
    #[must_use]
    pub fn cause(&self) -> Option<Cause> {
        self.finding.as_ref().map(|finding| finding.cause)
    }

    /// The name of the key that the cause is about, if it is about one.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.finding.as_ref()?.key.as_deref()
    }

    /// Where to look: in a lossy body the byte, from 0; in a key the character, from 1.
    #[must_use]
    pub fn position(&self) -> Option<u64> {
        self.finding.as_ref()?.position
    }

    /// What is wrong with the key, if that is the cause.
    #[must_use]
    pub fn key_fault(&self) -> Option<KeyFault> {
        self.finding.as_ref()?.fault
    }

    /// The keys that were tried, in their order.
    #[must_use]
    pub fn keys(&self) -> &[KeyReport] {
        &self.keys
    }

    /// What explains the verdict: a sentence without a final stop.
    #[must_use]
    pub fn sentence(&self) -> String {
        let Some(finding) = &self.finding else {
            return self.success();
        };
        let what = match &finding.fault {
            Some(fault) => alloc::format!("{fault}"),
            None => finding.cause.message().to_owned(),
        };
        match (
            &finding.key,
            finding.position.filter(|_| finding.fault.is_none()),
        ) {
            (Some(key), None) => alloc::format!("{key}: {what}"),
            (Some(key), Some(at)) => alloc::format!("{key}: {what} (at byte {at})"),
            _ => what,
        }
    }

    /// What to do: a sentence without a final stop.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        let finding = self.finding.as_ref()?;
        Some(match &finding.fault {
            Some(fault) => fault.hint(),
            None => finding.cause.hint(),
        })
    }

    fn success(&self) -> String {
        let Ok(verified) = self.verdict else {
            return String::new();
        };
        let name = self
            .keys
            .get(verified.key_index())
            .map_or("", KeyReport::name);
        let form = match verified.form() {
            Form::Raw => "the body as it came",
            Form::Canonical => "the canonical form of the body, which came in another",
            Form::Trimmed => "the body without its last line feed",
        };
        alloc::format!("{name}: this key signed {form}")
    }

    /// The report as a JSON object.
    #[must_use]
    pub fn to_json(&self) -> String {
        let verified = self.verdict.ok();
        let json = self.json.ok();
        let number =
            |value: Option<u64>| value.map_or("null".to_owned(), |it| alloc::format!("{it}"));
        let body = Object::new()
            .number("length", self.body_len as u64)
            .boolean("is_json", json.is_some())
            .optional("json_error", self.json.err().map(Error::code))
            .optional_boolean("is_canonical", json.map(|json| json.is_canonical))
            .json(
                "lossy_at",
                &number(json.and_then(|json| json.lossy_at).map(|at| at as u64)),
            );
        Object::new()
            .string("verdict", self.code())
            .string("kind", self.kind.name())
            .optional("cause", self.cause().map(Cause::code))
            .optional("found", self.key_fault().map(|fault| fault.cause()))
            .string("message", &self.sentence())
            .optional("hint", self.hint())
            .optional("key", self.key())
            .json("position", &number(self.position()))
            .json(
                "key_index",
                &number(verified.map(|it| it.key_index() as u64)),
            )
            .optional("form", verified.map(|it| it.form().name()))
            .json("timestamp", &number(self.timestamp))
            .number("now", self.now)
            .json("keys", &array(self.keys.iter().map(KeyReport::to_json)))
            .json("body", &body.finish())
            .optional("docs", self.docs())
            .finish()
    }

    /// Where the documentation says more; `None` if the message is verified.
    #[must_use]
    pub fn docs(&self) -> Option<&'static str> {
        self.verdict.err().map(|error| error.kind().docs())
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.verdict {
            Ok(_) => writeln!(f, "verified")?,
            Err(error) => writeln!(f, "refused: {}: {error}", error.code())?,
        }
        match self.cause() {
            Some(cause) => writeln!(f, "cause:   {}: {}", cause.code(), self.sentence())?,
            None => writeln!(f, "because: {}", self.sentence())?,
        }
        if let Some(hint) = self.hint() {
            writeln!(f, "to do:   {hint}")?;
        }
        for key in &self.keys {
            match key.id {
                Ok(id) => writeln!(f, "key:     {} ({}{id})", key.name, Shown(&key.prefix))?,
                Err(error) => writeln!(f, "key:     {} ({})", key.name, error.code())?,
            }
        }
        if let Some(timestamp) = self.timestamp {
            let skew = self.now.abs_diff(timestamp);
            let side = if self.now >= timestamp {
                "ago"
            } else {
                "ahead"
            };
            writeln!(f, "time:    signed at {timestamp}, {skew} seconds {side}")?;
        }
        write!(f, "body:    {} bytes, ", self.body_len)?;
        match self.json {
            Ok(JsonForm {
                lossy_at: Some(at), ..
            }) => {
                writeln!(f, "JSON whose canonical form is lossy at byte {at}")?;
            }
            Ok(JsonForm {
                is_canonical: true, ..
            }) => writeln!(f, "canonical JSON")?,
            Ok(_) => writeln!(f, "JSON, not in canonical form")?,
            Err(error) if error.kind() == ErrorKind::InvalidJson => writeln!(f, "no JSON")?,
            Err(error) => writeln!(f, "{}", error.code())?,
        }
        match self.docs() {
            Some(docs) => write!(f, "more:    {docs}"),
            None => Ok(()),
        }
    }
}

/// A prefix, with room between it and the id: beside each other they would look like a key.
struct Shown<'a>(&'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            "" => f.write_str("id "),
            prefix => write!(f, "{prefix}…, id "),
        }
    }
}
