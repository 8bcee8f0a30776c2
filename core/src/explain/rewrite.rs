//! A JSON document, written the ways in which the libraries of this world write it.

use alloc::{borrow::Cow, string::String, vec::Vec};
use core::fmt::Write;

use crate::json::{Value, unescape::unescape};

/// Larger documents are not written anew, in bytes.
const SIZE_MAX: usize = 256 << 10;
/// Nor are deeper ones: each level is walked over once more.
const DEPTH_MAX: usize = 64;

/// A value whose texts stay in the document.
pub(super) enum Node<'a> {
    /// A number or a literal.
    Plain(&'a str),
    /// What stands between the quotes of a string.
    Text(&'a str),
    Array(Vec<Self>),
    Object(Vec<(&'a str, Self)>),
}

/// A way to write a document.
#[derive(Clone, Copy)]
pub(super) struct Style {
    comma: &'static str,
    colon: &'static str,
    /// What a level is indented by; nothing on one line.
    indent: &'static str,
    escapes: Escapes,
    is_sorted: bool,
    /// Whether numbers are written as ECMAScript does.
    is_canonical: bool,
}

#[derive(Clone, Copy)]
enum Escapes {
    /// As they are.
    Kept,
    /// None that need not be.
    Fewest,
    /// All that is not ASCII, as Python does.
    Ascii,
    /// What HTML could misread, as Go does.
    Html,
    /// Slashes, as PHP does, and all that is not ASCII.
    Slashes,
}

impl Style {
    /// All styles that are tried.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let layouts = [
            (",", ":", ""),
            (", ", ": ", ""),
            (",", ": ", ""),
            (",", ": ", "  "),
            (",", ": ", "    "),
            (",", ": ", "\t"),
        ];
        let escapes = [
            Escapes::Kept,
            Escapes::Fewest,
            Escapes::Ascii,
            Escapes::Html,
            Escapes::Slashes,
        ];
        let orders = [false, true];
        layouts.into_iter().flat_map(move |(comma, colon, indent)| {
            escapes.into_iter().flat_map(move |escapes| {
                orders.into_iter().flat_map(move |is_sorted| {
                    orders.into_iter().map(move |is_canonical| Self {
                        comma,
                        colon,
                        indent,
                        escapes,
                        is_sorted,
                        is_canonical,
                    })
                })
            })
        })
    }
}

impl<'a> Node<'a> {
    /// The document, unless it is none, or too large or too deep to be worth it.
    pub(super) fn read(json: &'a [u8]) -> Option<Self> {
        if json.len() > SIZE_MAX {
            return None;
        }
        Self::of(Value::document(json).ok()?, DEPTH_MAX)
    }

    fn of(value: Value<'a>, depth: usize) -> Option<Self> {
        let depth = depth.checked_sub(1)?;
        Some(match value.text().as_bytes() {
            [b'{', ..] => {
                let members = value
                    .members()
                    .map(|member| Some((member.name, Self::of(member.value, depth)?)));
                Self::Object(members.collect::<Option<_>>()?)
            }
            [b'[', ..] => {
                let elements = value.elements().map(|element| Self::of(element, depth));
                Self::Array(elements.collect::<Option<_>>()?)
            }
            [b'"', ..] => Self::Text(value.string()?),
            _ => Self::Plain(value.text()),
        })
    }

    /// The text that a document is, if it is nothing but a string.
    pub(super) fn string(&self) -> Option<Cow<'a, str>> {
        match self {
            Self::Text(inside) => unescape(inside).ok()?,
            _ => None,
        }
    }

    /// The document in this style.
    pub(super) fn write(&self, style: Style) -> Vec<u8> {
        let mut out = String::new();
        self.append(style, 0, &mut out);
        out.into_bytes()
    }

    fn append(&self, style: Style, level: usize, out: &mut String) {
        match self {
            Self::Plain(text) => append_plain(text, style, out),
            Self::Text(inside) => append_text(inside, style, out),
            Self::Array(elements) if elements.is_empty() => out.push_str("[]"),
            Self::Object(members) if members.is_empty() => out.push_str("{}"),
            Self::Array(elements) => {
                out.push('[');
                for (at, element) in elements.iter().enumerate() {
                    append_break(style, level + 1, at, out);
                    element.append(style, level + 1, out);
                }
                append_end(style, level, ']', out);
            }
            Self::Object(members) => {
                out.push('{');
                let mut order: Vec<_> = members.iter().collect();
                if style.is_sorted {
                    order.sort_by_key(|(name, _)| *name);
                }
                for (at, (name, value)) in order.into_iter().enumerate() {
                    append_break(style, level + 1, at, out);
                    append_text(name, style, out);
                    out.push_str(style.colon);
                    value.append(style, level + 1, out);
                }
                append_end(style, level, '}', out);
            }
        }
    }
}

fn append_break(style: Style, level: usize, at: usize, out: &mut String) {
    if at > 0 {
        out.push_str(style.comma);
    }
    if !style.indent.is_empty() {
        out.push('\n');
        (0..level).for_each(|_| out.push_str(style.indent));
    }
}

fn append_end(style: Style, level: usize, end: char, out: &mut String) {
    if !style.indent.is_empty() {
        out.push('\n');
        (0..level).for_each(|_| out.push_str(style.indent));
    }
    out.push(end);
}

fn append_plain(text: &str, style: Style, out: &mut String) {
    let canonical = style
        .is_canonical
        .then(|| crate::canonicalize(text.as_bytes()));
    let canonical = canonical
        .and_then(Result::ok)
        .map(crate::Canonical::into_bytes);
    let written = canonical
        .as_deref()
        .and_then(|bytes| core::str::from_utf8(bytes).ok());
    out.push_str(written.unwrap_or(text));
}

fn append_text(inside: &str, style: Style, out: &mut String) {
    let text = match style.escapes {
        Escapes::Kept => None,
        _ => unescape(inside).ok().flatten(),
    };
    let Some(text) = text else {
        out.push('"');
        out.push_str(inside);
        out.push('"');
        return;
    };
    out.push('"');
    for character in text.chars() {
        match (character, style.escapes) {
            ('"', _) => out.push_str("\\\""),
            ('\\', _) => out.push_str("\\\\"),
            ('\n', _) => out.push_str("\\n"),
            ('\r', _) => out.push_str("\\r"),
            ('\t', _) => out.push_str("\\t"),
            ('\u{8}', _) => out.push_str("\\b"),
            ('\u{c}', _) => out.push_str("\\f"),
            ('/', Escapes::Slashes) => out.push_str("\\/"),
            ('\0'..='\u{1f}', _)
            | ('<' | '>' | '&' | '\u{2028}' | '\u{2029}', Escapes::Html)
            | ('\u{80}'.., Escapes::Ascii | Escapes::Slashes) => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    // Writing to a string does not fail.
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            _ => out.push(character),
        }
    }
    out.push('"');
}
