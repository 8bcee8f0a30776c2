//! Every export is guarded, declared and listed, and nothing else is.

use std::{collections::BTreeSet, fs, path::Path};

type Names = BTreeSet<String>;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(path).expect("a file of the repository")
}

/// All sources but the tests.
fn sources() -> String {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut sources = String::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of sources") {
            let path = entry.expect("a source").path();
            match path.extension() {
                None if !path.ends_with("tests") => folders.push(path),
                Some(suffix) if suffix == "rs" => {
                    sources += &fs::read_to_string(path).expect("a source file");
                }
                _ => {}
            }
        }
    }
    sources
}

/// The identifiers `signkey_...` of a text before this character.
fn names_before(text: &str, end: char) -> Names {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.split(end)
        .map(|part| part.rsplit(|c| !is_name(c)).next().unwrap_or_default())
        .filter(|name| name.starts_with("signkey_"))
        .map(str::to_owned)
        .collect()
}

/// The exported functions: name and body.
fn exports(sources: &str) -> Vec<(String, &str)> {
    let functions = sources.split("#[unsafe(no_mangle)]\n").skip(1);
    functions
        .map(|rest| {
            let (signature, rest) = rest.split_once('(').expect("a function");
            let (function, _) = rest.split_once("\n}\n").expect("the end of the function");
            let (_, body) = function.split_once("{\n").expect("a body");
            let name = signature.rsplit(' ').next().unwrap_or_default();
            assert!(signature.contains("extern \"C\" fn "), "{name}");
            (name.to_owned(), body)
        })
        .collect()
}

#[test]
#[cfg_attr(miri, ignore = "reads files")]
fn exports_guards_declarations_and_version_script_agree() {
    let sources = sources();
    let exports = exports(&sources);
    for (name, body) in &exports {
        let is_in_guard = body.trim_start().starts_with("guard::");
        let guards = body.matches("guard::").count();
        assert!(
            is_in_guard && guards == 1,
            "{name} must be one call of a guard"
        );
    }
    let names: Names = exports.iter().map(|(name, _)| name.clone()).collect();
    assert_eq!(names.len(), exports.len(), "a name is exported twice");
    assert_eq!(sources.matches("no_mangle").count(), names.len());
    assert_eq!(sources.matches("export_name").count(), 0);

    let header = read("../include/signkey.h");
    let is_code = |line: &&str| !line.starts_with(" *") && !line.trim_start().starts_with('*');
    let code: Vec<&str> = header.lines().filter(is_code).collect();
    assert_eq!(names_before(&code.join("\n"), '('), names);
    assert_eq!(names_before(&read("signkey.map"), ';'), names);
}

#[test]
#[cfg_attr(miri, ignore = "reads files")]
fn functions_that_take_pointers_are_unsafe() {
    let sources = sources();
    for function in sources.split("#[unsafe(no_mangle)]\n").skip(1) {
        let (signature, _) = function.split_once(" {\n").expect("a function");
        let (arguments, _) = signature.split_once(" -> ").unwrap_or((signature, ""));
        assert_eq!(
            arguments.contains(": *"),
            arguments.starts_with("pub unsafe extern"),
            "{arguments}"
        );
    }
}
