//! The settings as JSON, for logs and for bindings.

use alloc::string::{String, ToString};

use super::{Config, Mode, Problem, Source};
use crate::{
    json::{Object, array, quote},
    keyring::Keyring,
    url::Origin,
};

impl Config {
    /// The settings and their problems as a JSON object. Of keys it says the ids, of the event key
    /// whether there is one; what is malformed is `null`.
    #[must_use]
    pub fn describe(&self) -> String {
        let (environment, platform) = (self.environment(), self.platform());
        let api = self.api.as_ref().ok().map(ToString::to_string);
        let event_api = self.event_api.as_ref().ok().map(ToString::to_string);
        let serve_origin = self.serve_origin().ok().flatten();
        let keys = self.keyring().ok().into_iter().flat_map(Keyring::keys);
        Object::new()
            .optional("mode", self.mode().ok().map(Mode::name))
            .optional("mode_source", self.mode_source().map(Source::name))
            .optional("api_origin", api.as_deref())
            .optional("event_api_origin", event_api.as_deref())
            .json(
                "signing_keys",
                &array(keys.map(|key| quote(key.id().as_str()))),
            )
            .boolean("has_event_key", self.keys.event_key_hash().is_some())
            .optional("environment", environment.ok().flatten())
            .optional(
                "environment_source",
                self.environment_source().map(Source::name),
            )
            .optional("platform", platform.ok().flatten())
            .optional("serve_origin", serve_origin.map(Origin::as_str))
            .optional("serve_path", self.serve_path().ok().flatten())
            .optional_boolean("allow_in_band_sync", self.in_band_sync.ok())
            .optional_boolean("allow_unsigned_sync", self.unsigned_sync.ok())
            .json(
                "problems",
                &array(self.problems.iter().map(describe_problem)),
            )
            .finish()
    }
}

fn describe_problem(problem: &Problem) -> String {
    Object::new()
        .string("code", problem.kind().code())
        .string("severity", problem.kind().severity().name())
        .string("setting", problem.source().name())
        .finish()
}
