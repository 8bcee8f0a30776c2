//! Canonical JSON.

use signkey::{Error, ErrorKind};

use crate::{
    args::Canonicalize,
    body,
    failure::{Failure, OK},
    output::Output,
};

pub(super) fn run(args: &Canonicalize, output: &Output) -> Result<u8, Failure> {
    let json = body::read(args.file.as_deref(), None)?;
    let canonical = signkey::canonicalize(&json).map_err(Failure::refused)?;
    if let Some(at) = canonical.lossy_at() {
        let error = Error::new(
            ErrorKind::JsonNumberLossy,
            u64::try_from(at).unwrap_or(u64::MAX),
        );
        if !args.allow_lossy {
            return Err(Failure::refused(error));
        }
        output.say(&format!("{error}"));
    }
    // The bytes alone, without a line break: they are what is signed.
    output.bytes(canonical.as_bytes())?;
    Ok(OK)
}
