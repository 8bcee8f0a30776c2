//! Settings: read once, then asked.

use std::{cell::RefCell, rc::Rc};

use napi::{Env, bindgen_prelude::Uint8Array};
use napi_derive::napi;
use signkey::{BaseUrl, Config, ConfigOptions, Error, Mode, Origin, Source};

use crate::{
    handles::Handles,
    outcome::{guard, guard_number},
};

thread_local! {
    static CONFIGS: RefCell<Handles<Rc<Config>>> = const { RefCell::new(Handles::new()) };
}

/// The settings of this handle.
pub(crate) fn config(handle: u32) -> Result<Rc<Config>, Error> {
    CONFIGS.with_borrow(|configs| configs.get(handle).cloned())
}

/// An option or a variable that is set.
#[napi(object, object_to_js = false)]
pub struct NamedText {
    /// The name that all languages share.
    pub name: String,
    /// The text in UTF-8, in memory that the caller clears.
    pub text: Uint8Array,
}

/// The names of all options.
#[napi]
pub fn config_options() -> Vec<&'static str> {
    ConfigOptions::NAMES.to_vec()
}

/// The names of all variables that are read.
#[napi]
pub fn config_variables() -> Vec<&'static str> {
    Config::VARIABLES.to_vec()
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
        let handle = CONFIGS.with_borrow_mut(|configs| configs.open(Rc::new(config)))?;
        Handles::<Config>::weigh(env, 1);
        Ok(handle)
    })
}

/// Lets go of the settings, which clears their keys once no keyring uses them.
#[napi]
pub fn close_config(env: &Env, handle: u32) -> bool {
    guard(|| {
        CONFIGS.with_borrow_mut(|configs| configs.close(handle))?;
        Handles::<Config>::weigh(env, -1);
        Ok(())
    })
    .is_some()
}

/// What is known of settings, right or wrong.
#[napi(object, object_from_js = false)]
pub struct ConfigFacts {
    /// `cloud` or `dev`.
    pub mode: &'static str,
    /// Where the mode comes from.
    pub mode_source: &'static str,
    /// Where the name of the environment comes from.
    pub environment_source: Option<&'static str>,
    /// Whether the configuration may be the response to a sync.
    pub allows_in_band_sync: bool,
}

/// What is known of these settings, right or wrong.
#[napi]
pub fn config_facts(handle: u32) -> Option<ConfigFacts> {
    guard(|| {
        let config = config(handle)?;
        Ok(ConfigFacts {
            mode: config.mode().map_or("cloud", Mode::name),
            mode_source: config.mode_source().map_or("INNGEST_DEV", Source::name),
            environment_source: config.environment_source().map(Source::name),
            allows_in_band_sync: config.allows_in_band_sync() == Ok(true),
        })
    })
}

/// A setting that can be wrong.
#[napi(string_enum = "camelCase")]
pub enum Setting {
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
        let config = config(handle)?;
        let text = match setting {
            Setting::ApiOrigin => Some(config.api_origin().map(BaseUrl::to_string)?),
            Setting::EventApiOrigin => Some(config.event_api_origin().map(BaseUrl::to_string)?),
            Setting::Environment => config.environment()?.map(str::to_owned),
            Setting::Platform => config.platform()?.map(str::to_owned),
            Setting::ServeOrigin => config.serve_origin()?.map(Origin::to_string),
            Setting::ServePath => config.serve_path()?.map(str::to_owned),
        };
        Ok(text.into_iter().collect())
    })
}

/// The URL to report to the platform for a request to this one.
#[napi]
pub fn config_serve_url(handle: u32, url: String) -> Option<String> {
    guard(|| config(handle)?.serve_url(&url))
}

/// The settings as JSON.
#[napi]
pub fn config_description(handle: u32) -> Option<String> {
    guard(|| Ok(config(handle)?.describe()))
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
}

/// All that is wrong, in the order of the settings.
#[napi]
pub fn config_problems(handle: u32) -> Option<Vec<ConfigProblem>> {
    guard(|| {
        let config = config(handle)?;
        let problems = config.check().iter().map(|problem| ConfigProblem {
            code: problem.kind().code(),
            severity: problem.kind().severity().name(),
            setting: problem.source().name(),
            message: problem.to_string(),
        });
        Ok(problems.collect())
    })
}
