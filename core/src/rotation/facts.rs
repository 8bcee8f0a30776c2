//! What is known of a rotation, as a JSON document says it.

use alloc::{string::String, vec::Vec};

use super::{
    fields::{Field, fields, text},
    state::{AppKeys, RotationApp, RotationState, ServerKey},
    step::RotationStep,
};
use crate::{
    error::Error,
    json::Value,
    signing::{KeyId, ReplayWindow},
};

const MEMBERS: [&str; 9] = [
    "current",
    "next",
    "server",
    "switched_at",
    "now",
    "past",
    "future",
    "accept_downtime",
    "apps",
];
const APP_MEMBERS: [&str; 5] = ["name", "language", "version", "shows_fallback", "probes"];
const PROBE_MEMBERS: [&str; 2] = ["primary", "fallback"];

/// A [`RotationState`] that owns what it says, for languages that hand it over as JSON.
///
/// ```
/// use signkey::{RotationAction, RotationFacts};
///
/// let facts = RotationFacts::read(
///     br#"{"current": "6e0c6ba3ca84", "next": "e4bf4a2e7f55", "server": "current", "now": 1700000000,
///          "apps": [{"name": "shop", "probes": [{"primary": "6e0c6ba3ca84", "fallback": null}]}]}"#,
/// )?;
/// assert_eq!(facts.next_step().action(), RotationAction::AddFallback);
/// # Ok::<(), signkey::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct RotationFacts {
    keys: [KeyId; 2],
    server: Option<ServerKey>,
    switched_at: Option<u64>,
    now: u64,
    window: ReplayWindow,
    apps: Vec<AppFacts>,
    accept_downtime: bool,
}

#[derive(Clone, Debug)]
struct AppFacts {
    name: String,
    language: Option<String>,
    version: Option<String>,
    shows_fallback: bool,
    probes: Vec<AppKeys>,
}

impl RotationFacts {
    /// The names of all members, of the document, its apps and their probes: what [`Error::setting`] can
    /// be.
    pub const NAMES: &'static [&'static str] = &{
        let [a, b, c, d, e, f, g, h, i] = MEMBERS;
        let [j, k, l, m, n] = APP_MEMBERS;
        let [o, p] = PROBE_MEMBERS;
        [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]
    };

    /// Reads the document that `docs/rotation.md` describes.
    ///
    /// # Errors
    ///
    /// What is no JSON: `invalid_json`, `json_invalid_utf8` or `json_too_deep`. A member that is there
    /// twice: `json_duplicate_member`. Every other fault is `invalid_argument`, whose setting is the
    /// name of the member: one that is missing or of another type, the same key as `current` and
    /// `next`, no app at all. A member that is not known, such as a misspelt one, has no setting.
    pub fn read(json: &[u8]) -> Result<Self, Error> {
        let [
            current,
            next,
            server,
            switched_at,
            now,
            past,
            future,
            accept_downtime,
            apps,
        ] = fields(Value::document(json)?, MEMBERS)?;
        let keys = [current.required(current.id()?)?, next.required(next.id()?)?];
        let facts = Self {
            keys,
            server: read_server(server)?,
            switched_at: switched_at.number()?,
            now: now.required(now.number()?)?,
            window: ReplayWindow {
                past: past.number()?.unwrap_or(ReplayWindow::DEFAULT.past),
                future: future.number()?.unwrap_or(ReplayWindow::DEFAULT.future),
            },
            apps: apps
                .required(apps.array()?)?
                .into_iter()
                .map(AppFacts::read)
                .collect::<Result<_, _>>()?,
            accept_downtime: accept_downtime.flag()?.unwrap_or_default(),
        };
        match keys {
            [old, new] if old == new => Err(next.invalid()),
            _ if facts.apps.is_empty() => Err(apps.invalid()),
            _ => Ok(facts),
        }
    }

    /// The next step, as [`RotationState::next_step`] says it.
    pub fn next_step(&self) -> RotationStep {
        let apps: Vec<_> = self.apps.iter().map(AppFacts::borrow).collect();
        let [current, next] = self.keys;
        let state = RotationState {
            server: self.server,
            switched_at: self.switched_at,
            window: self.window,
            accept_downtime: self.accept_downtime,
            ..RotationState::new(current, next, &apps, self.now)
        };
        state.decide()
    }
}

impl AppFacts {
    fn read(app: Value<'_>) -> Result<Self, Error> {
        let [name, language, version, shows_fallback, probes] = fields(app, APP_MEMBERS)?;
        let found = probes.array()?.into_iter().flatten();
        Ok(Self {
            name: name.required(name.text()?)?,
            language: language.text()?,
            version: version.text()?,
            shows_fallback: shows_fallback.flag()?.unwrap_or_default(),
            probes: found
                .map(|found| read_probe(found, probes))
                .collect::<Result<_, _>>()?,
        })
    }

    fn borrow(&self) -> RotationApp<'_> {
        RotationApp {
            name: &self.name,
            language: self.language.as_deref(),
            version: self.version.as_deref(),
            shows_fallback: self.shows_fallback,
            probes: &self.probes,
        }
    }
}

fn read_server(server: Field<'_>) -> Result<Option<ServerKey>, Error> {
    let name = server.text()?;
    name.map(|name| server.required(ServerKey::from_name(&name)))
        .transpose()
}

/// The keys that an app has, or a word for that it did not say so.
fn read_probe(found: Value<'_>, probes: Field<'_>) -> Result<AppKeys, Error> {
    match text(found).as_deref() {
        Some("refused") => Ok(AppKeys::Refused),
        Some("unreachable") => Ok(AppKeys::Unreachable),
        None if found.is_object() => {
            let [primary, fallback] = fields(found, PROBE_MEMBERS)?;
            Ok(AppKeys::new(primary.id_of_hash()?, fallback.id_of_hash()?))
        }
        _ => Err(probes.invalid()),
    }
}
