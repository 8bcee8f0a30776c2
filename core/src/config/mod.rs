//! The settings of an app: from explicit options, from variables, else by default.

mod check;
mod describe;
mod environment;
mod keys;
mod mode;
mod options;
mod origins;
mod problem;
mod reader;
mod serve;
mod switch;

use alloc::{string::String, vec::Vec};
use core::fmt;

use self::{
    keys::Keys,
    reader::{Reader, Setting},
    serve::Serve,
};
pub use self::{
    mode::Mode,
    options::ConfigOptions,
    problem::{Problem, ProblemKind, Severity},
    reader::Source,
};
use crate::{
    api_auth::ApiAuth,
    endpoint::Endpoint,
    error::{Error, ErrorKind},
    keyring::Keyring,
    text::Text,
    url::BaseUrl,
};

/// What an app is configured to do. Immutable, hence safe to share between threads.
///
/// Reading never fails. A setting that is wrong is an error where it is used, never silently
/// another one, and [`Config::check`] lists all that is wrong at once. Keys are kept as
/// [`Keyring`] alone, and `Debug` shows no secret.
///
/// ```
/// use signkey::{Config, ConfigOptions, Mode};
///
/// let config = Config::read(&ConfigOptions::default(), |name| match name {
///     "INNGEST_SIGNING_KEY" => Some("signkey-test-12345678".into()),
///     _ => None,
/// });
/// assert_eq!(config.mode(), Mode::Cloud);
/// assert!(config.check().is_empty());
/// ```
pub struct Config {
    mode: Result<Setting<Mode>, Error>,
    api: Result<BaseUrl, Error>,
    event_api: Result<BaseUrl, Error>,
    keys: Keys,
    environment: Result<Option<Setting<String>>, Error>,
    platform: Result<Option<Setting<String>>, Error>,
    serve: Serve,
    in_band_sync: Result<bool, Error>,
    unsigned_sync: Result<bool, Error>,
    problems: Vec<Problem>,
}

