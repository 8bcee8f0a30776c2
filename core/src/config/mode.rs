//! Cloud or dev.

use alloc::{format, string::String};

use super::{
    options::ConfigOptions,
    problem::ProblemKind,
    reader::{Reader, Setting, Source, is_quoted},
};
use crate::{error::Error, url::BaseUrl};

pub(super) const DEV: &str = "INNGEST_DEV";
const DEV_SERVER: &str = "http://127.0.0.1:8288";

/// Who sends the requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// The platform: every request is signed.
    Cloud,
    /// A development server, which signs nothing: a request without a signature is let through as
    /// unverified.
    Dev,
}

impl Mode {
    /// The name that all languages share: `cloud` or `dev`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cloud => "cloud",
            Self::Dev => "dev",
        }
    }

    /// The mode of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "cloud" => Some(Self::Cloud),
            "dev" => Some(Self::Dev),
            _ => None,
        }
    }
}

/// The mode, and where the development server is.
pub(super) fn read<F: Fn(&str) -> Option<String>>(
    options: &ConfigOptions<'_>,
    reader: &mut Reader<F>,
) -> (Setting<Mode>, Result<BaseUrl, Error>) {
    let variable = reader.variable(DEV);
    let mode = match (options.mode, &variable) {
        (Some(value), _) => Setting {
            value,
            source: Source::Option("mode"),
        },
        (None, Some(text)) => Setting {
            value: match switch(text) {
                Some(false) => Mode::Cloud,
                // As everywhere: whatever does not say no says yes.
                _ => Mode::Dev,
            },
            source: text.source,
        },
        (None, None) => Setting {
            value: Mode::Cloud,
            source: Source::Default,
        },
    };
    if mode.value == Mode::Cloud {
        return (mode, BaseUrl::parse(DEV_SERVER));
    }
    let option = ("dev_server_url", options.dev_server_url);
    let url = match reader.text(option, &[]) {
        Some(url) => reader.url(&url, BaseUrl::parse),
        None => match variable.filter(|text| switch(text).is_none()) {
            Some(text) => url_of(&text, reader),
            None => BaseUrl::parse(DEV_SERVER),
        },
    };
    (mode, url)
}

/// The URL in the variable: whole, or of the form `host:port` or `host.name`. Other words only say
/// yes, which is worth a note.
fn url_of<F: Fn(&str) -> Option<String>>(
    text: &Setting<String>,
    reader: &mut Reader<F>,
) -> Result<BaseUrl, Error> {
    if text.value.contains("://") {
        return reader.url(text, BaseUrl::parse);
    }
    let url = Some(&text.value)
        .filter(|text| text.contains(['.', ':']))
        .and_then(|text| BaseUrl::parse(&format!("http://{text}")).ok());
    url.map_or_else(
        || {
            let kind = match is_quoted(text.value.as_bytes()) {
                true => ProblemKind::QuotedValue,
                false => ProblemKind::UnrecognizedDevValue,
            };
            reader.report(kind, text.source);
            BaseUrl::parse(DEV_SERVER)
        },
        Ok,
    )
}

/// What a switch says, if it is one of the usual words.
pub(super) fn switch(text: &Setting<String>) -> Option<bool> {
    let is = |word: &&str| text.value.eq_ignore_ascii_case(word);
    if ["0", "false", "no", "off"].iter().any(is) {
        return Some(false);
    }
    ["1", "true", "yes", "on"].iter().any(is).then_some(true)
}
