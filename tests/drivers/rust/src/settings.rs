//! The configuration and the app that many requests are about.

use signkey::{App, Config, ConfigOptions};

use crate::{
    pairs::{Pair, find},
    refusal::{INVALID_ARGUMENT, Refusal},
};

/// The settings of the first two fields that many requests have.
pub(crate) fn read_config(
    settings: &[Pair<String>],
    vars: &[Pair<String>],
) -> Result<Config, Refusal> {
    let mut options = ConfigOptions::default();
    for (name, value) in settings {
        options.set(name, value)?;
    }
    let lookup = |name: &str| find(vars, name).map(str::to_owned);
    Ok(Config::read(&options, lookup))
}

/// The app; a name that is not there is an empty text, zero or no.
pub(crate) fn app(pairs: &[Pair<String>]) -> Result<App<'_>, Refusal> {
    let text = |name| find(pairs, name).unwrap_or_default();
    Ok(App {
        id: text("id"),
        sdk: text("sdk"),
        language: text("language"),
        framework: text("framework"),
        functions: text("functions").parse().map_err(|_| INVALID_ARGUMENT)?,
        trust_probe: text("trust_probe") == "1",
        connect: text("connect") == "1",
    })
}
