//! The mode: what `INNGEST_DEV` and the option say.

use alloc::{format, string::String};

use super::{
    options::ConfigOptions,
    origins,
    reader::Reader,
    source::{Setting, Source},
    switch,
};
use crate::{
    app::{mode::Mode, url::BaseUrl},
    error::Error,
};

pub(super) const DEV: &str = "INNGEST_DEV";
const DEV_SERVER: &str = "http://127.0.0.1:8288";

/// The mode, and where the development server is.
pub(super) fn read<F: Fn(&str) -> Option<String>>(
    options: &ConfigOptions<'_>,
    reader: &mut Reader<F>,
) -> (Result<Setting<Mode>, Error>, Result<BaseUrl, Error>) {
    let default = || BaseUrl::parse(DEV_SERVER);
    let variable = reader.variable(DEV);
    let (source, asked) = match (options.mode, &variable) {
        (Some(mode), _) => (Source::Option("mode"), Some(mode)),
        (None, Some(text)) => (text.source, None),
        (None, None) => (Source::Default, Some(Mode::Cloud)),
    };
    if asked == Some(Mode::Cloud) {
        let mode = Setting {
            value: Mode::Cloud,
            source,
        };
        return (Ok(mode), default());
    }
    let said = variable.map_or(Ok(Said::Nothing), |text| say(&text, reader));
    let mode = asked.map_or_else(|| said.as_ref().map(Said::mode).map_err(|error| *error), Ok);
    let option = ("dev_server_url", options.dev_server_url);
    let url = match (&mode, reader.text(option, &[])) {
        (Ok(Mode::Dev), Some(url)) => reader.url(&url, BaseUrl::parse),
        _ => match said {
            Ok(Said::Dev(Some(url))) => Ok(url),
            Ok(_) => default(),
            Err(error) => Err(error),
        },
    };
    (mode.map(|value| Setting { value, source }), url)
}

/// What the variable says.
enum Said {
    Nothing,
    Cloud,
    /// Dev, and perhaps where the development server is.
    Dev(Option<BaseUrl>),
}

impl Said {
    fn mode(&self) -> Mode {
        match self {
            Self::Nothing | Self::Cloud => Mode::Cloud,
            Self::Dev(_) => Mode::Dev,
        }
    }
}

/// Reads the variable. Only what plainly says dev switches verification off: one of the usual words,
/// a URL or `host:port`; but not where the platform itself is.
fn say<F: Fn(&str) -> Option<String>>(
    text: &Setting<String>,
    reader: &mut Reader<F>,
) -> Result<Said, Error> {
    match switch::word(&text.value) {
        Some(true) => return Ok(Said::Dev(None)),
        Some(false) => return Ok(Said::Cloud),
        None => {}
    }
    let url = match text.value.contains("://") {
        true => BaseUrl::parse(&text.value).ok(),
        false => host_and_port(&text.value),
    };
    match url.filter(|url| !origins::is_platform(url.origin())) {
        Some(url) => Ok(Said::Dev(Some(url))),
        None => Err(switch::invalid(reader, text)),
    }
}

fn host_and_port(text: &str) -> Option<BaseUrl> {
    let (_, port) = text.rsplit_once(':')?;
    let is_port = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let url = is_port.then(|| BaseUrl::parse(&format!("http://{text}")))?;
    // A path may end like a port.
    url.ok().filter(BaseUrl::is_origin)
}
