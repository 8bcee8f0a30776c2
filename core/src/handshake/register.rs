//! The request that registers an app, and what its answers lead to.

use alloc::{format, string::String, vec::Vec};

use super::{
    CONTENT_TYPE, Caller, HeaderField, REQUEST_VERSION, SDK, SyncRequest, answer::Answer,
    outcome::Outcome,
};
use crate::{
    api_auth::{ApiAuth, Attempt, Authorization},
    app::App,
    config::Config,
    error::Error,
    query,
};

/// A `POST` that waits to be sent. Its body is the configuration, and it follows no redirect.
#[derive(Debug)]
pub struct Register {
    url: String,
    headers: Vec<HeaderField>,
    attempt: Attempt,
    caller: Caller,
}

/// What an answer leads to.
#[derive(Debug)]
#[must_use]
pub enum Step {
    /// The same request, to be sent again with the next credential.
    Retry(Register),
    /// The end.
    Done(Outcome),
}

impl Register {
    pub(super) fn new(
        config: &Config,
        auth: &ApiAuth,
        app: &App<'_>,
        request: &SyncRequest<'_>,
        caller: Caller,
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
            caller,
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

    /// Takes the platform's answer; status 0 stands for none that arrived.
    pub fn answer(self, auth: &ApiAuth, status: u16, body: &[u8]) -> Step {
        if let Some(attempt) = auth.after(self.attempt, status) {
            return Step::Retry(Self { attempt, ..self });
        }
        let answer = Answer::read(status, body, auth);
        Step::Done(Outcome::new(answer, self.caller))
    }
}
