//! Where the API is and where events are sent.

use alloc::string::String;

use super::{
    options::ConfigOptions,
    problem::ProblemKind,
    reader::{Given, Reader},
};
use crate::{
    app::{
        mode::Mode,
        url::{BaseUrl, Origin},
    },
    error::Error,
};

pub(super) const BASE: &str = "INNGEST_BASE_URL";
pub(super) const API: &str = "INNGEST_API_BASE_URL";
pub(super) const EVENT_API: &str = "INNGEST_EVENT_API_BASE_URL";

type Url = Result<BaseUrl, Error>;

/// The API's URL and that for events: the own setting, the common one, or the mode's.
pub(super) fn read<F: Fn(&str) -> Option<String>>(
    options: &ConfigOptions<'_>,
    mode: Mode,
    dev_server: &Url,
    reader: &mut Reader<F>,
) -> (Url, Url) {
    let common = ("base_url", options.base_url);
    let mut url = |own: Given<'_>, variable: &'static str, cloud: &str| -> Url {
        let text = reader
            .text(own, &[])
            .or_else(|| reader.text(common, &[variable, BASE]));
        match (text, mode) {
            (None, Mode::Cloud) => BaseUrl::parse(cloud),
            (None, Mode::Dev) => dev_server.clone(),
            (Some(text), _) => {
                let url = reader.url(&text, BaseUrl::parse)?;
                if mode == Mode::Cloud && url.origin().is_exposed() {
                    reader.report(ProblemKind::ExposedOrigin, text.source);
                }
                Ok(url)
            }
        }
    };
    let api = ("api_base_url", options.api_base_url);
    let event_api = ("event_api_base_url", options.event_api_base_url);
    (
        url(api, API, "https://api.inngest.com"),
        url(event_api, EVENT_API, "https://inn.gs"),
    )
}

/// Whether the platform itself is there.
pub(super) fn is_platform(origin: &Origin) -> bool {
    let host = origin.host();
    ["inngest.com", "inn.gs"].iter().any(|domain| {
        let below = host.strip_suffix(domain);
        below.is_some_and(|below| below.is_empty() || below.ends_with('.'))
    })
}
