//! A signature by hand.

use crate::{
    args::Sign,
    body,
    clock::now,
    failure::{Failure, OK},
    json::Object,
    output::Output,
};

pub(super) fn run(args: &Sign, output: &Output) -> Result<u8, Failure> {
    let keyring = args.keys.keyring()?;
    let body = body::read(args.file.as_deref(), Some(&args.keys))?;
    let timestamp = args.at.unwrap_or_else(now);
    let key = keyring.primary();
    let signed = match args.response {
        true => key.sign_response(&body, timestamp),
        false => key.sign_request(&body, timestamp),
    };
    let header = signed.map_err(Failure::refused)?.to_text();
    let json = || {
        Object::new()
            .text("header", header.as_str())
            .text("key_id", key.id().as_str())
            .number("timestamp", Some(timestamp))
            .finish()
    };
    output.line(|| header.as_str().to_owned(), json)?;
    Ok(OK)
}
