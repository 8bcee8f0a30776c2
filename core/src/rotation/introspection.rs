//! What an app answers to a signed `GET`, as far as a rotation needs it.

use alloc::string::{String, ToString};

use crate::{
    error::{Error, ErrorKind},
    json::{
        Object, Value,
        unescape::{stands_for, unescape},
    },
    signing::KeyId,
};

const FALLBACK: &str = "signing_key_fallback_hash";

/// What an app says of itself (SDK specification, section 4.5). Of its keys the ids are kept: some SDKs
/// show the whole hash, which is the API token.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Introspection {
    /// Whether the request's signature was verified; `None` if the app does not say.
    pub verified: Option<bool>,
    /// The id of its signing key.
    pub primary: Option<KeyId>,
    /// The id of its fallback.
    pub fallback: Option<KeyId>,
    /// Whether it shows a fallback at all, if only that there is none. SDKs that know none do not.
    pub shows_fallback: bool,
    /// The language of its SDK, such as `go`.
    pub language: Option<String>,
    /// The version of its SDK.
    pub version: Option<String>,
    /// `cloud` or `dev`.
    pub mode: Option<String>,
    /// The id of the app.
    pub app_id: Option<String>,
    /// The code of an error, if the answer is a refusal.
    pub code: Option<String>,
}

impl Introspection {
    /// Reads the body of an answer.
    ///
    /// # Errors
    ///
    /// `invalid_json` and `json_invalid_utf8` for what is no JSON, `invalid_argument` for another
    /// document than an object.
    pub fn read(body: &[u8]) -> Result<Self, Error> {
        let document = Value::document(body)?;
        if !document.is_object() {
            return Err(ErrorKind::InvalidArgument.into());
        }
        let member = |name: &str| {
            let mut members = document.members();
            members
                .find(|member| stands_for(member.name, name))
                .map(|member| member.value)
        };
        let text = |name: &str| {
            let text = unescape(member(name)?.string()?).ok()??;
            Some(text.to_string())
        };
        let id = |name: &str| KeyId::of_hash(text(name)?);
        Ok(Self {
            verified: match member("authentication_succeeded").map(|value| value.text()) {
                Some("true") => Some(true),
                Some("false") => Some(false),
                _ => None,
            },
            primary: id("signing_key_hash"),
            fallback: id(FALLBACK),
            shows_fallback: member(FALLBACK).is_some(),
            language: text("sdk_language"),
            version: text("sdk_version"),
            mode: text("mode"),
            app_id: text("app_id"),
            code: text("code"),
        })
    }

    /// What was read, as a JSON object: every member of this type by its name, `null` for `None`.
    #[must_use]
    pub fn to_json(&self) -> String {
        Object::new()
            .optional_boolean("verified", self.verified)
            .optional("primary", self.primary.as_ref().map(KeyId::as_str))
            .optional("fallback", self.fallback.as_ref().map(KeyId::as_str))
            .boolean("shows_fallback", self.shows_fallback)
            .optional("language", self.language.as_deref())
            .optional("version", self.version.as_deref())
            .optional("mode", self.mode.as_deref())
            .optional("app_id", self.app_id.as_deref())
            .optional("code", self.code.as_deref())
            .finish()
    }
}
