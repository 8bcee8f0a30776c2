//! Running a registration.

use bytes::Bytes;
use http::{HeaderValue, header::AUTHORIZATION};
use reqwest::{Method, Request, Url};
use signkey::{
    ANSWER_SIZE_MAX, Error, ErrorKind, RegisterRequest, Registration, RegistrationState,
    SyncResponse,
};

use super::api_client::{ApiClient, header_value};

impl ApiClient {
    /// Brings a registration to its end: sends the configuration of the functions, a JSON document in
    /// UTF-8, to the platform, unless that is the response itself. Returns the response to the request
    /// that began the sync, also if the platform refuses or cannot be reached.
    ///
    /// ```
    /// use signkey::{Admission, App, Config, Error, SyncResponse};
    /// use signkey_http::ApiClient;
    ///
    /// async fn sync<'a>(
    ///     api: &ApiClient,
    ///     config: &Config,
    ///     app: &App<'_>,
    ///     admission: &Admission,
    ///     query: &str,
    ///     configuration: &'a [u8],
    /// ) -> Result<SyncResponse<'a>, Error> {
    ///     let registration = config.registration(app, admission, query)?;
    ///     api.register(registration, configuration).await
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Registration::response`]; `malformed_url` if reqwest does not take the URL of the API.
    pub async fn register<'a>(
        &self,
        mut registration: Registration,
        configuration: &'a [u8],
    ) -> Result<SyncResponse<'a>, Error> {
        if registration.state() == RegistrationState::InBand {
            return registration.response(Some(configuration), (self.clock)());
        }
        let body = Bytes::copy_from_slice(configuration);
        while registration.state() == RegistrationState::Register {
            let request = post(registration.request()?, body.clone())?;
            let (status, answer) = self.answer(request).await.unwrap_or_default();
            registration.answer(status, &answer)?;
        }
        registration.response(None, (self.clock)())
    }

    /// The platform's answer. One that is too large is not read to its end, and counts for nothing.
    async fn answer(&self, request: Request) -> reqwest::Result<(u16, Vec<u8>)> {
        let mut response = self.client().execute(request).await?;
        let status = response.status().as_u16();
        let mut answer = Vec::new();
        while let Some(piece) = response.chunk().await? {
            if answer.len() + piece.len() > ANSWER_SIZE_MAX {
                return Ok((status, Vec::new()));
            }
            answer.extend_from_slice(&piece);
        }
        Ok((status, answer))
    }
}

/// The request that registers the app.
fn post(register: &RegisterRequest, body: Bytes) -> Result<Request, Error> {
    let url = Url::parse(register.url()).map_err(|_| ErrorKind::MalformedUrl)?;
    let method = Method::from_bytes(RegisterRequest::METHOD.as_bytes());
    let method = method.map_err(|_| ErrorKind::Internal)?;
    let mut request = Request::new(method, url);
    *request.body_mut() = Some(body.into());
    for (name, value) in register.headers() {
        let value = HeaderValue::from_str(value).map_err(|_| ErrorKind::InvalidHeaderValue)?;
        request.headers_mut().insert(*name, value);
    }
    if let Some(value) = register.authorization().as_ref().and_then(header_value) {
        request.headers_mut().insert(AUTHORIZATION, value);
    }
    Ok(request)
}
