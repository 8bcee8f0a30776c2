//! JSON documents by value, and a plain writer of their canonical form (RFC 8785).

use super::decimal::Decimal;

/// A document. Numbers are kept as they were written.
#[derive(Clone, Debug)]
pub(crate) enum Document {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    Array(Vec<Self>),
    /// Members with distinct names, in any order.
    Object(Vec<(String, Self)>),
}

/// Equality of values: numbers by their exact decimal value and sign, members in any order.
impl PartialEq for Document {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Bool(left), Self::Bool(right)) => left == right,
            (Self::Number(left), Self::Number(right)) => Decimal::of(left) == Decimal::of(right),
            (Self::Text(left), Self::Text(right)) => left == right,
            (Self::Array(left), Self::Array(right)) => left == right,
            (Self::Object(left), Self::Object(right)) => {
                let find = |name: &String| right.iter().find(|member| member.0 == *name);
                left.len() == right.len()
                    && left
                        .iter()
                        .all(|(name, value)| find(name).is_some_and(|member| member.1 == *value))
            }
            _ => false,
        }
    }
}

impl Document {
    /// The canonical form.
    pub(crate) fn canonical(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(value) => value.to_string(),
            Self::Number(token) => canonical_number(token),
            Self::Text(text) => canonical_text(text),
            Self::Array(items) => {
                let items: Vec<_> = items.iter().map(Self::canonical).collect();
                format!("[{}]", items.join(","))
            }
            Self::Object(members) => {
                let mut members: Vec<_> = members.iter().collect();
                members.sort_by_key(|(name, _)| name.encode_utf16().collect::<Vec<_>>());
                let members: Vec<_> = members
                    .iter()
                    .map(|(name, value)| format!("{}:{}", canonical_text(name), value.canonical()))
                    .collect();
                format!("{{{}}}", members.join(","))
            }
        }
    }

    /// Whether the canonical form of every number has the number's exact value and sign.
    pub(crate) fn is_lossless(&self) -> bool {
        match self {
            Self::Number(token) => Decimal::of(token) == Decimal::of(&canonical_number(token)),
            Self::Array(items) => items.iter().all(Self::is_lossless),
            Self::Object(members) => members.iter().all(|member| member.1.is_lossless()),
            Self::Null | Self::Bool(_) | Self::Text(_) => true,
        }
    }
}

/// As ECMAScript writes the double nearest to the number.
pub(crate) fn canonical_number(token: &str) -> String {
    let value: f64 = token.parse().expect("a JSON number");
    if value == 0.0 {
        return "0".to_owned();
    }
    ryu_js::Buffer::new().format(value).to_owned()
}

/// As `serde_json` writes strings, which is what RFC 8785 asks for.
fn canonical_text(text: &str) -> String {
    serde_json::to_string(text).expect("a string")
}
