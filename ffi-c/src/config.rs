//! The settings of an app: their reading and their end.

use std::{ffi::c_char, ptr};

use signkey::{Config, Error};

use crate::{
    config_options::CConfigOptions,
    failure::Failure,
    field::{Field, Fields},
    guard, handle,
    literal::terminated,
    out::Out,
    shared::Shared,
    status::Status,
};

/// What an app is configured to do. It never changes, so any number of threads may use it at once.
///
/// Reading never fails for what a setting says. A setting that is wrong is an error where it is
/// used, never silently another one, and `signkey_config_problem` lists all that is wrong. Nothing
/// that can be read from it, but its keyring, is a secret.
pub struct CConfig(Shared<Settings>);

/// A configuration, and texts about it to lend.
pub(crate) struct Settings {
    pub(crate) config: Config,
    pub(crate) api_origin: Result<String, Error>,
    pub(crate) event_api_origin: Result<String, Error>,
    /// What is wrong, each as a sentence.
    pub(crate) sentences: Vec<String>,
}

impl Settings {
    fn new(config: Config) -> Self {
        Self {
            api_origin: config.api_origin().map(ToString::to_string),
            event_api_origin: config.event_api_origin().map(ToString::to_string),
            sentences: config.check().iter().map(ToString::to_string).collect(),
            config,
        }
    }
}

impl CConfig {
    /// The caller's settings.
    ///
    /// # Safety
    ///
    /// As [`handle::shared`].
    pub(crate) unsafe fn shared<'a>(config: *const Self) -> Result<&'a Shared<Settings>, Error> {
        // SAFETY: the caller's promise.
        unsafe { handle::shared(config) }.map(|config| &config.0)
    }
}

/// Reads the settings of an app: from options, from variables, else by default.
///
/// - `options`: what goes before the variables, or NULL. None of it is kept.
/// - `variables`, `variable_count`: the environment, or as much of it as there is: of the names of
///   `signkey_config_variable`, those that are set. Others are ignored; of a name that comes more
///   than once, the first counts. Values should be in UTF-8; in one that is not, each fault counts
///   as U+FFFD, which no setting accepts. None of it is kept.
/// - `config`: receives the configuration, which the caller owns; end it with `signkey_config_free`.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: `config` is NULL, `size` is not set, `mode` is unknown, or an
///   option is not UTF-8;
///
/// or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_config_new(
    options: *const CConfigOptions,
    variables: *const Field,
    variable_count: usize,
    config: *mut *mut CConfig,
    failure: *mut Failure,
) -> Status {
    let call = || {
        // SAFETY: the contract in the header.
        let (options, variables, out) = unsafe {
            let options = CConfigOptions::read(options)?;
            (
                options,
                Fields::read(variables, variable_count)?,
                Out::new(config)?,
            )
        };
        let lookup = |name: &str| {
            let (_, value) = variables.iter().find(|(it, _)| *it == name.as_bytes())?;
            value.map(|value| String::from_utf8_lossy(value).into_owned())
        };
        let settings = Settings::new(Config::read(&options, lookup));
        handle::give(out, CConfig(Shared::new(settings)?))
    };
    // SAFETY: the contract in the header.
    unsafe { guard::status(failure, call) }
}

/// Ends a configuration. Its keys are cleared from memory when everything has ended that was made of
/// it: keyrings, endpoints, handshakes.
///
/// - `config`: from `signkey_config_new`, and not used again; NULL does nothing.
///
/// No other thread may be using the configuration.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_config_free(config: *mut CConfig) {
    // SAFETY: the contract in the header.
    guard::value((), || unsafe { handle::free(config) });
}

/// The names of all variables that are read, one by one.
///
/// - `index`: from 0.
///
/// Returns the name, for example for `getenv`, or NULL behind the last one. The text is static.
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn signkey_config_variable(index: usize) -> *const c_char {
    guard::value(ptr::null(), || {
        VARIABLES
            .get(index)
            .map_or(ptr::null(), |name| name.as_ptr().cast())
    })
}

static VARIABLES: [[u8; 40]; Config::VARIABLES.len()] = {
    let mut rows = [[0; 40]; Config::VARIABLES.len()];
    let mut at = 0;
    while at < rows.len() {
        rows[at] = terminated(Config::VARIABLES[at]);
        at += 1;
    }
    rows
};
