//! One document in many notations: white space, member order, escapes, ways to write a number.

use std::fmt::Write;

use super::{
    choices::Choices,
    decimal::{Decimal, length},
    document::Document,
};

/// Writes a document in a notation that the choices determine. Every value stays what it is.
pub(crate) fn write(document: &Document, choices: &mut Choices) -> String {
    let mut text = String::new();
    write_value(document, choices, &mut text);
    text
}

fn write_value(document: &Document, choices: &mut Choices, out: &mut String) {
    space(choices, out);
    match document {
        Document::Null => out.push_str("null"),
        Document::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Document::Number(token) => write_number(&Decimal::of(token), choices, out),
        Document::Text(text) => write_text(text, choices, out),
        Document::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at == 0 { "" } else { "," });
                write_value(item, choices, out);
            }
            space(choices, out);
            out.push(']');
        }
        Document::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            choices.shuffle(&mut members);
            out.push('{');
            for (at, (name, value)) in members.into_iter().enumerate() {
                out.push_str(if at == 0 { "" } else { "," });
                space(choices, out);
                write_text(name, choices, out);
                space(choices, out);
                out.push(':');
                write_value(value, choices, out);
            }
            space(choices, out);
            out.push('}');
        }
    }
    space(choices, out);
}

fn space(choices: &mut Choices, out: &mut String) {
    while choices.one_in(6) {
        out.push(choices.pick(&[' ', '\t', '\n', '\r']));
    }
}

fn write_text(text: &str, choices: &mut Choices, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        let short = match character {
            '"' => Some('"'),
            '\\' => Some('\\'),
            '/' => Some('/'),
            '\u{8}' => Some('b'),
            '\u{c}' => Some('f'),
            '\n' => Some('n'),
            '\r' => Some('r'),
            '\t' => Some('t'),
            _ => None,
        };
        let bare = character >= ' ' && !matches!(character, '"' | '\\');
        match (short, choices.below(4)) {
            (_, 0 | 1) if bare => out.push(character),
            (Some(letter), 0..=2) => out.extend(['\\', letter]),
            (None, 2) if bare => out.push(character),
            _ => write_escapes(character, choices, out),
        }
    }
    out.push('"');
}

fn write_escapes(character: char, choices: &mut Choices, out: &mut String) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        let written = if choices.one_in(2) {
            write!(out, "\\u{unit:04x}")
        } else {
            write!(out, "\\u{unit:04X}")
        };
        written.expect("a string takes all");
    }
}

fn write_number(number: &Decimal, choices: &mut Choices, out: &mut String) {
    out.push_str(if number.negative { "-" } else { "" });
    if (-30..=30).contains(&number.exponent) && !number.is_zero() && choices.one_in(2) {
        write_plain(number, out);
        return;
    }
    let digits = &number.digits;
    let point = choices.below(digits.len() + 1);
    let (integer, fraction) = digits.split_at(point);
    out.push_str(if integer.is_empty() { "0" } else { integer });
    if !fraction.is_empty() || choices.one_in(3) {
        out.push('.');
        out.push_str(fraction);
        if fraction.is_empty() || choices.one_in(3) {
            out.push_str(&"0".repeat(1 + choices.below(20)));
        }
    }
    let exponent = if number.is_zero() {
        choices.pick(&[0, -7, 400])
    } else {
        number.exponent - length(integer)
    };
    if exponent == 0 && choices.one_in(2) {
        return;
    }
    out.push(choices.pick(&['e', 'E']));
    let sign = if exponent < 0 {
        "-"
    } else {
        choices.pick(&["", "+"])
    };
    let zeros = choices.pick(&["", "", "00"]);
    write!(out, "{sign}{zeros}{}", exponent.unsigned_abs()).expect("a string takes all");
}

/// Without an exponent, as in `0.00012`, `1.2` or `12000`.
fn write_plain(number: &Decimal, out: &mut String) {
    let zeros = |count: i128| "0".repeat(usize::try_from(count).unwrap_or(0));
    let digits = format!(
        "{}{}{}",
        zeros(1 - number.exponent),
        number.digits,
        zeros(number.exponent - length(&number.digits)),
    );
    let point = usize::try_from(number.exponent.max(1)).expect("a small number");
    let (integer, fraction) = digits.split_at(point);
    out.push_str(integer);
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
}
