//! The server half: a layer for axum, hyper and all that is a tower service.

mod answer;
mod body;
mod claims;
mod collect;
mod error;
mod inbound;
mod layer;
mod outbound;
mod pieces;
mod service;
mod settings;

pub use self::{
    answer::{refusal_response, sync_response},
    body::Body,
    error::BoxError,
    layer::SignkeyLayer,
    service::Signkey,
};
