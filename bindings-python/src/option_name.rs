//! Names of options that are misspelt.

use pyo3::prelude::*;

/// That there is no such option, with the one that was probably meant; else with all of them.
#[cold]
pub(crate) fn unknown_option(py: Python<'_>, given: &str, known: &[&str]) -> String {
    let nearest = nearest(py, given, known).ok().flatten();
    match nearest {
        Some(name) => format!("there is no option '{given}'; did you mean '{name}'?"),
        None => format!("there is no option '{given}', but {}", known.join(", ")),
    }
}

fn nearest(py: Python<'_>, given: &str, known: &[&str]) -> PyResult<Option<String>> {
    let matches = py.import("difflib")?.getattr("get_close_matches")?;
    let matches: Vec<String> = matches.call1((given, known.to_vec(), 1))?.extract()?;
    Ok(matches.into_iter().next())
}
