//! `authenticate`.

use signkey::{
    Authenticated, Endpoint, Keyring, Mode, ReplayWindow, Request, RequestHeaders, VerifyOptions,
    Warning,
};

use crate::{
    INVALID_ARGUMENT, Refusal, UNSUPPORTED,
    fields::{bytes, integer, keys},
    platform::{flag, pairs, text},
};

pub(crate) fn authenticate(fields: &[&[u8]]) -> Result<String, Refusal> {
    let &[
        mode,
        keys_field,
        unsigned,
        allow_sync,
        method,
        headers,
        body,
        now,
        past,
        future,
    ] = fields
    else {
        return Err(UNSUPPORTED);
    };
    let mode = str::from_utf8(mode).ok().and_then(Mode::from_name);
    let mode = mode.ok_or(INVALID_ARGUMENT)?;
    let (keys, method) = (keys(keys_field)?, text(method)?);
    let unsigned = methods(unsigned)?;
    let allow_sync = flag(allow_sync)?;
    let (headers, body, now) = (pairs(headers)?, bytes(body)?, integer(now)?);
    let window = ReplayWindow {
        past: integer(past)?,
        future: integer(future)?,
    };

    let options = VerifyOptions::DEFAULT.with_window(window);
    let mut endpoint = Endpoint::new(mode)
        .allow_unsigned(unsigned)
        .with_options(options);
    if allow_sync {
        endpoint = endpoint.allow_unsigned_sync();
    }
    let keyring = Keyring::from_texts(keys);
    let keyring = keyring.as_ref().map_err(|error| *error);
    let headers = RequestHeaders::collect(headers.iter().map(|(name, value)| (name, value)));
    let request = Request {
        method: &method,
        headers,
        body: &body,
    };
    let warning = endpoint.warning(&headers).map_or("-", Warning::code);
    Ok(match endpoint.authenticate(keyring, &request, now)? {
        Authenticated::Verified(verified) => {
            let (index, form) = (verified.key_index(), verified.form().name());
            format!(
                "verified\t{index}\t{form}\t{}\t{warning}",
                verified.timestamp()
            )
        }
        Authenticated::Unverified(reason) => {
            format!("unverified\t-\t{}\t-\t{warning}", reason.name())
        }
    })
}

/// Comma-separated; an empty field holds none.
fn methods(field: &[u8]) -> Result<Vec<String>, Refusal> {
    if field.is_empty() {
        return Ok(Vec::new());
    }
    field.split(|byte| *byte == b',').map(text).collect()
}
