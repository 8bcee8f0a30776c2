//! What an SDK says of its app, and introspection, which tells it.

use napi_derive::napi;
use signkey::{App, Config, Error};

use crate::{
    arguments::{Count, count},
    objects::with,
    outcome::guard,
    state::State,
};

/// An app and the SDK that serves it.
#[napi(object, object_to_js = false)]
pub struct AppFacts {
    /// The id of the app.
    pub id: String,
    /// `name:v1.2.3`.
    pub sdk: String,
    /// The language of the SDK.
    pub language: String,
    /// The framework that serves the app.
    pub framework: String,
    /// The number of functions.
    pub functions: Count,
    /// Whether the SDK answers trust probes.
    pub trust_probe: bool,
    /// Whether the SDK can connect by itself.
    pub connect: bool,
}

impl AppFacts {
    pub(crate) fn app(&self) -> Result<App<'_>, Error> {
        Ok(App {
            id: &self.id,
            sdk: &self.sdk,
            language: &self.language,
            framework: &self.framework,
            functions: count(&self.functions)?,
            trust_probe: self.trust_probe,
            connect: self.connect,
        })
    }
}

/// The answer to a request for introspection, as JSON.
#[napi]
pub fn introspect(handle: u32, app: AppFacts, state: State) -> Option<String> {
    guard(|| {
        let (app, admission) = (app.app()?, state.load()?);
        with(handle, |config: &Config| {
            Ok(config.introspect(&app, &admission))
        })
    })
}
