//! How often the hooks of all variants together were called.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use serde_json::{Value, json};
use signkey_http::SignkeyLayer;

static CALLS: Mutex<Calls> = Mutex::new(Calls {
    refused: BTreeMap::new(),
    warning: BTreeMap::new(),
});

struct Calls {
    refused: BTreeMap<&'static str, u64>,
    warning: BTreeMap<&'static str, u64>,
}

fn calls() -> MutexGuard<'static, Calls> {
    CALLS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The layer with the hooks on.
pub(crate) fn counted(layer: SignkeyLayer) -> SignkeyLayer {
    layer
        .on_refused(|_, refusal| {
            *calls().refused.entry(refusal.error().code()).or_default() += 1;
        })
        .on_warning(|_, warning| {
            *calls().warning.entry(warning.code()).or_default() += 1;
        })
}

pub(crate) fn counts() -> Value {
    let calls = calls();
    json!({ "refused": calls.refused, "warning": calls.warning })
}
