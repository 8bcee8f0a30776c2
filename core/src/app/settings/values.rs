//! The values of all settings, each right or an error.

use alloc::{string::String, sync::Arc};

use super::{
    dev, environment, keys::Keys, options::ConfigOptions, origins, reader::Reader, serve::Serve,
    source::Setting, switch,
};
use crate::{
    app::{mode::Mode, url::BaseUrl},
    error::{Error, ErrorKind},
    signing::Keyring,
};

pub(super) const IN_BAND_SYNC: &str = "INNGEST_ALLOW_IN_BAND_SYNC";
pub(super) const UNSIGNED_SYNC: &str = "INNGEST_ENABLE_UNAUTHED_SYNC";

pub(super) struct Values {
    pub(super) mode: Result<Setting<Mode>, Error>,
    pub(super) api: Result<BaseUrl, Error>,
    pub(super) event_api: Result<BaseUrl, Error>,
    pub(super) keys: Keys,
    pub(super) environment: Result<Option<Setting<String>>, Error>,
    pub(super) platform: Result<Option<Setting<String>>, Error>,
    pub(super) serve: Serve,
    pub(super) in_band_sync: Result<bool, Error>,
    pub(super) unsigned_sync: Result<bool, Error>,
}

impl Values {
    pub(super) fn read<F: Fn(&str) -> Option<String>>(
        options: &ConfigOptions<'_>,
        reader: &mut Reader<F>,
    ) -> Self {
        let (mode, dev_server) = dev::read(options, reader);
        let (api, event_api) = origins::read(options, in_force(&mode), &dev_server, reader);
        let keys = Keys::read(options, reader);
        let needs_environment = keys.is_branch() && in_force(&mode) == Mode::Cloud;
        Self {
            mode,
            api,
            event_api,
            keys,
            environment: environment::name(options, reader, needs_environment),
            platform: environment::platform(options, reader),
            serve: Serve::read(options, reader),
            in_band_sync: switch::read(reader, IN_BAND_SYNC, true),
            unsigned_sync: switch::read(reader, UNSIGNED_SYNC, false),
        }
    }

    pub(super) fn mode(&self) -> Result<Mode, Error> {
        let mode = self.mode.as_ref().map_err(|error| *error)?;
        Ok(mode.value)
    }

    /// The mode by which everything but the requests to this app is judged: the strict one, if it is
    /// not known.
    pub(super) fn mode_in_force(&self) -> Mode {
        in_force(&self.mode)
    }

    pub(super) fn keyring(&self) -> Result<&Arc<Keyring>, Error> {
        self.keys.ring.as_ref().map_err(|error| *error)
    }

    pub(super) fn environment(&self) -> Result<Option<&Setting<String>>, Error> {
        let environment = self.environment.as_ref().map_err(|error| *error)?;
        Ok(environment.as_ref())
    }

    pub(super) fn platform(&self) -> Result<Option<&Setting<String>>, Error> {
        let platform = self.platform.as_ref().map_err(|error| *error)?;
        Ok(platform.as_ref())
    }

    /// The first error of a switch, by which every request is refused.
    pub(super) fn check_switches(&self) -> Result<(), Error> {
        self.mode()?;
        self.unsigned_sync?;
        self.in_band_sync?;
        Ok(())
    }

    /// A `signkey-branch-` key, which all branch environments share, needs the name of one.
    pub(super) fn check_environment(&self) -> Result<(), Error> {
        let is_named = self.environment()?.is_some();
        if self.keys.is_branch() && self.mode_in_force() == Mode::Cloud && !is_named {
            let error = Error::from(ErrorKind::MissingEnvironment);
            return Err(error.with_setting(environment::NAMES[0]));
        }
        Ok(())
    }
}

fn in_force(mode: &Result<Setting<Mode>, Error>) -> Mode {
    mode.as_ref().map_or(Mode::Cloud, |mode| mode.value)
}
