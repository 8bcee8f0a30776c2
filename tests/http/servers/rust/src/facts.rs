//! What the handler saw.

use axum::http::{header::CONTENT_LENGTH, request::Parts};
use bytes::Bytes;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use signkey::{Admission, Caller, Warning};

/// Who sent a request, as the handler knows it.
#[derive(Clone, Copy)]
pub(crate) struct Judged {
    caller: &'static str,
    key: Option<usize>,
    form: Option<&'static str>,
    warning: Option<&'static str>,
}

impl Judged {
    /// What the control claims of everyone.
    pub(crate) const CONTROL: Self = Self {
        caller: "verified",
        key: Some(0),
        form: Some("raw"),
        warning: None,
    };

    fn of(admission: &Admission) -> Option<Self> {
        let warning = admission.warning().map(Warning::code);
        Some(match admission.caller().ok()? {
            Caller::Verified(verified) => Self {
                caller: "verified",
                key: Some(verified.key_index()),
                form: Some(verified.form().name()),
                warning,
            },
            Caller::Unverified(reason) => Self {
                caller: reason.name(),
                key: None,
                form: None,
                warning,
            },
        })
    }
}

/// The facts; `None` for a request that nothing has judged.
pub(crate) fn facts(parts: &Parts, body: Option<&Bytes>) -> Option<Value> {
    let admission = parts.extensions.get().and_then(Judged::of);
    let judged = admission.or_else(|| parts.extensions.get().copied())?;
    let length = parts.headers.get(CONTENT_LENGTH);
    let length = length.map(|value| String::from_utf8_lossy(value.as_bytes()));
    Some(json!({
        "method": parts.method.as_str(),
        "caller": judged.caller,
        "key": judged.key,
        "form": judged.form,
        "warning": judged.warning,
        "length": body.map(Bytes::len),
        "sha256": body.map(sha256),
        "content_length": length,
    }))
}

fn sha256(body: &Bytes) -> String {
    let digest = Sha256::digest(body);
    format!("{:x}", Bytes::copy_from_slice(&digest))
}
