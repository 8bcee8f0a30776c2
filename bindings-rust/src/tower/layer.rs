//! The layer: an endpoint, a store, hooks and a clock.

use std::{fmt, sync::Arc, time::Duration};

use http::request::Parts;
use signkey::{Endpoint, Error, Refusal, Warning};
use tower_layer::Layer;

use super::{claims::no_store, service::Signkey, settings::Settings};
use crate::replay::{DEADLINE, ReplayStore, ReplayStoreError, SharedStore};

/// Lets only those requests through that an [`Endpoint`] admits.
///
/// Behind it, the [`Admission`](signkey::Admission) of a request is in its extensions. A verified
/// request has the bytes that were verified for its body; one that is let through unverified has its
/// original body, of which nothing was read.
///
/// Without hooks it logs through [`tracing`]: what the operator has to mend at warning level, what
/// anyone outside can cause at debug level.
///
/// With a replay guard or a store, the signatures among the headers of a response are claimed before it
/// is sent, whoever signed it. One among its trailers, or inside its body, is not. Such an endpoint has
/// one layer on the way to a handler: to a second one, every request is `replayed`.
///
/// ```
/// use axum::{Extension, Router, routing::post};
/// use signkey::{Admission, Config, ConfigOptions, EndpointOptions};
/// use signkey_http::SignkeyLayer;
///
/// # fn app() -> Result<Router, signkey::Error> {
/// let config = Config::read(&ConfigOptions::default(), |name| std::env::var(name).ok());
/// let mut options = EndpointOptions::default();
/// options.sign_responses = true;
/// let layer = SignkeyLayer::new(config.endpoint(options)?)
///     .on_refused(|request, refusal| eprintln!("{}: {}", request.uri, refusal.log()));
///
/// async fn serve(Extension(admission): Extension<Admission>, body: String) -> String {
///     match admission.verified() {
///         Some(verified) => format!("{} bytes, signed with {}", body.len(), verified.key_id()),
///         None => "from anyone".to_owned(),
///     }
/// }
/// let app: Router = Router::new().route("/api/inngest", post(serve).layer(layer));
/// # Ok(app)
/// # }
/// # app().unwrap();
/// ```
#[derive(Clone)]
#[must_use]
pub struct SignkeyLayer(Arc<Settings>);

impl SignkeyLayer {
    /// Protects with this endpoint.
    pub fn new(endpoint: Endpoint) -> Self {
        Self(Arc::new(Settings::new(endpoint)))
    }

    /// Claims each message in this store, so that of all processes that share it one accepts it. The
    /// endpoint has to ask for it:
    /// [`EndpointOptions::replay_store`](signkey::EndpointOptions::replay_store). If it asks, and the layer
    /// has no store, what would be claimed is refused. The runtime must have tokio's timers.
    ///
    /// # Errors
    ///
    /// `invalid_argument` if the endpoint asks for no claims.
    pub fn replay_store(mut self, store: impl ReplayStore) -> Result<Self, Error> {
        if self.0.endpoint.options().replay_store.is_none() {
            return Err(no_store());
        }
        Arc::make_mut(&mut self.0).store = Some(SharedStore::new(store));
        Ok(self)
    }

    /// How long the store has to answer, in place of 100 ms. A message that it could not claim until
    /// then is refused, unless [`ReplayStoreOptions::admit_unclaimed`](signkey::ReplayStoreOptions) says
    /// otherwise; a response is sent. No time at all, in which no store could answer, is the default.
    pub fn replay_deadline(mut self, deadline: Duration) -> Self {
        let deadline = if deadline.is_zero() {
            DEADLINE
        } else {
            deadline
        };
        Arc::make_mut(&mut self.0).replay_deadline = deadline;
        self
    }

    /// Calls this in place of logging why a request is refused, or why its response cannot be signed.
    /// The response is refused after the handler has taken the request, so its parts are then the
    /// method, the URI and the version alone.
    pub fn on_refused(mut self, hook: impl Fn(&Parts, &Refusal) + Send + Sync + 'static) -> Self {
        Arc::make_mut(&mut self.0).on_refused = Arc::new(hook);
        self
    }

    /// Calls this in place of logging what a request says of its sender that contradicts the mode.
    pub fn on_warning(mut self, hook: impl Fn(&Parts, Warning) + Send + Sync + 'static) -> Self {
        Arc::make_mut(&mut self.0).on_warning = Arc::new(hook);
        self
    }

    /// Calls this in place of logging why the store has no answer: for a request, which is then refused
    /// unless the endpoint admits unclaimed ones, and for a signed response, which is sent all the same.
    /// Of a request whose response is claimed, the parts are the method, the URI and the version alone.
    pub fn on_store_error(
        mut self,
        hook: impl Fn(&Parts, &ReplayStoreError) + Send + Sync + 'static,
    ) -> Self {
        Arc::make_mut(&mut self.0).on_store_error = Arc::new(hook);
        self
    }

    /// Reads the time here, in seconds since 1970-01-01 00:00 UTC, in place of the system's clock.
    pub fn clock(mut self, clock: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        Arc::make_mut(&mut self.0).clock = Arc::new(clock);
        self
    }
}

impl<S> Layer<S> for SignkeyLayer {
    type Service = Signkey<S>;

    fn layer(&self, inner: S) -> Signkey<S> {
        Signkey::new(inner, Arc::clone(&self.0))
    }
}

impl fmt::Debug for SignkeyLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SignkeyLayer")
            .field(&self.0.endpoint)
            .finish()
    }
}
