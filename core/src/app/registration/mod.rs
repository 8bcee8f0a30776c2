//! Registration: how an app tells the platform which functions it has.
//!
//! A state machine without input and output. The caller receives the `PUT` and admits it with an
//! [`Endpoint`](super::Endpoint), sends what [`Registration::request`] says, and answers with
//! [`Registration::response`]. It is idempotent: the same inputs lead to the same requests, and
//! nothing is remembered between syncs but the key that worked, in [`ApiAuth`](super::ApiAuth).

mod answer;
mod fields;
mod machine;
mod outcome;
mod request;
mod response;

pub use self::{
    answer::ANSWER_SIZE_MAX,
    fields::HeaderField,
    machine::{Registration, RegistrationState},
    outcome::Outcome,
    request::RegisterRequest,
    response::SyncResponse,
};
