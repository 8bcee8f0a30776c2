//! The settings as JSON, for logs and for bindings.

use alloc::string::{String, ToString};

use super::{problem::Problem, source::Setting, values::Values};
use crate::{
    app::{mode::Mode, url::Origin},
    json::{Object, array, quote},
    signing::Keyring,
};

impl Values {
    /// The settings and their problems as a JSON object. Of keys it says the ids, of the event key
    /// whether there is one; what is malformed is `null`.
    pub(super) fn describe(&self, problems: &[Problem]) -> String {
        let text = |setting: Option<&Setting<String>>| setting.map(|text| text.value.clone());
        let environment = self.environment().ok().flatten();
        let platform = text(self.platform().ok().flatten());
        let mode = self.mode.as_ref().ok();
        let api = self.api.as_ref().ok().map(ToString::to_string);
        let event_api = self.event_api.as_ref().ok().map(ToString::to_string);
        let serve_origin = self.serve.origin().ok().flatten();
        let keyring = self.keyring().ok().map(|keyring| &**keyring);
        let keys = keyring.into_iter().flat_map(Keyring::keys);
        Object::new()
            .optional("mode", mode.map(|mode| Mode::name(mode.value)))
            .optional("mode_source", mode.map(|mode| mode.source.name()))
            .optional("api_origin", api.as_deref())
            .optional("event_api_origin", event_api.as_deref())
            .json(
                "signing_keys",
                &array(keys.map(|key| quote(key.id().as_str()))),
            )
            .boolean("has_event_key", self.keys.event_key_hash().is_some())
            .optional("environment", text(environment).as_deref())
            .optional(
                "environment_source",
                environment.map(|name| name.source.name()),
            )
            .optional("platform", platform.as_deref())
            .optional("serve_origin", serve_origin.map(Origin::as_str))
            .optional("serve_path", self.serve.path().ok().flatten())
            .optional_boolean("allow_in_band_sync", self.in_band_sync.ok())
            .optional_boolean("allow_unsigned_sync", self.unsigned_sync.ok())
            .json("problems", &array(problems.iter().map(describe_problem)))
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
