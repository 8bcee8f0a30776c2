//! An independent strict reader: `serde_json` for the grammar, and beside it the rules of I-JSON
//! and the limits of signkey.

use std::{collections::HashSet, fmt};

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use signkey::ErrorKind;

use super::document::Document;

const DEPTH_MAX: usize = 512;

/// What a reader may find wrong with well-formed UTF-8.
const ANY_FAULT: [ErrorKind; 5] = [
    ErrorKind::InvalidJson,
    ErrorKind::JsonLoneSurrogate,
    ErrorKind::JsonDuplicateMember,
    ErrorKind::JsonTooDeep,
    ErrorKind::JsonNumberOutOfRange,
];

/// The document that the bytes hold, or the faults of which a reader has to name one.
pub(crate) fn read(bytes: &[u8]) -> Result<Document, Vec<ErrorKind>> {
    let text = std::str::from_utf8(bytes).map_err(|_| vec![ErrorKind::JsonInvalidUtf8])?;
    let raw: &RawValue = serde_json::from_str(text).map_err(|_| ANY_FAULT.to_vec())?;
    let mut faults = Vec::new();
    let document = walk(raw, 0, &mut faults);
    if faults.is_empty() {
        Ok(document)
    } else {
        Err(faults)
    }
}

/// Reads a value that is known to follow the grammar.
fn walk(raw: &RawValue, depth: usize, faults: &mut Vec<ErrorKind>) -> Document {
    let text = raw.get();
    let container = text.starts_with(['[', '{']);
    if container && depth == DEPTH_MAX {
        faults.push(ErrorKind::JsonTooDeep);
        return Document::Null;
    }
    match text.as_bytes()[0] {
        b'n' => Document::Null,
        b't' => Document::Bool(true),
        b'f' => Document::Bool(false),
        b'"' => serde_json::from_str(text).map_or_else(|_| lone_surrogate(faults), Document::Text),
        b'[' => {
            let items: Vec<&RawValue> = serde_json::from_str(text).expect("an array");
            let items = items.into_iter();
            Document::Array(items.map(|item| walk(item, depth + 1, faults)).collect())
        }
        b'{' => {
            let Ok(Members(members)) = serde_json::from_str(text) else {
                // What lies behind such a name stays unread, and may be at fault as well.
                faults.extend(ANY_FAULT);
                return Document::Null;
            };
            let mut names = HashSet::new();
            if !members.iter().all(|(name, _)| names.insert(name)) {
                faults.push(ErrorKind::JsonDuplicateMember);
            }
            let members = members.iter();
            Document::Object(
                members
                    .map(|(name, value)| (name.clone(), walk(value, depth + 1, faults)))
                    .collect(),
            )
        }
        _ => {
            if text.parse::<f64>().is_ok_and(f64::is_infinite) {
                faults.push(ErrorKind::JsonNumberOutOfRange);
            }
            Document::Number(text.to_owned())
        }
    }
}

fn lone_surrogate(faults: &mut Vec<ErrorKind>) -> Document {
    faults.push(ErrorKind::JsonLoneSurrogate);
    Document::Null
}

/// The members of an object, duplicates among them.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;

        impl<'de> Visitor<'de> for Collect {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Collect)
    }
}
