//! What is wrong with the settings of an app, and with a live endpoint.

use signkey::{Config, ConfigOptions, Severity};

use super::finding::Finding;
use crate::{
    args::Doctor,
    env_file,
    failure::{Failure, OK, SETTINGS},
    json::Object,
    keys,
    output::Output,
};

pub(super) fn run(args: &Doctor, output: &Output) -> Result<u8, Failure> {
    let config = read(args)?;
    #[cfg_attr(
        not(feature = "http"),
        expect(unused_mut, reason = "an endpoint adds findings")
    )]
    let mut findings: Vec<_> = config.check().iter().map(Finding::of_problem).collect();
    #[cfg(feature = "http")]
    if let Some(url) = &args.url {
        findings.extend(super::endpoint::examine(url, args, &config, output)?);
    }
    for finding in &findings {
        output.line(|| finding.text(), || finding.to_json())?;
    }
    let errors = findings
        .iter()
        .filter(|it| it.severity == Severity::Error)
        .count();
    let warnings = findings.len() - errors;
    if output.is_json {
        output.line(String::new, || {
            Object::new().json("settings", &config.describe()).finish()
        })?;
    } else if findings.is_empty() {
        output.line(|| summary(&config), String::new)?;
    }
    let counted =
        |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    output.say(&format!(
        "{}, {}",
        counted(errors, "error"),
        counted(warnings, "warning")
    ));
    Ok(if errors == 0 { OK } else { SETTINGS })
}

fn read(args: &Doctor) -> Result<Config, Failure> {
    let options = ConfigOptions::default();
    Ok(match &args.env_file {
        Some(path) => {
            let variables = env_file::read(path, args.literal)?;
            Config::read(&options, |name| {
                keys::content(name, variables.get(name)?.clone())
            })
        }
        None => Config::read(&options, keys::variable),
    })
}

/// What is right.
fn summary(config: &Config) -> String {
    let mode = config.mode().map_or("unknown", signkey::Mode::name);
    let keyring = config.keyring().ok();
    let ids = keyring
        .into_iter()
        .flat_map(|ring| ring.keys())
        .map(|key| key.id().to_string());
    let ids: Vec<_> = ids.collect();
    match ids.as_slice() {
        [] => format!("{mode} mode, no key"),
        ids => format!("{mode} mode, keys {}", ids.join(" and ")),
    }
}
