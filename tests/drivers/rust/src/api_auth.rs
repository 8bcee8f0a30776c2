//! `api_auth`, `may_send_to` and `verify_token`.

use signkey::{ApiAuth, Error, ErrorKind, Keyring, Origin};

use crate::{
    fields::{absent_or_bytes, hex, integer, keys},
    pairs::text,
    refusal::{INVALID_ARGUMENT, Refusal, UNSUPPORTED},
};

const ORIGIN: &str = "https://api.inngest.com";

/// Makes calls one after the other, each answered by its statuses in turn.
pub(crate) fn calls(fields: &[&[u8]]) -> Result<String, Refusal> {
    let &[keys_field, calls] = fields else {
        return Err(UNSUPPORTED);
    };
    let keys = keys(keys_field)?;
    let calls = calls
        .split(|byte| *byte == b';')
        .map(|call| call.split(|byte| *byte == b',').map(status).collect())
        .collect::<Result<Vec<Vec<u16>>, Refusal>>()?;
    let keyring = match Keyring::from_texts(keys) {
        Err(error) if is_missing(error) => None,
        keyring => Some(keyring?),
    };
    let auth = ApiAuth::new(keyring.as_ref(), Origin::of(ORIGIN)?);
    let sent: Vec<_> = calls.iter().map(|statuses| call(&auth, statuses)).collect();
    Ok(sent.join(";"))
}

/// The credentials that one call sends.
fn call(auth: &ApiAuth, statuses: &[u16]) -> String {
    let mut sent = Vec::new();
    let mut next = Some(auth.begin());
    for status in statuses {
        let Some(attempt) = next else {
            break;
        };
        let authorization = auth.authorization(attempt);
        sent.push(authorization.map_or_else(|| "-".to_owned(), |value| hex(value.as_str())));
        next = auth.after(attempt, *status);
    }
    sent.join(",")
}

pub(crate) fn status(field: &[u8]) -> Result<u16, Refusal> {
    u16::try_from(integer(field)?).map_err(|_| INVALID_ARGUMENT)
}

pub(crate) fn may_send_to(fields: &[&[u8]]) -> Result<String, Refusal> {
    let &[origin, url] = fields else {
        return Err(UNSUPPORTED);
    };
    let (origin, url) = (text(origin)?, text(url)?);
    let auth = ApiAuth::new(None, Origin::of(&origin)?);
    let word = if auth.may_send_to(&url) { "yes" } else { "no" };
    Ok(word.to_owned())
}

pub(crate) fn verify_token(fields: &[&[u8]]) -> Result<String, Refusal> {
    let &[keys_field, authorization] = fields else {
        return Err(UNSUPPORTED);
    };
    let (keys, authorization) = (keys(keys_field)?, absent_or_bytes(authorization)?);
    let index = Keyring::from_texts(keys)?.verify_token(authorization.as_deref())?;
    Ok(index.to_string())
}

fn is_missing(error: Error) -> bool {
    error.kind() == ErrorKind::MissingSigningKey
}
