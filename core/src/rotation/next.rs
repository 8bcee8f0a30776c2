//! Which step is next.

use alloc::vec::Vec;

use super::{
    state::{RotationApp, RotationState, ServerKey},
    step::{RotationAction, RotationStep},
};
use crate::error::{Error, ErrorKind};

impl<'a> RotationState<'a> {
    /// The next step. No request is refused as long as these steps are taken, each when it is next,
    /// unless the step itself says so.
    ///
    /// # Errors
    ///
    /// `invalid_argument` if both keys are the same, or if there is no app.
    pub fn next_step(&self) -> Result<RotationStep, Error> {
        if self.current == self.next || self.apps.is_empty() {
            return Err(ErrorKind::InvalidArgument.into());
        }
        Ok(self.decide())
    }

    /// The next step of two keys and some apps.
    pub(super) fn decide(&self) -> RotationStep {
        let Some(server) = self.server else {
            return RotationStep::new(RotationAction::AskServer);
        };
        let found = self
            .restore(server)
            .or_else(|| self.step(RotationAction::ReachApps, RotationApp::is_unknown))
            .or_else(|| self.step(RotationAction::FinishDeploy, RotationApp::is_mixed));
        found.unwrap_or_else(|| match server {
            ServerKey::Current => self.before_switch(),
            ServerKey::Next => self.after_switch(),
        })
    }

    /// An app that refuses the key with which the server signs comes first.
    fn restore(&self, server: ServerKey) -> Option<RotationStep> {
        let (key, other) = match server {
            ServerKey::Current => (self.current, ServerKey::Next),
            ServerKey::Next => (self.next, ServerKey::Current),
        };
        let refusing = self.those(|app| app.refuses(key));
        let knows = refusing.iter().all(|app| app.knows_fallback());
        let step = self.step(RotationAction::Restore, |app| app.refuses(key))?;
        Some(step.with_slots(server, knows.then_some(other)))
    }

    fn before_switch(&self) -> RotationStep {
        let is_ready = |app: &RotationApp<'_>| app.accepts(self.next);
        let is_old = |app: &RotationApp<'_>| !is_ready(app) && !app.knows_fallback();
        let upgrade = self.step(RotationAction::UpgradeSdk, is_old);
        upgrade
            .filter(|_| !self.accept_downtime)
            .or_else(|| {
                let step = self.step(RotationAction::AddFallback, |app| {
                    !is_ready(app) && !is_old(app)
                })?;
                Some(step.with_slots(ServerKey::Current, Some(ServerKey::Next)))
            })
            .or_else(|| {
                let step = self.step(RotationAction::SwitchTogether, is_old)?;
                Some(step.with_slots(ServerKey::Next, None))
            })
            .unwrap_or_else(|| RotationStep::new(RotationAction::SwitchServer))
    }

    fn after_switch(&self) -> RotationStep {
        let is_primary = |app: &RotationApp<'_>| {
            app.probes
                .iter()
                .all(|keys| keys.primary() == Some(self.next))
        };
        let has_fallback =
            |app: &RotationApp<'_>| app.probes.iter().any(|keys| keys.fallback().is_some());
        if let Some(step) = self.step(RotationAction::Promote, |app| !is_primary(app)) {
            return step.with_slots(ServerKey::Next, Some(ServerKey::Current));
        }
        let Some(retire) = self.step(RotationAction::RetireFallback, has_fallback) else {
            return RotationStep::new(RotationAction::Done);
        };
        match self.seconds_left() {
            0 => retire.with_slots(ServerKey::Next, None),
            seconds => RotationStep::new(RotationAction::Wait).with_wait(seconds),
        }
    }

    /// For how long requests that were signed before the switch may be good: the window, by the clock
    /// of an app that may be as late as the window allows. If nobody knows when that was, it was now.
    fn seconds_left(&self) -> u64 {
        let since = self.switched_at.map_or(0, |at| self.now.saturating_sub(at));
        let lifetime = self.window.past.saturating_add(self.window.future);
        lifetime.saturating_add(1).saturating_sub(since)
    }

    fn those(&self, is: impl Fn(&RotationApp<'a>) -> bool) -> Vec<&'a RotationApp<'a>> {
        self.apps.iter().filter(|app| is(app)).collect()
    }

    /// The action for the apps of which something is true; `None` if it is of none.
    fn step(
        &self,
        action: RotationAction,
        is: impl Fn(&RotationApp<'a>) -> bool,
    ) -> Option<RotationStep> {
        let apps = self.those(is);
        (!apps.is_empty()).then(|| RotationStep::of(action, &apps))
    }
}
