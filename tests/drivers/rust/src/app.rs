//! The requests about an app.

use crate::{
    admit, api_auth, config, encryption, endpoint, introspection, operations, refusal::Refusal,
    registration, replay,
};

pub(crate) fn answer(request: &[u8], fields: &[&[u8]]) -> Result<String, Refusal> {
    match (request, fields) {
        (b"config", fields) => config::describe(fields),
        (b"serve_url", fields) => config::serve_url(fields),
        (b"authenticate", fields) => endpoint::authenticate(fields),
        (b"admit", fields) => admit::run(fields),
        (b"api_auth", fields) => api_auth::calls(fields),
        (b"may_send_to", fields) => api_auth::may_send_to(fields),
        (b"verify_token", fields) => api_auth::verify_token(fields),
        (b"handshake", fields) => registration::run(fields),
        (b"introspect", fields) => introspection::introspect(fields),
        (b"replay_messages", fields) => replay::messages(fields),
        (b"diagnose", fields) => operations::diagnose(fields),
        (b"explain", fields) => operations::explain(fields),
        (b"rotation_step", fields) => operations::rotation_step(fields),
        (b"read_introspection", fields) => operations::read_introspection(fields),
        (request, fields) => encryption::answer(request, fields),
    }
}
