//! What the app's surroundings are called: the environment to act in, and the hosting platform.

use alloc::{borrow::ToOwned, string::String};

use super::{
    options::ConfigOptions,
    problem::ProblemKind,
    reader::Reader,
    source::{Setting, Source},
};
use crate::{app::head::is_header_value, error::Error};

/// The variables that name an environment: the explicit one, then the branch that a platform
/// deploys.
pub(super) const NAMES: [&str; 7] = [
    "INNGEST_ENV",
    "BRANCH_NAME",
    "VERCEL_GIT_COMMIT_REF",
    "BRANCH",
    "CF_PAGES_BRANCH",
    "RENDER_GIT_BRANCH",
    "RAILWAY_GIT_BRANCH",
];

/// Platforms, the variables by which they are known, and the values that these must have.
pub(super) const PLATFORMS: [(&str, &str, Option<&str>); 5] = [
    ("vercel", "VERCEL", Some("1")),
    ("netlify", "NETLIFY", Some("true")),
    ("cloudflare-pages", "CF_PAGES", Some("1")),
    ("render", "RENDER", Some("true")),
    ("railway", "RAILWAY_ENVIRONMENT", None),
];

/// The name of the environment. A branch whose name cannot stand in a header is left out if no
/// environment is needed: the platform named it, and the app's owner never meant it for this.
pub(super) fn name<F: Fn(&str) -> Option<String>>(
    options: &ConfigOptions<'_>,
    reader: &mut Reader<F>,
    is_needed: bool,
) -> Result<Option<Setting<String>>, Error> {
    let Some(name) = reader.text(("environment", options.environment), &NAMES) else {
        return Ok(None);
    };
    let is_branch = NAMES
        .iter()
        .skip(1)
        .any(|branch| name.source == Source::Variable(branch));
    if is_branch && !is_needed && !is_header_value(&name.value) {
        reader.report(ProblemKind::EnvironmentLeftOut, name.source);
        return Ok(None);
    }
    reader.check_header_text(name).map(Some)
}

/// The hosting platform.
pub(super) fn platform<F: Fn(&str) -> Option<String>>(
    options: &ConfigOptions<'_>,
    reader: &mut Reader<F>,
) -> Result<Option<Setting<String>>, Error> {
    let given = reader.header_text(("platform", options.platform), &[])?;
    Ok(given.or_else(|| {
        PLATFORMS.iter().find_map(|(name, variable, expected)| {
            let found = reader.variable(variable)?;
            let is_it = expected.is_none_or(|expected| found.value == expected);
            is_it.then(|| found.map(|_| (*name).to_owned()))
        })
    }))
}
