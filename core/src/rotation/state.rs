//! What is known of a rotation.

use super::sdk;
use crate::signing::{KeyId, ReplayWindow};

/// With which key the server signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ServerKey {
    /// The one that is to be replaced.
    Current,
    /// The one that replaces it.
    Next,
}

impl ServerKey {
    /// The name that all languages share: `current` or `next`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Next => "next",
        }
    }

    /// The key of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "current" => Some(Self::Current),
            "next" => Some(Self::Next),
            _ => None,
        }
    }
}

/// What one probe of an app found. Several processes may serve one app, so ask it more than once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AppKeys {
    /// The keys that it has.
    Has {
        /// The key with which it signs and calls.
        primary: Option<KeyId>,
        /// The other key that it accepts.
        fallback: Option<KeyId>,
    },
    /// It answered, and refused both keys.
    Refused,
    /// It did not answer.
    Unreachable,
}

impl AppKeys {
    /// The keys that an app says it has.
    #[must_use]
    pub const fn new(primary: Option<KeyId>, fallback: Option<KeyId>) -> Self {
        Self::Has { primary, fallback }
    }

    pub(super) fn accepts(&self, key: KeyId) -> bool {
        match self {
            Self::Has { primary, fallback } => *primary == Some(key) || *fallback == Some(key),
            Self::Refused | Self::Unreachable => false,
        }
    }

    pub(super) fn primary(&self) -> Option<KeyId> {
        match self {
            Self::Has { primary, .. } => *primary,
            Self::Refused | Self::Unreachable => None,
        }
    }

    pub(super) fn fallback(&self) -> Option<KeyId> {
        match self {
            Self::Has { fallback, .. } => *fallback,
            Self::Refused | Self::Unreachable => None,
        }
    }
}

/// An app, and what probes of it found.
#[derive(Clone, Copy, Debug)]
pub struct RotationApp<'a> {
    /// What to call it: its URL or id.
    pub name: &'a str,
    /// The language of its SDK, if it is known: `go`, `py`, `js`.
    pub language: Option<&'a str>,
    /// The version of its SDK, if it is known.
    pub version: Option<&'a str>,
    /// Whether it shows a fallback, if only that there is none: then its SDK knows one, whatever the
    /// version. Other SDKs count versions of their own.
    pub shows_fallback: bool,
    /// What each probe found. None at all means that nobody asked.
    pub probes: &'a [AppKeys],
}

impl RotationApp<'_> {
    pub(super) fn is_unknown(&self) -> bool {
        self.probes.is_empty() || self.probes.contains(&AppKeys::Unreachable)
    }

    /// Whether every process that answered accepts the key.
    pub(super) fn accepts(&self, key: KeyId) -> bool {
        self.probes.iter().all(|keys| keys.accepts(key))
    }

    /// Whether a process that answered refuses the key.
    pub(super) fn refuses(&self, key: KeyId) -> bool {
        let answered = self
            .probes
            .iter()
            .filter(|keys| **keys != AppKeys::Unreachable);
        answered.into_iter().any(|keys| !keys.accepts(key))
    }

    /// Whether its processes have different keys.
    pub(super) fn is_mixed(&self) -> bool {
        self.probes
            .iter()
            .any(|keys| Some(keys) != self.probes.first())
    }

    pub(super) fn knows_fallback(&self) -> bool {
        let has_one = self.probes.iter().any(|keys| keys.fallback().is_some());
        has_one || self.shows_fallback || sdk::knows_fallback(self.language, self.version)
    }
}

/// A rotation as it stands.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct RotationState<'a> {
    /// The key that is to be replaced.
    pub current: KeyId,
    /// The key that replaces it.
    pub next: KeyId,
    /// With which of them the server signs; `None` if nobody knows.
    pub server: Option<ServerKey>,
    /// When the server began to sign with the next key, in seconds since 1970-01-01 00:00 UTC.
    pub switched_at: Option<u64>,
    /// The clock, in seconds since 1970-01-01 00:00 UTC.
    pub now: u64,
    /// How far apart signature and clock may be: as long as that, requests under the old key are good.
    pub window: ReplayWindow,
    /// All apps that have the key.
    pub apps: &'a [RotationApp<'a>],
    /// Whether requests may be refused for the moment in which an app that knows no fallback changes
    /// its key together with the server.
    pub accept_downtime: bool,
}

impl<'a> RotationState<'a> {
    /// A rotation that has not begun.
    #[must_use]
    pub const fn new(current: KeyId, next: KeyId, apps: &'a [RotationApp<'a>], now: u64) -> Self {
        Self {
            current,
            next,
            server: Some(ServerKey::Current),
            switched_at: None,
            now,
            window: ReplayWindow::DEFAULT,
            apps,
            accept_downtime: false,
        }
    }
}
