//! Files of lines `NAME=value`.

use std::{collections::BTreeMap, path::Path};

use crate::failure::Failure;

/// The variables of a file. `is_literal`: a value is all that stands behind the equals sign, as `docker
/// run --env-file` takes it; otherwise quotation marks, comments and `export` are read as shells do.
pub(crate) fn read(path: &Path, is_literal: bool) -> Result<BTreeMap<String, String>, Failure> {
    let bytes = std::fs::read(path).map_err(|error| Failure::file(path, &error))?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(text
        .lines()
        .filter_map(|line| parse(line, is_literal))
        .collect())
}

fn parse(line: &str, is_literal: bool) -> Option<(String, String)> {
    let line = line.trim_start_matches('\u{feff}').trim_ascii_start();
    if line.starts_with('#') {
        return None;
    }
    let (name, value) = line.split_once('=')?;
    let name = match is_literal {
        true => name,
        false => name.strip_prefix("export ").unwrap_or(name).trim(),
    };
    let value = match is_literal {
        true => value,
        false => unquote(value.trim_ascii()),
    };
    Some((name.to_owned(), value.to_owned()))
}

/// The value without its quotation marks, or without a comment behind it.
fn unquote(value: &str) -> &str {
    let quote = value
        .chars()
        .next()
        .filter(|first| matches!(first, '"' | '\''));
    match quote.and_then(|quote| value[1..].split_once(quote)) {
        Some((inside, behind))
            if behind.trim_ascii_start().is_empty()
                || behind.trim_ascii_start().starts_with('#') =>
        {
            inside
        }
        _ => value
            .split_once(" #")
            .map_or(value, |(value, _)| value.trim_ascii_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_line_is_read_as_shells_or_as_docker_does() {
        for (line, shell, literal) in [
            ("A=b", Some("b"), Some("b")),
            ("export A=b", Some("b"), None),
            ("A = b ", Some("b"), None),
            ("A=\"b c\" # d", Some("b c"), Some("\"b c\" # d")),
            ("A='b'", Some("b"), Some("'b'")),
            ("A=b # c", Some("b"), Some("b # c")),
            ("A=\"b", Some("\"b"), Some("\"b")),
            ("A=b=c", Some("b=c"), Some("b=c")),
            ("# A=b", None, None),
            ("A", None, None),
        ] {
            let value = |is_literal| {
                let (name, value) = parse(line, is_literal)?;
                (name == "A").then_some(value)
            };
            assert_eq!(value(false).as_deref(), shell, "{line}");
            assert_eq!(value(true).as_deref(), literal, "{line}");
        }
    }
}
