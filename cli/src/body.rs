//! The body of a message or a document.

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use crate::{args::KeyArgs, failure::Failure};

/// What a file holds, or standard input where there is none.
pub(crate) fn read(path: Option<&Path>, keys: Option<&KeyArgs>) -> Result<Vec<u8>, Failure> {
    match path.filter(|path| *path != Path::new("-")) {
        Some(path) => fs::read(path).map_err(|error| Failure::file(path, &error)),
        None if keys.is_some_and(KeyArgs::reads_stdin) => Err(Failure::usage(
            "standard input cannot be both the key and the body",
        )),
        None => {
            let mut bytes = Vec::new();
            let read = io::stdin().lock().read_to_end(&mut bytes);
            read.map_err(|error| Failure::file(Path::new("-"), &error))?;
            Ok(bytes)
        }
    }
}
