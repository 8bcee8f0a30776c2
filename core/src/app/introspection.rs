//! What an endpoint says about itself: the two bodies of the SDK specification, section 4.5, schema
//! version 2024-05-24.

use alloc::string::{String, ToString};

use super::{
    admission::Admission,
    identity::App,
    settings::Config,
    url::{BaseUrl, Origin},
};
use crate::{
    error::Error,
    json::Object,
    signing::{KeyId, SigningKey},
    text::Text,
};

impl Config {
    /// The body of the answer to a `GET`, as JSON in UTF-8.
    ///
    /// Only a verified signature brings the privileged members, and even then no more of a signing
    /// key than its [`KeyId`]. In cloud mode, an [`Endpoint`](super::Endpoint) refuses whoever is not
    /// verified, unless it was told to let unsigned `GET` through; a refused request has an answer
    /// here all the same, which says that it was refused.
    #[must_use]
    pub fn introspect(&self, app: &App<'_>, admission: &Admission) -> String {
        let keyring = self.keyring().ok();
        let key_id = |index| keyring?.key(index).map(SigningKey::id);
        let (primary, fallback): (Option<KeyId>, Option<KeyId>) = (key_id(0), key_id(1));
        let succeeded = match admission.caller() {
            Ok(caller) => caller.verified().map(|_| true),
            Err(_) => Some(false),
        };
        let body = Object::new().optional_boolean("authentication_succeeded", succeeded);
        let event_key_hash = self.event_key_hash();
        let body = body
            .number("function_count", app.functions)
            .boolean("has_event_key", event_key_hash.is_some())
            .boolean("has_signing_key", primary.is_some())
            .boolean("has_signing_key_fallback", fallback.is_some())
            .string("mode", self.mode_in_force().name())
            .string("schema_version", "2024-05-24");
        if admission.verified().is_none() {
            return body.finish();
        }
        let url = |url: Result<&BaseUrl, Error>| url.ok().map(ToString::to_string);
        let serve_origin = self.serve_origin().ok().flatten();
        body.optional("api_origin", url(self.api_origin()).as_deref())
            .string("app_id", app.id)
            .json("capabilities", &self.capabilities(app))
            .optional("env", self.environment().ok().flatten())
            .optional("event_api_origin", url(self.event_api_origin()).as_deref())
            .optional("event_key_hash", event_key_hash.as_ref().map(Text::as_str))
            .string("framework", app.framework)
            .string("sdk_language", app.language)
            .string("sdk_version", app.version())
            .optional("serve_origin", serve_origin.map(Origin::as_str))
            .optional("serve_path", self.serve_path().ok().flatten())
            .optional(
                "signing_key_fallback_hash",
                fallback.as_ref().map(KeyId::as_str),
            )
            .optional("signing_key_hash", primary.as_ref().map(KeyId::as_str))
            .finish()
    }

    fn capabilities(&self, app: &App<'_>) -> String {
        let all = [
            ("connect", app.connect),
            ("in_band_sync", self.allows_in_band_sync() == Ok(true)),
            ("trust_probe", app.trust_probe),
        ];
        let there = all.into_iter().filter(|(_, there)| *there);
        there
            .fold(Object::new(), |object, (name, _)| object.string(name, "v1"))
            .finish()
    }
}
