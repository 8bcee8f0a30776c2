//! The settings of an app, and what can be read from them.

use std::ptr;

use signkey::{Config, ErrorKind, Source};

use crate::{
    guard,
    pointers::{
        extensible::ExtensibleOut,
        handle::{free, give, shared},
        out::Out,
        slice::{self, Slice},
    },
    types::{
        buffer::Buffer,
        config_options::CConfigOptions,
        failure::Failure,
        field::{Field, Fields},
        problem::CProblem,
        setting,
        status::Status,
    },
};

/// What an app is configured to do. It never changes, so any number of threads may use it at once.
///
/// Reading never fails for what a setting says. A setting that is wrong is an error where it is
/// used, never silently another one, and `signkey_config_problem` lists all that is wrong. Nothing
/// that can be read from it, but its keyring, is a secret.
pub struct CConfig(pub(crate) Config);

/// Reads the settings of an app: from options, from variables, else by default.
///
/// - `options`: what goes before the variables, or NULL. None of it is kept.
/// - `variables`, `variable_count`: the environment, or as much of it as there is: of the names of
///   `signkey_config_variable`, those that are set. Others are ignored; of a name that comes more
///   than once, the first counts. Of those of `signkey_config_file_variable`, the value is what the
///   file holds. Values should be in UTF-8; in one that is not, each fault counts
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
    guard::status(failure, || {
        let options = CConfigOptions::read(options)?;
        let (variables, out) = (Fields::read(variables, variable_count)?, Out::new(config)?);
        let lookup = |name: &str| {
            let (_, value) = variables.iter().find(|(it, _)| *it == name.as_bytes())?;
            value.map(|value| String::from_utf8_lossy(value).into_owned())
        };
        give(out, CConfig(Config::read(&options, lookup)))
    })
}

/// Ends a configuration. Its keys are cleared from memory when everything has ended that was made of
/// it: keyrings, endpoints, API authentication, registrations.
///
/// - `config`: from `signkey_config_new`, and not used again; NULL does nothing.
///
/// No other thread may be using the configuration.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_config_free(config: *mut CConfig) {
    guard::value((), || free(config));
}

/// Writes the settings and their problems as a JSON object, for logs. Of keys it says the ids, of the
/// event key whether there is one; what is malformed is `null`.
///
/// - `config`: the configuration.
/// - `out`: receives the JSON, which the caller owns; end it with `signkey_buffer_free`. What it held
///   before is not freed.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_config_describe(
    config: *const CConfig,
    out: *mut Buffer,
) -> Status {
    guard::status(ptr::null_mut(), || {
        let (config, out) = (shared(config)?, Out::new(out)?);
        out.write(Buffer::from(config.0.describe()));
        Ok(())
    })
}

/// Says what a setting is.
///
/// - `config`: the configuration.
/// - `setting`: one of `SIGNKEY_SETTING_*`.
/// - `value`: receives the value in UTF-8, which the caller owns; end it with `signkey_buffer_free`. It
///   is all zero if there is no value. What it held before is not freed.
/// - `source`: receives the name of the option or of the variable that it comes from, or `default`;
///   `{NULL, 0}` if there is no value, and for all settings but the mode and the environment. It is
///   static. Or NULL.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, or the setting is unknown;
/// - `SIGNKEY_ERROR_INVALID_SETTING`: the value is none that the setting knows;
/// - `SIGNKEY_ERROR_INVALID_HEADER_VALUE`: the environment or the platform is not printable ASCII;
/// - `SIGNKEY_ERROR_MALFORMED_URL`: an origin or a path is none;
///
/// or `SIGNKEY_ERROR_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_config_get(
    config: *const CConfig,
    setting: u32,
    value: *mut Buffer,
    source: *mut Slice,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let (config, value) = (shared(config)?, Out::new(value)?);
        let source = Out::optional(source)?;
        let (text, comes_from) = setting::look_up(&config.0, setting)?;
        value.write(text.map_or(Buffer::EMPTY, Buffer::from));
        if let Some(source) = source {
            source.write(comes_from.map(Source::name).into());
        }
        Ok(())
    })
}

/// Says what is wrong with a setting, or looks so.
///
/// - `config`: the configuration.
/// - `index`: which problem, from 0, in the order of the settings.
/// - `problem`: receives the problem.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` behind the last problem, and if a pointer
/// is NULL or `size` is not set. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_config_problem(
    config: *const CConfig,
    index: usize,
    problem: *mut CProblem,
) -> Status {
    guard::status(ptr::null_mut(), || {
        let (config, out) = (shared(config)?, ExtensibleOut::new(problem)?);
        let problem = config.0.check().get(index);
        out.write(problem.ok_or(ErrorKind::InvalidArgument)?.try_into()?);
        Ok(())
    })
}

/// Makes the URL to report to the platform: that of a request to this app, under the origin and path
/// that were set, without `deployId` in its query. Other parameters stay byte for byte.
///
/// - `config`: the configuration.
/// - `url`, `url_len`: the URL of the request, absolute.
/// - `out`: receives the URL, which the caller owns; end it with `signkey_buffer_free`. What it held
///   before is not freed.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a required pointer is NULL or the URL
/// is not UTF-8, `SIGNKEY_ERROR_MALFORMED_URL` (also of the settings) or `_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_config_serve_url(
    config: *const CConfig,
    url: *const u8,
    url_len: usize,
    out: *mut Buffer,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let url = slice::text(url, url_len)?;
        let (config, out) = (shared(config)?, Out::new(out)?);
        out.write(Buffer::from(config.0.serve_url(url)?));
        Ok(())
    })
}
