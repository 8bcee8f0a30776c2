//! The requests about an app, and the fields that only they have.

use signkey::{App, Config, ConfigOptions};

use crate::{
    INVALID_ARGUMENT, Refusal, admit, api_auth, config, encryption, endpoint, fields::bytes,
    introspection, registration,
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
        (request, fields) => encryption::answer(request, fields),
    }
}

/// Name and value.
pub(crate) type Pair<T> = (T, T);

/// `name=value,name=value`; an empty field holds none.
pub(crate) fn pairs(field: &[u8]) -> Result<Vec<Pair<Vec<u8>>>, Refusal> {
    if field.is_empty() {
        return Ok(Vec::new());
    }
    field
        .split(|byte| *byte == b',')
        .map(|pair| {
            let mut parts = pair.split(|byte| *byte == b'=');
            match (parts.next(), parts.next(), parts.next()) {
                (Some(name), Some(value), None) => Ok((bytes(name)?, bytes(value)?)),
                _ => Err(INVALID_ARGUMENT),
            }
        })
        .collect()
}

/// As [`pairs`], of text.
pub(crate) fn texts(field: &[u8]) -> Result<Vec<Pair<String>>, Refusal> {
    let text = |bytes| String::from_utf8(bytes).map_err(|_| INVALID_ARGUMENT);
    pairs(field)?
        .into_iter()
        .map(|(name, value)| Ok((text(name)?, text(value)?)))
        .collect()
}

pub(crate) fn text(field: &[u8]) -> Result<String, Refusal> {
    String::from_utf8(bytes(field)?).map_err(|_| INVALID_ARGUMENT)
}

/// `0` or `1`.
pub(crate) fn flag(field: &[u8]) -> Result<bool, Refusal> {
    match field {
        b"0" => Ok(false),
        b"1" => Ok(true),
        _ => Err(INVALID_ARGUMENT),
    }
}

pub(crate) fn find<'a>(pairs: &'a [Pair<String>], name: &str) -> Option<&'a str> {
    let found = pairs.iter().find(|(other, _)| other == name);
    found.map(|(_, value)| value.as_str())
}

/// The settings of the first two fields that many requests have.
pub(crate) fn read_config(
    settings: &[Pair<String>],
    vars: &[Pair<String>],
) -> Result<Config, Refusal> {
    let mut options = ConfigOptions::default();
    for (name, value) in settings {
        options.set(name, value)?;
    }
    let lookup = |name: &str| find(vars, name).map(str::to_owned);
    Ok(Config::read(&options, lookup))
}

/// The app; a name that is not there is an empty text, zero or no.
pub(crate) fn app(pairs: &[Pair<String>]) -> Result<App<'_>, Refusal> {
    let text = |name| find(pairs, name).unwrap_or_default();
    Ok(App {
        id: text("id"),
        sdk: text("sdk"),
        language: text("language"),
        framework: text("framework"),
        functions: text("functions").parse().map_err(|_| INVALID_ARGUMENT)?,
        trust_probe: text("trust_probe") == "1",
        connect: text("connect") == "1",
    })
}
