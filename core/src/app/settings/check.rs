//! What is wrong with settings that are right one by one.

use alloc::vec::Vec;

use super::{
    environment,
    keys::SIGNING_KEY,
    problem::{Problem, ProblemKind},
    source::Source,
    values::Values,
};
use crate::{app::mode::Mode, error::ErrorKind};

impl Values {
    /// What only shows between settings.
    pub(super) fn problems_together(&self) -> Vec<Problem> {
        let kinds = [
            self.missing_key(),
            self.lone_fallback(),
            self.keys_beside_each_other(),
            self.missing_environment(),
            self.dev_on_platform(),
        ];
        let problems = kinds.into_iter().flatten();
        problems
            .map(|(kind, source)| Problem::new(kind, source))
            .collect()
    }

    fn missing_key(&self) -> Option<(ProblemKind, Source)> {
        let error = self.keyring().err()?;
        let missing =
            error.kind() == ErrorKind::MissingSigningKey && self.mode_in_force() == Mode::Cloud;
        missing.then_some((
            ProblemKind::MissingSigningKey,
            Source::Variable(SIGNING_KEY),
        ))
    }

    fn lone_fallback(&self) -> Option<(ProblemKind, Source)> {
        let fallback = self.keys.fallback.filter(|_| self.keys.primary.is_none())?;
        Some((ProblemKind::FallbackWithoutPrimary, fallback))
    }

    /// Keys are compared by their ids, which are no secret.
    fn keys_beside_each_other(&self) -> Option<(ProblemKind, Source)> {
        let keyring = self.keyring().ok()?;
        let (primary, fallback) = (keyring.primary(), keyring.key(1)?);
        let source = self.keys.fallback?;
        if primary.id() == fallback.id() {
            return Some((ProblemKind::FallbackEqualsPrimary, source));
        }
        let tokens = [primary.api_token(), fallback.api_token()];
        let [primary, fallback] = tokens.each_ref().map(|token| token.parts().0);
        let mixed = !primary.is_empty() && !fallback.is_empty() && primary != fallback;
        mixed.then_some((ProblemKind::MixedKeyEnvironments, source))
    }

    fn missing_environment(&self) -> Option<(ProblemKind, Source)> {
        let error = self.check_environment().err()?;
        let missing = error.kind() == ErrorKind::MissingEnvironment;
        missing.then_some((
            ProblemKind::MissingEnvironment,
            Source::Variable(environment::NAMES[0]),
        ))
    }

    /// A platform that was named by an option says nothing about where this runs.
    fn dev_on_platform(&self) -> Option<(ProblemKind, Source)> {
        let platform = self.platform().ok().flatten()?;
        let detected = matches!(platform.source, Source::Variable(_));
        let dev = detected && self.mode() == Ok(Mode::Dev);
        let mode = self.mode.as_ref().ok().filter(|_| dev)?;
        Some((ProblemKind::DevOnPlatform, mode.source))
    }
}
