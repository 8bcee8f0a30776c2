//! A writer of JSON objects, whose members stand in the order in which they are added.

use alloc::{format, string::String};
use core::fmt::Write;

/// An object on its way. Names are the caller's constants: plain ASCII without quotes.
pub(crate) struct Object(String);

impl Object {
    pub(crate) fn new() -> Self {
        Self(String::from("{"))
    }

    pub(crate) fn string(self, name: &str, value: &str) -> Self {
        self.json(name, &quote(value))
    }

    /// `null` stands for what is absent.
    pub(crate) fn optional(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.string(name, value),
            None => self.json(name, "null"),
        }
    }

    pub(crate) fn boolean(self, name: &str, value: bool) -> Self {
        self.json(name, if value { "true" } else { "false" })
    }

    /// `null` stands for what is absent.
    pub(crate) fn optional_boolean(self, name: &str, value: Option<bool>) -> Self {
        match value {
            Some(value) => self.boolean(name, value),
            None => self.json(name, "null"),
        }
    }

    pub(crate) fn number(self, name: &str, value: u64) -> Self {
        self.json(name, &format!("{value}"))
    }

    /// A member whose value is JSON already.
    pub(crate) fn json(mut self, name: &str, value: &str) -> Self {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        // Writing to a string does not fail.
        let _ = write!(self.0, "\"{name}\":{value}");
        self
    }

    pub(crate) fn finish(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// The array of these values, which are JSON already.
pub(crate) fn array(values: impl IntoIterator<Item = String>) -> String {
    let mut text = String::from("[");
    for value in values {
        if text.len() > 1 {
            text.push(',');
        }
        text.push_str(&value);
    }
    text.push(']');
    text
}

/// A string, escaped the shortest way (RFC 8785, section 3.2.2.2).
pub(crate) fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\u{8}' => quoted.push_str("\\b"),
            '\t' => quoted.push_str("\\t"),
            '\n' => quoted.push_str("\\n"),
            '\u{c}' => quoted.push_str("\\f"),
            '\r' => quoted.push_str("\\r"),
            '\0'..='\u{1f}' => {
                // Writing to a string does not fail.
                let _ = write!(quoted, "\\u{:04x}", u32::from(character));
            }
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_reads_back_as_it_was_written() {
        let nasty: String = ('\0'..='\u{7f}').chain("é\u{2028}😀".chars()).collect();
        let text = Object::new()
            .string("s", &nasty)
            .optional("n", None)
            .boolean("b", true)
            .number("u", u64::MAX)
            .json("a", &array([quote("x"), quote("")]))
            .finish();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        let expected =
            serde_json::json!({"s": nasty, "n": null, "b": true, "u": u64::MAX, "a": ["x", ""]});
        assert_eq!(value, expected);
        assert_eq!(Object::new().finish(), "{}");
    }
}
