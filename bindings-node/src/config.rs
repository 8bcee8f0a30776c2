//! Settings: read once, then asked.

use napi::{Env, bindgen_prelude::Uint8Array};
use napi_derive::napi;
use signkey::{Config, ConfigOptions, Origin};

use crate::{
    objects::{open, with},
    outcome::{guard, guard_number},
};

/// An option or a variable that is set.
#[napi(object, object_to_js = false)]
pub struct NamedText {
    /// The name that all languages share.
    pub name: String,
    /// The text in UTF-8, in memory that the caller clears.
    pub text: Uint8Array,
}

/// Reads settings.
#[napi]
pub fn open_config(env: &Env, options: Vec<NamedText>, variables: Vec<NamedText>) -> i32 {
    guard_number(|| {
        let texts: Vec<_> = options
            .iter()
            .map(|option| (&option.name, String::from_utf8_lossy(&option.text)))
            .collect();
        let mut options = ConfigOptions::default();
        for (name, text) in &texts {
            options.set(name, text)?;
        }
        let config = Config::read(&options, |name| {
            let variable = variables.iter().find(|variable| variable.name == name)?;
            Some(String::from_utf8_lossy(&variable.text).into_owned())
        });
        open(env, config)
    })
}

/// A setting that can be wrong.
#[napi(string_enum = "camelCase")]
pub enum Setting {
    /// `cloud` or `dev`.
    Mode,
    /// Where the API is.
    ApiOrigin,
    /// Where events are sent.
    EventApiOrigin,
    /// The name of the environment.
    Environment,
    /// The name of the hosting platform.
    Platform,
    /// The origin under which the app is reached.
    ServeOrigin,
    /// The path under which the app is reached.
    ServePath,
}

/// The text of a setting, or none.
#[napi]
pub fn config_setting(handle: u32, setting: Setting) -> Option<Vec<String>> {
    guard(|| {
        let text = with(handle, |config: &Config| {
            Ok(match setting {
                Setting::Mode => Some(config.mode()?.name().to_owned()),
                Setting::ApiOrigin => Some(config.api_origin()?.to_string()),
                Setting::EventApiOrigin => Some(config.event_api_origin()?.to_string()),
                Setting::Environment => config.environment()?.map(str::to_owned),
                Setting::Platform => config.platform()?.map(str::to_owned),
                Setting::ServeOrigin => config.serve_origin()?.map(Origin::to_string),
                Setting::ServePath => config.serve_path()?.map(str::to_owned),
            })
        })?;
        Ok(text.into_iter().collect())
    })
}

/// Whether the configuration may be the response to a sync.
#[napi]
pub fn config_allows_in_band_sync(handle: u32) -> Option<bool> {
    guard(|| with(handle, Config::allows_in_band_sync))
}

/// The URL to report to the platform for a request to this one.
#[napi]
pub fn config_serve_url(handle: u32, url: String) -> Option<String> {
    guard(|| with(handle, |config: &Config| config.serve_url(&url)))
}

/// The settings as JSON.
#[napi]
pub fn config_description(handle: u32) -> Option<String> {
    guard(|| with(handle, |config: &Config| Ok(config.describe())))
}

/// Something that is wrong with a setting.
#[napi(object, object_from_js = false)]
pub struct ConfigProblem {
    /// Its `snake_case` name.
    pub code: &'static str,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// The option or variable.
    pub setting: &'static str,
    /// The sentence.
    pub message: String,
    /// What to do about it.
    pub hint: &'static str,
}

/// All that is wrong, in the order of the settings.
#[napi]
pub fn config_problems(handle: u32) -> Option<Vec<ConfigProblem>> {
    guard(|| {
        with(handle, |config: &Config| {
            let problems = config.check().iter().map(|problem| ConfigProblem {
                code: problem.kind().code(),
                severity: problem.kind().severity().name(),
                setting: problem.source().name(),
                message: problem.to_string(),
                hint: problem.hint(),
            });
            Ok(problems.collect())
        })
    })
}
