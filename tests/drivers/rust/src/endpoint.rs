//! `authenticate`.

use std::sync::Arc;

use signkey::{Caller, Endpoint, EndpointOptions, Keyring, Mode, ReplayWindow, Warning};

use crate::{
    fields::{bytes, integer, keys},
    pairs::{flag, pairs, text},
    refusal::{INVALID_ARGUMENT, Refusal, UNSUPPORTED},
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
    let (unsigned_methods, unsigned_sync) = (methods(unsigned)?, flag(allow_sync)?);
    let (headers, body, now) = (pairs(headers)?, bytes(body)?, integer(now)?);
    let window = ReplayWindow {
        past: integer(past)?,
        future: integer(future)?,
    };

    let mut options = EndpointOptions::default();
    options.unsigned_methods = unsigned_methods;
    options.unsigned_sync = unsigned_sync;
    options.window = window;
    let endpoint = Endpoint::new(mode, Keyring::from_texts(keys).map(Arc::new), options)?;
    let admission = endpoint.admit_whole(method, headers, &body, now);
    let warning = admission.warning().map_or("-", Warning::code);
    Ok(match admission.caller()? {
        Caller::Verified(verified) => {
            let (index, form) = (verified.key_index(), verified.form().name());
            format!(
                "verified\t{index}\t{form}\t{}\t{warning}",
                verified.timestamp()
            )
        }
        Caller::Unverified(reason) => {
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
