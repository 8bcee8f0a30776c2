//! The encodings of fields that requests about an app have: text, flags, pairs.

use crate::{
    fields::bytes,
    refusal::{INVALID_ARGUMENT, Refusal},
};

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
