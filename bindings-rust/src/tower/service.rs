//! The service: one request on its way in, and its response on the way out.

use std::{
    fmt,
    future::Future,
    mem,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use http::{Request, Response, request::Parts};
use signkey::{ErrorKind, Step};
use tower_service::Service;

use super::{body::Body, claims::no_store, error::BoxError, settings::Settings};

/// A service behind a [`SignkeyLayer`](super::SignkeyLayer).
#[derive(Clone)]
pub struct Signkey<S> {
    inner: S,
    settings: Arc<Settings>,
}

impl<S> Signkey<S> {
    pub(super) fn new(inner: S, settings: Arc<Settings>) -> Self {
        Self { inner, settings }
    }
}

impl<S, B, R> Service<Request<B>> for Signkey<S>
where
    S: Service<Request<Body<B>>, Response = Response<R>> + Clone + Send + 'static,
    S::Future: Send,
    B: http_body::Body + Send + 'static,
    B::Error: Into<BoxError>,
    R: http_body::Body + Send + 'static,
    R::Error: Into<BoxError>,
{
    type Response = Response<Body<R>>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        // The clone is not ready yet, so it waits for the next request.
        let next = self.inner.clone();
        let ready = mem::replace(&mut self.inner, next);
        Box::pin(serve(Arc::clone(&self.settings), ready, request))
    }
}

async fn serve<S, B, R>(
    settings: Arc<Settings>,
    mut inner: S,
    request: Request<B>,
) -> Result<Response<Body<R>>, S::Error>
where
    S: Service<Request<Body<B>>, Response = Response<R>>,
    B: http_body::Body,
    B::Error: Into<BoxError>,
    R: http_body::Body,
    R::Error: Into<BoxError>,
{
    let (mut parts, body) = request.into_parts();
    let mut admission = settings
        .endpoint
        .admit(parts.method.as_str(), &parts.headers);
    if let Some(warning) = admission.warning() {
        (settings.on_warning)(&parts, warning);
    }
    let body = match admission.step() {
        Step::ReadBody { at_most } => settings.receive(&mut admission, body, at_most).await,
        _ => Body::original(body),
    };
    if let Step::Claim { id, lifetime } = admission.step() {
        settings.claim(&mut admission, &parts, id, lifetime).await;
    }
    let refusal = match admission.step() {
        Step::Admit(_) => None,
        Step::Refuse(refusal) => Some(refusal),
        Step::Claim { .. } => Some(settings.endpoint.refuse(no_store())),
        // A step that this version does not know lets nothing through.
        _ => Some(settings.endpoint.refuse(ErrorKind::Internal.into())),
    };
    if let Some(refusal) = refusal {
        return Ok(settings.refuse(&admission, &parts, &refusal));
    }
    parts.extensions.insert(admission);
    let line = request_line(&parts);
    let response = inner.call(Request::from_parts(parts, body)).await?;
    Ok(settings.answer(&admission, &line, response).await)
}

/// What is kept of a request while its handler runs.
fn request_line(parts: &Parts) -> Parts {
    let (mut line, ()) = Request::new(()).into_parts();
    line.method = parts.method.clone();
    line.uri = parts.uri.clone();
    line.version = parts.version;
    line
}

impl<S: fmt::Debug> fmt::Debug for Signkey<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signkey")
            .field("inner", &self.inner)
            .field("endpoint", &self.settings.endpoint)
            .finish()
    }
}
