//! Single settings of an app, by number.

use signkey::{Config, Error, ErrorKind, Origin, Source};

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

/// The setting of whether the configuration of the functions may be returned in the response to a
/// signed sync: `true` or `false`.
pub const SIGNKEY_SETTING_ALLOW_IN_BAND_SYNC: u32 = 8;

/// A value, and where it comes from as far as that is kept.
pub(crate) fn look_up(
    config: &Config,
    setting: u32,
) -> Result<(Option<String>, Option<Source>), Error> {
    let (value, source) = match setting {
        SIGNKEY_SETTING_MODE => (Some(config.mode()?.name()), config.mode_source()),
        SIGNKEY_SETTING_ENVIRONMENT => (config.environment()?, config.environment_source()),
        SIGNKEY_SETTING_PLATFORM => (config.platform()?, None),
        SIGNKEY_SETTING_API_ORIGIN => return Ok((Some(config.api_origin()?.to_string()), None)),
        SIGNKEY_SETTING_EVENT_API_ORIGIN => {
            return Ok((Some(config.event_api_origin()?.to_string()), None));
        }
        SIGNKEY_SETTING_SERVE_ORIGIN => (config.serve_origin()?.map(Origin::as_str), None),
        SIGNKEY_SETTING_SERVE_PATH => (config.serve_path()?, None),
        SIGNKEY_SETTING_ALLOW_IN_BAND_SYNC => {
            return Ok((Some(config.allows_in_band_sync()?.to_string()), None));
        }
        _ => return Err(ErrorKind::InvalidArgument.into()),
    };
    Ok((value.map(Into::into), source))
}
