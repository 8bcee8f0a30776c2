//! What a layer and its services share: the endpoint, the store, the hooks and the clock.

use std::{sync::Arc, time::Duration};

use http::request::Parts;
use signkey::{Endpoint, Refusal, Warning};

use crate::{
    clock::{self, Clock},
    replay::{DEADLINE, ReplayStoreError, SharedStore},
};

type OnRefused = Arc<dyn Fn(&Parts, &Refusal) + Send + Sync>;
type OnWarning = Arc<dyn Fn(&Parts, Warning) + Send + Sync>;
type OnStoreError = Arc<dyn Fn(&Parts, &ReplayStoreError) + Send + Sync>;

#[derive(Clone)]
pub(super) struct Settings {
    pub(super) endpoint: Endpoint,
    pub(super) store: Option<SharedStore>,
    pub(super) replay_deadline: Duration,
    pub(super) on_refused: OnRefused,
    pub(super) on_warning: OnWarning,
    pub(super) on_store_error: OnStoreError,
    pub(super) clock: Clock,
}

impl Settings {
    pub(super) fn new(endpoint: Endpoint) -> Self {
        Self {
            endpoint,
            store: None,
            replay_deadline: DEADLINE,
            on_refused: Arc::new(log_refusal),
            on_warning: Arc::new(log_warning),
            on_store_error: Arc::new(log_store_error),
            clock: clock::system(),
        }
    }
}

fn log_refusal(request: &Parts, refusal: &Refusal) {
    let (method, path, log) = (&request.method, request.uri.path(), refusal.log());
    match refusal.is_fault() {
        true => tracing::warn!(%method, path, "refused: {log}"),
        false => tracing::debug!(%method, path, "refused: {log}"),
    }
}

fn log_warning(request: &Parts, warning: Warning) {
    let (method, path, code) = (&request.method, request.uri.path(), warning.code());
    tracing::debug!(%method, path, "{code}: {warning}");
}

fn log_store_error(request: &Parts, error: &ReplayStoreError) {
    let (method, path) = (&request.method, request.uri.path());
    tracing::warn!(%method, path, "{error}");
}
