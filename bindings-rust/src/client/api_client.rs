//! Calls to the platform's API, each with the credential that works.

use std::{fmt, sync::Arc};

use http::{
    HeaderValue,
    header::{AUTHORIZATION, HOST},
};
use reqwest::{Client, ClientBuilder, Request, RequestBuilder, Response, redirect::Policy};
use signkey::{ApiAuth, Attempt, Authorization};

use super::redirect;
use crate::clock::{self, Clock};

/// Authenticates an app's calls to the platform's API (SDK specification, section 4.1.4).
///
/// The credential goes to the origin of the [`ApiAuth`] alone. A redirect to any other origin, be it
/// another port, is followed without it, and so is the rest of that chain of redirects, even if it
/// comes back.
///
/// A call answered 401 or 403 is sent once more with each of the other keys, and the one that works
/// is used from then on, by all clones. That takes a body that can be sent again: none, or bytes; to
/// a stream the answer is handed on as it is, a redirect, too.
///
/// A request that already has an `Authorization` header is the caller's own affair: it goes out as
/// it is.
///
/// ```no_run
/// use signkey::{Config, ConfigOptions};
/// use signkey_http::ApiClient;
///
/// # async fn events() -> Result<String, Box<dyn std::error::Error>> {
/// let config = Config::read(&ConfigOptions::default(), |name| std::env::var(name).ok());
/// let api = ApiClient::new(config.api_auth()?, reqwest::Client::builder())?;
/// let url = format!("{}/v1/events", config.api_origin()?);
/// let response = api.send(api.client().get(url)).await?;
/// # Ok(response.text().await?)
/// # }
/// ```
#[derive(Clone)]
pub struct ApiClient {
    /// Follows no redirect by itself.
    client: Client,
    auth: ApiAuth,
    pub(super) clock: Clock,
}

impl ApiClient {
    /// A client of these settings, but for their redirect policy.
    ///
    /// # Errors
    ///
    /// Those of [`ClientBuilder::build`].
    pub fn new(auth: ApiAuth, settings: ClientBuilder) -> reqwest::Result<Self> {
        let client = settings.redirect(Policy::none()).build()?;
        Ok(Self {
            client,
            auth,
            clock: clock::system(),
        })
    }

    /// Reads the time here, in seconds since 1970-01-01 00:00 UTC, in place of the system's clock.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// The client below, to build requests with. What it sends by itself carries no credential, and
    /// follows no redirect.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Sends a request that is still being built.
    ///
    /// # Errors
    ///
    /// Those of building and sending it.
    pub async fn send(&self, request: RequestBuilder) -> reqwest::Result<Response> {
        self.execute(request.build()?).await
    }

    /// Sends a request, and follows up to 10 redirects; the answer to the last one is handed on.
    ///
    /// # Errors
    ///
    /// Those of [`Client::execute`].
    pub async fn execute(&self, mut request: Request) -> reqwest::Result<Response> {
        let mut is_authorized = !request.headers().contains_key(AUTHORIZATION);
        let mut left = redirect::MAX;
        loop {
            is_authorized &= self.leads_to_api(&request);
            let again = request.try_clone().filter(|_| left > 0);
            let response = self.send_once(request, is_authorized).await?;
            match again.and_then(|again| redirect::follow(again, &response)) {
                Some(next) => (request, left) = (next, left - 1),
                None => return Ok(response),
            }
        }
    }

    /// Looks at where the connection leads, and at the host that is asked for there.
    fn leads_to_api(&self, request: &Request) -> bool {
        let url = request.url();
        let is_host_of_api = |host: &HeaderValue| {
            let host = host.to_str().ok();
            host.is_some_and(|host| self.auth.may_send_to(&format!("{}://{host}", url.scheme())))
        };
        self.auth.may_send_to(url.as_str())
            && request.headers().get_all(HOST).iter().all(is_host_of_api)
    }

    /// Sends a request to one place, with one credential after the other.
    async fn send_once(
        &self,
        mut request: Request,
        is_authorized: bool,
    ) -> reqwest::Result<Response> {
        if !is_authorized {
            return self.client.execute(request).await;
        }
        let mut attempt = self.auth.begin();
        loop {
            let again = request.try_clone();
            self.authorize(&mut request, attempt);
            let response = self.client.execute(request).await?;
            let next = self.auth.after(attempt, response.status().as_u16());
            match next.zip(again) {
                Some((next, again)) => (attempt, request) = (next, again),
                None => return Ok(response),
            }
        }
    }

    fn authorize(&self, request: &mut Request, attempt: Attempt) {
        let credential = self.auth.authorization(attempt);
        if let Some(value) = credential.as_ref().and_then(header_value) {
            request.headers_mut().insert(AUTHORIZATION, value);
        }
    }
}

impl fmt::Debug for ApiClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiClient")
            .field("client", &self.client)
            .field("auth", &self.auth)
            .finish_non_exhaustive()
    }
}

/// The value of the header; `None` never, because it is printable ASCII.
pub(super) fn header_value(credential: &Authorization) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(credential.as_str()).ok()?;
    value.set_sensitive(true);
    Some(value)
}
