//! The request that registers an app.

use alloc::{format, string::String, vec::Vec};

use super::{CONTENT_TYPE, HeaderField, REQUEST_VERSION, SDK, SyncRequest};
use crate::{
    api_auth::{ApiAuth, Attempt, Authorization},
    app::App,
    config::Config,
    error::Error,
    query,
};

/// A `POST` that waits to be sent. Its body is the configuration, and it follows no redirect.
#[derive(Clone, Debug)]
pub struct Register {
    url: String,
    headers: Vec<HeaderField>,
    attempt: Attempt,
}

impl Register {
    pub(super) fn new(
        config: &Config,
        auth: &ApiAuth,
        app: &App<'_>,
        request: &SyncRequest<'_>,
    ) -> Result<Self, Error> {
        let mut url = config.api_origin()?.join("/fn/register");
        if let Some(id) = query::value(request.query, query::DEPLOY_ID) {
            url.push_str(&format!("?{}={}", query::DEPLOY_ID, query::encode(&id)));
        }
        let fields = [
            (CONTENT_TYPE, Some("application/json")),
            (SDK, Some(app.sdk)),
            (REQUEST_VERSION, Some("2")),
            ("X-Inngest-Env", config.environment()?),
            ("X-Inngest-Framework", Some(app.framework)),
            ("X-Inngest-Platform", config.platform()?),
            (
                "X-Inngest-Expected-Server-Kind",
                request.headers.server_kind(),
            ),
        ];
        let headers = fields
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?.into())));
        Ok(Self {
            url,
            headers: headers.collect(),
            attempt: auth.begin(),
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
    pub fn authorization(&self, auth: &ApiAuth) -> Option<Authorization> {
        auth.authorization(self.attempt)
    }

    /// The same request, to be sent again with the next credential, if this status calls for it.
    pub(super) fn after(&self, auth: &ApiAuth, status: u16) -> Option<Self> {
        let attempt = auth.after(self.attempt, status)?;
        Some(Self {
            attempt,
            ..self.clone()
        })
    }
}
