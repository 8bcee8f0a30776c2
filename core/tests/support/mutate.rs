//! Small changes to documents and to bytes.

use super::{choices::Choices, decimal::Decimal, document::Document};

/// Changes one value or name somewhere in the document, most often so that the change is easy to
/// miss: the last digits of a number, the sign of zero, a type, a normalization form.
pub(crate) fn document(document: &Document, choices: &mut Choices) -> Document {
    let mut changed = document.clone();
    let at = choices.below(count(&changed));
    change_at(&mut changed, at, choices);
    changed
}

fn count(document: &Document) -> usize {
    1 + match document {
        Document::Array(items) => items.iter().map(count).sum(),
        Document::Object(members) => members.iter().map(|member| count(&member.1)).sum(),
        _ => 0,
    }
}

/// Changes the value with this index, counted in the order of writing.
fn change_at(document: &mut Document, mut at: usize, choices: &mut Choices) {
    if at == 0 {
        change(document, choices);
        return;
    }
    at -= 1;
    let children: Vec<&mut Document> = match document {
        Document::Array(items) => items.iter_mut().collect(),
        Document::Object(members) => members.iter_mut().map(|member| &mut member.1).collect(),
        _ => Vec::new(),
    };
    for child in children {
        let size = count(child);
        if at < size {
            change_at(child, at, choices);
            return;
        }
        at -= size;
    }
}

fn change(document: &mut Document, choices: &mut Choices) {
    if choices.one_in(8) {
        *document = if choices.one_in(2) {
            retype(document)
        } else {
            Document::Array(vec![document.clone()])
        };
        return;
    }
    match document {
        Document::Null => *document = Document::Bool(false),
        Document::Bool(value) => *value = !*value,
        Document::Number(token) => *token = number(token, choices),
        Document::Text(value) => *value = text(value, choices),
        Document::Array(items) => match choices.below(3) {
            0 => items.push(Document::Null),
            1 => drop(items.pop()),
            _ => items.reverse(),
        },
        Document::Object(members) => object(members, choices),
    }
}

/// The same content as another type.
fn retype(document: &Document) -> Document {
    match document {
        Document::Null => Document::Text("null".to_owned()),
        Document::Bool(value) => Document::Text(value.to_string()),
        Document::Number(token) => Document::Text(token.clone()),
        Document::Text(value) if value.is_empty() => Document::Null,
        Document::Text(_) => Document::Text(String::new()),
        Document::Array(_) => Document::Object(Vec::new()),
        Document::Object(_) => Document::Array(Vec::new()),
    }
}

/// A number close by, often one that rounds to the same double.
fn number(token: &str, choices: &mut Choices) -> String {
    let Decimal {
        negative,
        mut digits,
        exponent,
    } = Decimal::of(token);
    if digits.is_empty() {
        let zero = if negative { "0" } else { "-0" };
        return choices.pick(&[zero, "1e-400", "5e-324"]).to_owned();
    }
    let mut sign = if negative { "-" } else { "" };
    match choices.below(5) {
        0 => sign = if negative { "" } else { "-" },
        1 => digits.push('1'),
        _ => {
            // The 16th to the 20th digit decide over most roundings.
            let place = 15 + choices.below(5);
            while digits.len() < place {
                digits.push('0');
            }
            digits.push(choices.pick(&['1', '4', '5', '6', '9']));
        }
    }
    let changed = format!("{sign}0.{digits}e{exponent}");
    let finite = changed.parse::<f64>().is_ok_and(f64::is_finite);
    if finite { changed } else { "0".to_owned() }
}

fn text(value: &str, choices: &mut Choices) -> String {
    match choices.below(6) {
        0 => value.replace('é', "e\u{301}") + "\u{feff}",
        1 => value.to_owned() + "\0",
        2 => value.chars().rev().chain(['\u{200b}']).collect(),
        3 => value.chars().skip(1).collect::<String>() + "\\u0061",
        4 => format!(" {value}"),
        _ => value.to_uppercase() + "ſ",
    }
}

fn object(members: &mut Vec<(String, Document)>, choices: &mut Choices) {
    let at = choices.below(members.len().max(1));
    match choices.below(4) {
        0 => add(members, "__proto__".to_owned(), Document::Null),
        1 if !members.is_empty() => drop(members.remove(at)),
        2 if members.len() > 1 => {
            // Exchanges the values of two names.
            let other = (at + 1) % members.len();
            let value = members[at].1.clone();
            members[at].1 = std::mem::replace(&mut members[other].1, value);
        }
        _ if !members.is_empty() => {
            let (name, value) = members.remove(at);
            add(members, text(&name, choices), value);
        }
        _ => add(members, String::new(), Document::Null),
    }
}

/// Adds a member, in place of one that has its name.
fn add(members: &mut Vec<(String, Document)>, name: String, value: Document) {
    members.retain(|member| member.0 != name);
    members.push((name, value));
}

/// Changes one place of the bytes: a bit, a byte, or a piece that moves, goes or comes twice.
pub(crate) fn bytes(bytes: &[u8], choices: &mut Choices) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    if changed.is_empty() {
        return vec![b'0'];
    }
    let at = choices.below(changed.len());
    let end = (at + 1 + choices.below(8)).min(changed.len());
    match choices.below(6) {
        0 => changed[at] ^= 1 << choices.below(8),
        1 => {
            changed[at] = choices.pick(b"\0\t\n\r \"\\/,:[]{}0159-+.eEabu\x7f\x80\xc0\xed\xf5\xff");
        }
        2 => changed.insert(at, choices.pick(b" \n\r\t0e,\"\\")),
        3 => drop(changed.drain(at..end)),
        4 => drop(changed.splice(at..at, bytes[at..end].iter().copied())),
        _ => changed.swap(at, end - 1),
    }
    changed
}
