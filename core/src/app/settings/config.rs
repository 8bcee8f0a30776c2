//! The settings as a whole, and what is made of them.

use alloc::{string::String, sync::Arc, vec::Vec};
use core::fmt;

use super::{
    dev, environment, keys,
    options::ConfigOptions,
    origins,
    problem::Problem,
    reader::Reader,
    serve,
    source::Source,
    values::{self, Values},
};
use crate::{
    app::{
        api_auth::ApiAuth,
        endpoint::Endpoint,
        mode::Mode,
        options::EndpointOptions,
        url::{BaseUrl, Origin},
    },
    error::Error,
    signing::Keyring,
    text::Text,
};

/// What an app is configured to do. Immutable, cheap to clone, and safe to share between threads.
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
/// assert_eq!(config.mode(), Ok(Mode::Cloud));
/// assert!(config.check().is_empty());
/// ```
#[derive(Clone)]
pub struct Config(Arc<Inner>);

struct Inner {
    values: Values,
    problems: Vec<Problem>,
    /// One for all that the configuration makes, which so learn of each other.
    api_auth: Result<ApiAuth, Error>,
}

impl Config {
    /// Every variable that is read. A look-up need know no other.
    pub const VARIABLES: &'static [&'static str] = &[
        dev::DEV,
        origins::BASE,
        origins::API,
        origins::EVENT_API,
        keys::SIGNING_KEY,
        keys::SIGNING_KEY_FALLBACK,
        keys::EVENT_KEY,
        keys::FILES[0],
        keys::FILES[1],
        keys::FILES[2],
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
        values::IN_BAND_SYNC,
        values::UNSIGNED_SYNC,
    ];

    /// The variables among [`Config::VARIABLES`] that hold the path of a file. A look-up returns what
    /// that file holds, as it is; an empty text if it cannot be read; `None` if the variable is not
    /// set, or blank.
    pub const FILE_VARIABLES: &'static [&'static str] = &keys::FILES;

    /// The option or variable of this name, if there is one: what [`Error::setting`] can be.
    #[must_use]
    pub fn source_named(name: &str) -> Option<Source> {
        let find = |names: &'static [&'static str]| names.iter().copied().find(|it| *it == name);
        find(Self::VARIABLES)
            .map(Source::Variable)
            .or_else(|| find(ConfigOptions::NAMES).map(Source::Option))
            .or_else(|| find(EndpointOptions::NAMES).map(Source::Option))
    }

    /// Reads the settings. `lookup` returns the value of a variable, `None` if it is not set; for
    /// [`Config::FILE_VARIABLES`] what the file holds.
    ///
    /// ASCII white space around values is removed; a value of nothing else counts as absent. An
    /// option goes before every variable.
    pub fn read(options: &ConfigOptions<'_>, lookup: impl Fn(&str) -> Option<String>) -> Self {
        let mut reader = Reader::new(lookup);
        let values = Values::read(options, &mut reader);
        let mut problems = reader.problems;
        problems.extend(values.problems_together());
        Self(Arc::new(Inner {
            api_auth: api_auth(&values),
            values,
            problems,
        }))
    }

    /// Everything that is wrong, or looks so, in the order of the settings. Holds no secret.
    #[must_use]
    pub fn check(&self) -> &[Problem] {
        &self.0.problems
    }

    /// The settings and their problems as a JSON object. Of keys it says the ids, of the event key
    /// whether there is one; what is malformed is `null`.
    #[must_use]
    pub fn describe(&self) -> String {
        self.0.values.describe(&self.0.problems)
    }

    /// Whether requests come from the platform or from a development server.
    ///
    /// # Errors
    ///
    /// `invalid_setting`; then every request is refused.
    pub fn mode(&self) -> Result<Mode, Error> {
        self.0.values.mode()
    }

    /// Where the mode comes from; `None` if that says nothing that is known.
    #[must_use]
    pub fn mode_source(&self) -> Option<Source> {
        let mode = self.0.values.mode.as_ref().ok();
        mode.map(|mode| mode.source)
    }

    /// Where the platform's API is.
    ///
    /// # Errors
    ///
    /// `malformed_url`; `invalid_setting` if it is a development server whose place is not known.
    pub fn api_origin(&self) -> Result<&BaseUrl, Error> {
        self.0.values.api.as_ref().map_err(|error| *error)
    }

    /// Where events are sent.
    ///
    /// # Errors
    ///
    /// As [`Config::api_origin`].
    pub fn event_api_origin(&self) -> Result<&BaseUrl, Error> {
        self.0.values.event_api.as_ref().map_err(|error| *error)
    }

    /// The signing key and its fallback, if there is one.
    ///
    /// # Errors
    ///
    /// `missing_signing_key`, or the first error of [`crate::SigningKey::parse`].
    pub fn keyring(&self) -> Result<&Arc<Keyring>, Error> {
        self.0.values.keyring()
    }

    /// The name of the environment to act in; `None` for the one of the key.
    ///
    /// # Errors
    ///
    /// `invalid_header_value` if it is not printable ASCII.
    pub fn environment(&self) -> Result<Option<&str>, Error> {
        let environment = self.0.values.environment()?;
        Ok(environment.map(|name| name.value.as_str()))
    }

    /// Where the environment's name comes from, if there is one.
    #[must_use]
    pub fn environment_source(&self) -> Option<Source> {
        let environment = self.0.values.environment().ok()?;
        environment.map(|name| name.source)
    }

    /// The hosting platform, as far as it is known.
    ///
    /// # Errors
    ///
    /// `invalid_header_value` if it is not printable ASCII.
    pub fn platform(&self) -> Result<Option<&str>, Error> {
        let platform = self.0.values.platform()?;
        Ok(platform.map(|name| name.value.as_str()))
    }

    /// The origin under which the platform reaches this app, if it was set.
    ///
    /// # Errors
    ///
    /// `malformed_url`.
    pub fn serve_origin(&self) -> Result<Option<&Origin>, Error> {
        self.0.values.serve.origin()
    }

    /// The path under which the platform reaches this app, if it was set.
    ///
    /// # Errors
    ///
    /// `malformed_url`.
    pub fn serve_path(&self) -> Result<Option<&str>, Error> {
        self.0.values.serve.path()
    }

    /// The URL to report to the platform: that of a request to this app, under the origin and path
    /// that were set, without `deployId` in its query. Other parameters stay byte for byte.
    ///
    /// # Errors
    ///
    /// `malformed_url`, also of the settings.
    pub fn serve_url(&self, request_url: &str) -> Result<String, Error> {
        self.0.values.serve.url(request_url)
    }

    /// Whether the configuration may be returned in the response to a signed sync.
    ///
    /// # Errors
    ///
    /// `invalid_setting`; then every request is refused.
    pub fn allows_in_band_sync(&self) -> Result<bool, Error> {
        self.0.values.in_band_sync
    }

    /// The endpoint of this app: of its mode and with its keys. If the mode or another switch is an
    /// error, it refuses every request with that.
    ///
    /// # Errors
    ///
    /// Those of [`Endpoint::new`].
    pub fn endpoint(&self, mut options: EndpointOptions) -> Result<Endpoint, Error> {
        let values = &self.0.values;
        options.unsigned_sync |= values.unsigned_sync == Ok(true);
        let keyring = values.keyring().map(Arc::clone);
        let switches = values.check_switches();
        Endpoint::with_switches(values.mode_in_force(), keyring, switches, options)
    }

    /// How this app's own calls to the platform's API are authenticated: not at all in dev mode
    /// without a usable key. What one learns of the keys, all know that this configuration made.
    ///
    /// # Errors
    ///
    /// Those of [`Config::api_origin`], and in cloud mode those of [`Config::keyring`].
    pub fn api_auth(&self) -> Result<ApiAuth, Error> {
        self.0.api_auth.clone()
    }

    pub(crate) fn mode_in_force(&self) -> Mode {
        self.0.values.mode_in_force()
    }

    pub(crate) fn check_environment(&self) -> Result<(), Error> {
        self.0.values.check_environment()
    }

    /// The SHA-256 of the event key in hexadecimal.
    pub(crate) fn event_key_hash(&self) -> Option<Text<64>> {
        self.0.values.keys.event_key_hash()
    }
}

fn api_auth(values: &Values) -> Result<ApiAuth, Error> {
    let api = values.api.as_ref().map_err(|error| *error)?;
    let api = api.origin().clone();
    match (values.keyring(), values.mode_in_force()) {
        (Ok(keyring), _) => Ok(ApiAuth::new(Some(keyring), api)),
        (Err(_), Mode::Dev) => Ok(ApiAuth::new(None, api)),
        (Err(error), Mode::Cloud) => Err(error),
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Config({})", self.describe())
    }
}
