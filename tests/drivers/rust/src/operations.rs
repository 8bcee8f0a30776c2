//! The questions of operators: what is wrong with a key, why a message was refused, what is next in a
//! rotation, what an app says of itself.

use signkey::{
    Error, Evidence, Introspection, KeyFault, MessageKind, NamedKey, ReplayWindow, RotationFacts,
    SigningKey,
};

use crate::{
    fields::{bytes, hex, integer, keys},
    pairs::pairs,
    refusal::{INVALID_ARGUMENT, Refusal, UNSUPPORTED},
};

pub(crate) fn diagnose(fields: &[&[u8]]) -> Result<String, Refusal> {
    let &[text] = fields else {
        return Err(UNSUPPORTED);
    };
    let text = bytes(text)?;
    let fault = SigningKey::diagnose(&text);
    Ok(fault.map_or_else(|| "-".to_owned(), |fault| said(&fault)))
}

fn said(fault: &KeyFault) -> String {
    let character = fault.character().map_or_else(|| "-".to_owned(), hex);
    format!(
        "{}\t{}\t{}\t{character}\t{}\t{}",
        fault.error().code(),
        fault.cause(),
        number(fault.position()),
        hex(fault.hint()),
        hex(fault.to_string())
    )
}

pub(crate) fn explain(fields: &[&[u8]]) -> Result<String, Refusal> {
    let &[
        kind,
        keys_field,
        others,
        headers,
        body,
        now,
        window,
        max_json_size,
    ] = fields
    else {
        return Err(UNSUPPORTED);
    };
    let kind = str::from_utf8(kind)
        .ok()
        .and_then(MessageKind::from_name)
        .ok_or(INVALID_ARGUMENT)?;
    let (keys_field, others) = (rows(keys_field)?, rows(others)?);
    let headers: Vec<_> = keys(headers)?.into_iter().flatten().collect();
    let (body, now, window) = (bytes(body)?, integer(now)?, self::window(window)?);
    let max_json_size = match max_json_size {
        b"-" => None,
        size => Some(usize::try_from(integer(size)?).unwrap_or(usize::MAX)),
    };

    let (keys, others) = (named(&keys_field), named(&others));
    let headers: Vec<_> = headers.iter().map(Vec::as_slice).collect();
    let mut evidence = Evidence::new(kind, &body, now);
    (evidence.keys, evidence.others, evidence.headers) = (&keys, &others, &headers);
    evidence.window = window;
    evidence.max_json_size = max_json_size.unwrap_or(evidence.max_json_size);
    let report = evidence.explain();
    Ok(format!(
        "{}\t{}\t{}\t{}\t{}",
        report.verdict().map_or_else(Error::code, |_| "ok"),
        report.cause().map_or("-", |cause| cause.code()),
        report.key().map_or_else(|| "-".to_owned(), hex),
        number(report.position()),
        hex(report.to_json())
    ))
}

pub(crate) fn rotation_step(fields: &[&[u8]]) -> Result<String, Refusal> {
    let &[facts] = fields else {
        return Err(UNSUPPORTED);
    };
    let step = RotationFacts::read(&bytes(facts)?)?.next_step();
    Ok(format!(
        "{}\t{}",
        hex(step.to_json()),
        hex(step.to_string())
    ))
}

pub(crate) fn read_introspection(fields: &[&[u8]]) -> Result<String, Refusal> {
    let &[body] = fields else {
        return Err(UNSUPPORTED);
    };
    Ok(hex(Introspection::read(&bytes(body)?)?.to_json()))
}

/// The name and the text of each key.
fn rows(field: &[u8]) -> Result<Vec<(String, Vec<u8>)>, Refusal> {
    let row = |(name, text)| Ok((String::from_utf8(name).map_err(|_| INVALID_ARGUMENT)?, text));
    pairs(field)?.into_iter().map(row).collect()
}

fn named(rows: &[(String, Vec<u8>)]) -> Vec<NamedKey<'_>> {
    rows.iter()
        .map(|(name, text)| NamedKey { name, text })
        .collect()
}

/// `PAST:FUTURE`.
fn window(field: &[u8]) -> Result<ReplayWindow, Refusal> {
    let numbers: Vec<_> = field
        .split(|byte| *byte == b':')
        .map(integer)
        .collect::<Result<_, _>>()?;
    let [past, future] = numbers.try_into().map_err(|_| INVALID_ARGUMENT)?;
    Ok(ReplayWindow { past, future })
}

fn number(value: Option<u64>) -> String {
    value.map_or_else(|| "-".to_owned(), |it| it.to_string())
}
