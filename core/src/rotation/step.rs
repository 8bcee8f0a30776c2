//! A step of a rotation, and why it is the next one.

use alloc::{
    borrow::ToOwned,
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use super::state::{RotationApp, ServerKey};
use crate::json::{Object, array, quote};

/// Declares [`RotationAction`] and its look-ups from one table.
macro_rules! actions {
    ($($variant:ident, $code:literal, $what:literal, $why:literal;)*) => {
        /// What to do next.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum RotationAction {
            $(#[doc = concat!("`", $code, "`: ", $what, ".")] $variant,)*
        }

        impl RotationAction {
            /// Every action.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The `snake_case` name that all languages share.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// What to do: a sentence without a final stop.
            #[must_use]
            pub const fn message(self) -> &'static str {
                match self { $(Self::$variant => $what,)* }
            }

            /// Why that is next: a sentence without a final stop.
            #[must_use]
            pub const fn reason(self) -> &'static str {
                match self { $(Self::$variant => $why,)* }
            }
        }
    };
}

actions! {
    Restore, "restore",
        "set the keys of these apps, and deploy them",
        "they refuse the server's requests now";
    AskServer, "ask_server",
        "find out with which key the server signs",
        "every other step depends on it";
    ReachApps, "reach_apps",
        "make these apps answer, and ask again",
        "nothing is moved while an app may not have the keys";
    FinishDeploy, "finish_deploy",
        "wait until every process of these apps is replaced, and ask again",
        "their processes answer with different keys, as during a deploy";
    UpgradeSdk, "upgrade_sdk",
        "upgrade the SDK of these apps, and deploy them",
        "they know no fallback key (Go before 0.7.2, Python before 0.3.9, TypeScript before 3.18.0), so without an upgrade downtime is unavoidable";
    AddFallback, "add_fallback",
        "give these apps the next key as their fallback, and deploy them",
        "every app must accept the next key before the server signs with it";
    SwitchServer, "switch_server",
        "let the server sign with the next key",
        "every app accepts both keys";
    SwitchTogether, "switch_together",
        "let the server sign with the next key, and deploy these apps with it at the same moment",
        "they know no fallback key, so downtime is unavoidable: requests are refused until both have changed";
    Promote, "promote",
        "make the next key the primary of these apps and the current one their fallback, and deploy them",
        "the server signs with the next key, and calls with the current key's token are refused first";
    Wait, "wait",
        "wait",
        "requests that the server signed with the current key may still arrive";
    RetireFallback, "retire_fallback",
        "remove the current key from these apps, and deploy them",
        "nothing that it signed is still good";
    Done, "done",
        "nothing is left; destroy the current key",
        "the server and every app have the next key alone";
}

/// Which keys an app is to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeySlots {
    /// `INNGEST_SIGNING_KEY`.
    pub primary: ServerKey,
    /// `INNGEST_SIGNING_KEY_FALLBACK`, `None` for none.
    pub fallback: Option<ServerKey>,
}

/// The next step of a rotation. `Display` says it in a sentence or two.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct RotationStep {
    action: RotationAction,
    apps: Vec<String>,
    slots: Option<KeySlots>,
    wait_seconds: Option<u64>,
}

impl RotationStep {
    pub(super) fn new(action: RotationAction) -> Self {
        Self {
            action,
            apps: Vec::new(),
            slots: None,
            wait_seconds: None,
        }
    }

    pub(super) fn of(action: RotationAction, apps: &[&RotationApp<'_>]) -> Self {
        let apps = apps.iter().map(|app| app.name.to_owned()).collect();
        Self {
            apps,
            ..Self::new(action)
        }
    }

    pub(super) fn with_slots(mut self, primary: ServerKey, fallback: Option<ServerKey>) -> Self {
        self.slots = Some(KeySlots { primary, fallback });
        self
    }

    pub(super) fn with_wait(mut self, seconds: u64) -> Self {
        self.wait_seconds = Some(seconds);
        self
    }

    /// What to do.
    #[must_use]
    pub fn action(&self) -> RotationAction {
        self.action
    }

    /// The names of the apps that it is about.
    #[must_use]
    pub fn apps(&self) -> &[String] {
        &self.apps
    }

    /// The keys that these apps are to have.
    #[must_use]
    pub fn slots(&self) -> Option<KeySlots> {
        self.slots
    }

    /// For how many seconds to wait.
    #[must_use]
    pub fn wait_seconds(&self) -> Option<u64> {
        self.wait_seconds
    }

    /// Whether requests are refused while the step is taken.
    #[must_use]
    pub fn has_downtime(&self) -> bool {
        self.action == RotationAction::SwitchTogether
    }

    /// Whether no step is left.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.action == RotationAction::Done
    }

    /// The step as a JSON object.
    #[must_use]
    pub fn to_json(&self) -> String {
        let slots = self.slots.map_or_else(
            || "null".to_owned(),
            |slots| {
                Object::new()
                    .string("primary", slots.primary.name())
                    .optional("fallback", slots.fallback.map(ServerKey::name))
                    .finish()
            },
        );
        let wait = self
            .wait_seconds
            .map_or_else(|| "null".to_owned(), |it| it.to_string());
        Object::new()
            .string("action", self.action.code())
            .string("message", self.action.message())
            .string("reason", self.action.reason())
            .json("apps", &array(self.apps.iter().map(|name| quote(name))))
            .json("keys", &slots)
            .json("wait_seconds", &wait)
            .boolean("has_downtime", self.has_downtime())
            .boolean("is_done", self.is_done())
            .finish()
    }
}

impl fmt::Display for RotationStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.action.message())?;
        if let Some(seconds) = self.wait_seconds {
            write!(f, " {seconds} seconds")?;
        }
        if !self.apps.is_empty() {
            write!(f, ": {}", self.apps.join(", "))?;
        }
        if let Some(slots) = self.slots {
            let fallback = slots.fallback.map_or_else(
                || " and no fallback".to_owned(),
                |key| format!(", INNGEST_SIGNING_KEY_FALLBACK={}", key.name()),
            );
            write!(
                f,
                " (INNGEST_SIGNING_KEY={}{fallback})",
                slots.primary.name()
            )?;
        }
        write!(f, "; {}", self.action.reason())
    }
}