impl Config {
    /// Every variable that is read. A look-up need know no other.
    pub const VARIABLES: &'static [&'static str] = &[
        mode::DEV,
        origins::BASE,
        origins::API,
        origins::EVENT_API,
        keys::SIGNING_KEY,
        keys::SIGNING_KEY_FALLBACK,
        keys::EVENT_KEY,
        environment::NAMES[0],
        environment::NAMES[1],
        environment::NAMES[2],
        environment::NAMES[3],
        environment::NAMES[4],
        environment::NAMES[5],
        environment::NAMES[6],
        environment::PLATFORMS[0].1,
        environment::PLATFORMS[1].1,
        environment::PLATFORMS[2].1,
        environment::PLATFORMS[3].1,
        environment::PLATFORMS[4].1,
        serve::ORIGIN,
        serve::HOST,
        serve::PATH,
        IN_BAND_SYNC,
        UNSIGNED_SYNC,
    ];

    /// Reads the settings. `lookup` returns the value of a variable, `None` if it is not set.
    ///
    /// ASCII white space around values is removed; a value of nothing else counts as absent. An
    /// option goes before every variable.
    pub fn read(options: &ConfigOptions<'_>, lookup: impl Fn(&str) -> Option<String>) -> Self {
        let mut reader = Reader::new(lookup);
        let (mode, dev_server) = mode::read(options, &mut reader);
        let (api, event_api) = origins::read(options, in_force(&mode), &dev_server, &mut reader);
        let keys = Keys::read(options, &mut reader);
        let environment = environment::name(options, &mut reader);
        let platform = environment::platform(options, &mut reader);
        let serve = Serve::read(options, &mut reader);
        let in_band_sync = switch::read(&mut reader, IN_BAND_SYNC, true);
        let unsigned_sync = switch::read(&mut reader, UNSIGNED_SYNC, false);
        let mut config = Self {
            mode,
            api,
            event_api,
            keys,
            environment,
            platform,
            serve,
            in_band_sync,
            unsigned_sync,
            problems: reader.problems,
        };
        config.check_together();
        config
    }

    /// Everything that is wrong, or looks so, in the order of the settings. Holds no secret.
    #[must_use]
    pub fn check(&self) -> &[Problem] {
        &self.problems
    }

    /// Whether requests come from the platform or from a development server.
    ///
    /// # Errors
    ///
    /// `invalid_setting`; then every request is refused.
    pub fn mode(&self) -> Result<Mode, Error> {
        let mode = self.mode.as_ref().map_err(|error| *error)?;
        Ok(mode.value)
    }

    /// Where the mode comes from; `None` if that says nothing that is known.
    #[must_use]
    pub fn mode_source(&self) -> Option<Source> {
        self.mode.as_ref().ok().map(|mode| mode.source)
    }

    /// The mode by which everything but the requests to this app is judged: the strict one, if it is
    /// not known.
    pub(crate) fn mode_in_force(&self) -> Mode {
        in_force(&self.mode)
    }

    /// Where the platform's API is.
    ///
    /// # Errors
    ///
    /// `malformed_url`.
    pub fn api_origin(&self) -> Result<&BaseUrl, Error> {
        self.api.as_ref().map_err(|error| *error)
    }

    /// Where events are sent.
    ///
    /// # Errors
    ///
    /// `malformed_url`.
    pub fn event_api_origin(&self) -> Result<&BaseUrl, Error> {
        self.event_api.as_ref().map_err(|error| *error)
    }

    /// The signing key and its fallback, if there is one.
    ///
    /// # Errors
    ///
    /// `missing_signing_key`, or the first error of [`crate::SigningKey::parse`].
    pub fn keyring(&self) -> Result<&Keyring, Error> {
        self.keys.ring.as_ref().map_err(|error| *error)
    }

    /// The name of the environment to act in; `None` for the one of the key.
    ///
    /// # Errors
    ///
    /// `invalid_header_value` if it is not printable ASCII.
    pub fn environment(&self) -> Result<Option<&str>, Error> {
        let environment = self.environment.as_ref().map_err(|error| *error)?;
        Ok(environment.as_ref().map(|name| name.value.as_str()))
    }

    /// Where the environment's name comes from, if there is one.
    #[must_use]
    pub fn environment_source(&self) -> Option<Source> {
        let environment = self.environment.as_ref().ok()?;
        environment.as_ref().map(|name| name.source)
    }

    /// The hosting platform, as far as it is known.
    ///
    /// # Errors
    ///
    /// `invalid_header_value` if it is not printable ASCII.
    pub fn platform(&self) -> Result<Option<&str>, Error> {
        let platform = self.platform.as_ref().map_err(|error| *error)?;
        Ok(platform.as_ref().map(|name| name.value.as_str()))
    }

    /// Whether the configuration may be returned in the response to a signed sync.
    ///
    /// # Errors
    ///
    /// `invalid_setting`; then every request is refused.
    pub fn allows_in_band_sync(&self) -> Result<bool, Error> {
        self.in_band_sync
    }

    /// How requests to this app are authenticated. If the mode or another switch is an error, every
    /// request is refused with it.
    #[must_use]
    pub fn endpoint(&self) -> Endpoint {
        let endpoint = Endpoint::new(self.mode_in_force());
        match self.unsigned_sync {
            Ok(true) => endpoint.allow_unsigned_sync(),
            _ => endpoint,
        }
        .refuse_on(self.check_switches())
    }

    /// How this app's own calls to the platform's API are authenticated: not at all in dev mode
    /// without a usable key.
    ///
    /// # Errors
    ///
    /// Those of [`Config::api_origin`], and in cloud mode those of [`Config::keyring`].
    pub fn api_auth(&self) -> Result<ApiAuth, Error> {
        let api = self.api_origin()?.origin().clone();
        match (self.keyring(), self.mode_in_force()) {
            (Ok(keyring), _) => Ok(ApiAuth::new(Some(keyring), api)),
            (Err(_), Mode::Dev) => Ok(ApiAuth::new(None, api)),
            (Err(error), Mode::Cloud) => Err(error),
        }
    }

    /// The first error of a switch, by which every request is refused.
    fn check_switches(&self) -> Result<(), Error> {
        self.mode()?;
        self.unsigned_sync?;
        self.in_band_sync?;
        Ok(())
    }

    /// The SHA-256 of the event key in hexadecimal.
    pub(crate) fn event_key_hash(&self) -> Option<Text<64>> {
        self.keys.event_key_hash()
    }

    /// A `signkey-branch-` key, which all branch environments share, needs the name of one.
    pub(crate) fn check_environment(&self) -> Result<(), Error> {
        let named = self.environment()?.is_some();
        if self.keys.is_branch() && self.mode_in_force() == Mode::Cloud && !named {
            return Err(ErrorKind::MissingEnvironment.into());
        }
        Ok(())
    }
}

const IN_BAND_SYNC: &str = "INNGEST_ALLOW_IN_BAND_SYNC";
const UNSIGNED_SYNC: &str = "INNGEST_ENABLE_UNAUTHED_SYNC";

fn in_force(mode: &Result<Setting<Mode>, Error>) -> Mode {
    mode.as_ref().map_or(Mode::Cloud, |mode| mode.value)
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Config({})", self.describe())
    }
}
