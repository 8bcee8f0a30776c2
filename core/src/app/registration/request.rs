//! The request that registers an app.

use alloc::{format, string::String, vec::Vec};

use super::fields::{
    CONTENT_TYPE, ENVIRONMENT, EXPECTED_SERVER_KIND, FRAMEWORK, HeaderField, JSON, PLATFORM,
    REQUEST_VERSION, SDK, VERSION,
};
use crate::{
    app::{
        admission::Admission,
        api_auth::{ApiAuth, Attempt, Authorization},
        identity::App,
        query,
        settings::Config,
    },
    error::Error,
};

/// A `POST` that waits to be sent. Its body is the configuration, and it follows no redirect.
#[derive(Clone, Debug)]
pub struct RegisterRequest {
    url: String,
    headers: Vec<HeaderField>,
    auth: ApiAuth,
    attempt: Attempt,
}

impl RegisterRequest {
    /// The method of the request.
    pub const METHOD: &'static str = "POST";

    pub(super) fn new(
        config: &Config,
        auth: ApiAuth,
        app: &App<'_>,
        admission: &Admission,
        query: &str,
    ) -> Result<Self, Error> {
        let mut url = config.api_origin()?.join("/fn/register");
        if let Some(id) = query::value(query, query::DEPLOY_ID) {
            url.push_str(&format!("?{}={}", query::DEPLOY_ID, query::encode(&id)));
        }
        let fields = [
            (CONTENT_TYPE, Some(JSON)),
            (SDK, Some(app.sdk)),
            (REQUEST_VERSION, Some(VERSION)),
            (ENVIRONMENT, config.environment()?),
            (FRAMEWORK, Some(app.framework)),
            (PLATFORM, config.platform()?),
            (EXPECTED_SERVER_KIND, admission.head.server_kind()),
        ];
        let headers = fields
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?.into())));
        Ok(Self {
            url,
            headers: headers.collect(),
            attempt: auth.begin(),
            auth,
        })
    }

    /// Where to send it.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The headers to send, without the credential.
    #[must_use]
    pub fn headers(&self) -> &[HeaderField] {
        &self.headers
    }

    /// The credential to send; `None` if there is no key, in dev mode.
    #[must_use]
    pub fn authorization(&self) -> Option<Authorization> {
        self.auth.authorization(self.attempt)
    }

    /// Takes the status of the answer. The same request is to be sent again with the next credential
    /// if it returns `true`.
    pub(super) fn retry(&mut self, status: u16) -> bool {
        let next = self.auth.after(self.attempt, status);
        self.attempt = next.unwrap_or(self.attempt);
        next.is_some()
    }

    pub(super) fn auth(&self) -> &ApiAuth {
        &self.auth
    }
}
