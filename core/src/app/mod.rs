//! Everything of an app around the key: who calls it, and how it calls the platform.
//!
//! State machines without input and output: nothing here reads a clock, an environment or a socket.

mod admission;
mod api_auth;
mod body;
mod caller;
mod claims;
mod endpoint;
mod head;
mod identity;
mod introspection;
mod method;
mod mode;
mod options;
mod query;
mod refusal;
mod registration;
mod response;
mod settings;
mod token;
mod url;

pub use self::{
    admission::{Admission, Step},
    api_auth::{ApiAuth, Attempt, Authorization},
    body::{Framing, ReceivedBody},
    caller::{Caller, Unverified, Warning},
    endpoint::Endpoint,
    head::WANTED_HEADERS,
    identity::App,
    mode::Mode,
    options::{EndpointOptions, ReplayStoreOptions},
    refusal::Refusal,
    registration::{
        ANSWER_SIZE_MAX, HeaderField, Outcome, RegisterRequest, Registration, RegistrationState,
        SyncResponse,
    },
    response::ResponseStep,
    settings::{Config, ConfigOptions, Problem, ProblemKind, Severity, Source},
    url::{BaseUrl, Origin},
};
