//! Reading what the platform answers to a registration.

use alloc::{
    format,
    string::{String, ToString},
};

use crate::{
    app::api_auth::ApiAuth,
    json::{Value, canonicalize_within, unescape},
};

/// The largest answer of the platform that is read, in bytes: 1 MiB. Read no more of it, and hand
/// over nothing of a larger one.
pub const ANSWER_SIZE_MAX: usize = 1 << 20;
/// So many characters of a message are passed on.
const MESSAGE_MAX: usize = 1024;

/// What an answer says: `Ok` with whether anything was modified, or why the sync failed.
pub(super) struct Answer(pub(super) Result<bool, String>);

impl Answer {
    /// Reads an answer; status 0 stands for none.
    pub(super) fn read(status: u16, body: &[u8], auth: &ApiAuth) -> Self {
        let object = object(body);
        let message = object.and_then(|object| {
            let text = |name| string(member(object, name)?);
            let text = text("error").or_else(|| text("message"))?;
            Some(fit_for_anyone(&text, auth))
        });
        let modified = object.and_then(modified);
        Self(match (status, modified) {
            (0, _) => Err("the platform could not be reached".to_string()),
            (200..300, Some(modified)) => Ok(modified),
            (200..300, None) => Err(message.unwrap_or_else(|| {
                "the platform's answer to the sync is not what it should be".to_string()
            })),
            _ => Err(message
                .unwrap_or_else(|| format!("the platform answered the sync with status {status}"))),
        })
    }
}

/// A message as the caller of a sync may see it, who may be anyone: without a credential, and of a
/// sensible length.
fn fit_for_anyone(message: &str, auth: &ApiAuth) -> String {
    if auth.is_in(message) {
        return "the platform's message held a credential and is withheld".to_string();
    }
    message.chars().take(MESSAGE_MAX).collect()
}

/// The body, if it is strictly JSON and an object.
fn object(body: &[u8]) -> Option<Value<'_>> {
    canonicalize_within(body, ANSWER_SIZE_MAX).ok()?;
    Value::document(body).ok().filter(Value::is_object)
}

/// Whether an answer of success says that anything was modified; `None` if it says no success.
fn modified(object: Value<'_>) -> Option<bool> {
    let boolean = |name, default| match member(object, name).map(|value| value.text()) {
        None => Some(default),
        Some("true") => Some(true),
        Some("false") => Some(false),
        Some(_) => None,
    };
    let ok = boolean("ok", true)?;
    let modified = boolean("modified", false)?;
    ok.then_some(modified)
}

fn member<'a>(object: Value<'a>, name: &str) -> Option<Value<'a>> {
    let mut members = object.members();
    members
        .find(|member| unescape::stands_for(member.name, name))
        .map(|member| member.value)
}

/// The text of a string that says something.
fn string(value: Value<'_>) -> Option<String> {
    let text = unescape::unescape(value.string()?).ok()??;
    let text = text.trim_ascii();
    (!text.is_empty()).then(|| text.to_string())
}
