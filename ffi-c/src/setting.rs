//! Single settings of an app.

use std::ptr;

use signkey::{Error, ErrorKind, Origin, Source};

use crate::{
    config::{CConfig, Settings},
    failure::Failure,
    guard,
    mode::CMode,
    out::Out,
    slice::Slice,
    status::Status,
};

/// The setting of whether requests come from the platform: `cloud` or `dev`.
pub const SIGNKEY_SETTING_MODE: u32 = 1;

/// The setting of the environment to act in; absent for the one of the key.
pub const SIGNKEY_SETTING_ENVIRONMENT: u32 = 2;

/// The setting of the hosting platform; absent if it is not known.
pub const SIGNKEY_SETTING_PLATFORM: u32 = 3;

/// The setting of where the platform's API is: an origin, and a path if one was set.
pub const SIGNKEY_SETTING_API_ORIGIN: u32 = 4;

/// The setting of where events are sent: an origin, and a path if one was set.
pub const SIGNKEY_SETTING_EVENT_API_ORIGIN: u32 = 5;

/// The setting of the origin under which the platform reaches this app; absent if it was not set.
pub const SIGNKEY_SETTING_SERVE_ORIGIN: u32 = 6;

/// The setting of the path under which the platform reaches this app; absent if it was not set.
pub const SIGNKEY_SETTING_SERVE_PATH: u32 = 7;

/// A value, and where it comes from as far as that is kept.
fn look_up(settings: &Settings, setting: u32) -> Result<(Option<&str>, Option<Source>), Error> {
    let config = &settings.config;
    let origin = |origin| Result::as_ref(origin).map_err(|error: &Error| *error);
    Ok(match setting {
        SIGNKEY_SETTING_MODE => (Some(config.mode()?.name()), config.mode_source()),
        SIGNKEY_SETTING_ENVIRONMENT => (config.environment()?, config.environment_source()),
        SIGNKEY_SETTING_PLATFORM => (config.platform()?, None),
        SIGNKEY_SETTING_API_ORIGIN => (Some(origin(&settings.api_origin)?), None),
        SIGNKEY_SETTING_EVENT_API_ORIGIN => (Some(origin(&settings.event_api_origin)?), None),
        SIGNKEY_SETTING_SERVE_ORIGIN => (config.serve_origin()?.map(Origin::as_str), None),
        SIGNKEY_SETTING_SERVE_PATH => (config.serve_path()?, None),
        _ => return Err(ErrorKind::InvalidArgument.into()),
    })
}

/// Says what a setting is.
///
/// - `config`: the configuration.
/// - `setting`: one of `SIGNKEY_SETTING_*`.
/// - `value`: receives the value in UTF-8, or `{NULL, 0}` if there is none. It is lent until the end
///   of the configuration.
/// - `source`: receives the name of the option or of the variable that it comes from, or `default`;
///   `{NULL, 0}` if there is no value, and for all settings but the mode and the environment. It is
///   static. Or NULL.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, or the setting is unknown;
/// - `SIGNKEY_ERROR_INVALID_SETTING`: the mode is neither cloud nor dev;
/// - `SIGNKEY_ERROR_INVALID_HEADER_VALUE`: the environment or the platform is not printable ASCII;
/// - `SIGNKEY_ERROR_MALFORMED_URL`: an origin or a path is none;
///
/// or `SIGNKEY_ERROR_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_config_get(
    config: *const CConfig,
    setting: u32,
    value: *mut Slice,
    source: *mut Slice,
    failure: *mut Failure,
) -> Status {
    let call = || {
        // SAFETY: the contract in the header.
        let (settings, value, source) = unsafe {
            (
                CConfig::shared(config)?,
                Out::new(value)?,
                Out::optional(source)?,
            )
        };
        let (text, comes_from) = look_up(settings, setting)?;
        value.write(text.into());
        if let Some(source) = source {
            source.write(comes_from.map(Source::name).into());
        }
        Ok(())
    };
    // SAFETY: the contract in the header.
    unsafe { guard::status(failure, call) }
}

/// Says whether requests come from the platform or from a development server.
///
/// - `config`: the configuration.
/// - `mode`: receives the mode.
///
/// Returns `SIGNKEY_OK`, `SIGNKEY_ERROR_INVALID_SETTING` if `INNGEST_DEV` says neither, or
/// `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_config_mode(config: *const CConfig, mode: *mut CMode) -> Status {
    let call = || {
        // SAFETY: the contract in the header.
        let (settings, out) = unsafe { (CConfig::shared(config)?, Out::new(mode)?) };
        out.write(settings.config.mode()?.into());
        Ok(())
    };
    // SAFETY: null is a caller without a failure to fill in.
    unsafe { guard::status(ptr::null_mut(), call) }
}

/// Says whether the configuration of the functions may be returned in the response to a signed sync.
///
/// - `config`: the configuration.
/// - `allows`: receives the answer.
///
/// Returns `SIGNKEY_OK`, `SIGNKEY_ERROR_INVALID_SETTING` if the variable says neither yes nor no, or
/// `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_config_allows_in_band_sync(
    config: *const CConfig,
    allows: *mut bool,
) -> Status {
    let call = || {
        // SAFETY: the contract in the header.
        let (settings, out) = unsafe { (CConfig::shared(config)?, Out::new(allows)?) };
        out.write(settings.config.allows_in_band_sync()?);
        Ok(())
    };
    // SAFETY: null is a caller without a failure to fill in.
    unsafe { guard::status(ptr::null_mut(), call) }
}
