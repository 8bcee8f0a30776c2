//! The table of errors in docs/errors.md is the core's list, in the core's words.

#![allow(clippy::print_stdout, reason = "tests say how many cases ran")]

use signkey::ErrorKind;

#[test]
fn table_of_errors_is_complete() {
    let page = include_str!("../../docs/errors.md");
    let rows: Vec<&str> = page
        .lines()
        .filter(|line| {
            let first = line.trim_start_matches("| ").chars().next();
            line.starts_with("| ") && first.is_some_and(|first| first.is_ascii_digit())
        })
        .collect();
    let expected: Vec<String> = ErrorKind::ALL
        .iter()
        .map(|kind| {
            let (number, code) = (kind.number(), kind.code());
            let (status, message) = (kind.http_status(), kind.message());
            format!("| {number} | `{code}` | {status} | {message} |")
        })
        .collect();
    assert_eq!(rows, expected);
    println!("{} errors compared", rows.len());
}
