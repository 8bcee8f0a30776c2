//! The committed C header is what this crate generates.

use std::{env, error::Error, fmt::Write, fs, path::Path};

use signkey::ErrorKind;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[test]
fn header_is_up_to_date() -> Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = folder.join("../include/signkey.h");
    let generated = generate(folder)?;

    if env::var_os("SIGNKEY_UPDATE").is_some_and(|update| update == "1") {
        fs::write(&path, &generated)?;
    }
    let committed = fs::read_to_string(&path)?;
    let lines = || committed.lines().zip(generated.lines()).enumerate();
    let first = lines().find(|(_, (committed, generated))| committed != generated);
    assert!(
        committed == generated,
        "include/signkey.h is out of date: `make -C ffi-c header` writes it; first difference: \
         {first:?}"
    );
    Ok(())
}

/// The header: what `cbindgen` makes of the sources, with the core's list of errors in it.
fn generate(folder: &Path) -> Result<String> {
    let mut config = cbindgen::Config::from_file(folder.join("cbindgen.toml"))?;
    let head = config.after_includes.take().unwrap_or_default();
    let head = head.replace("@VERSION@", env!("CARGO_PKG_VERSION"));
    config.after_includes = Some(head.replace("@STATUSES@", &enumerators()?));
    let bindings = cbindgen::Builder::new()
        .with_crate(folder)
        .with_config(config)
        .generate()?;
    let mut header = Vec::new();
    bindings.write(&mut header);
    Ok(String::from_utf8(header)?)
}

fn enumerators() -> Result<String> {
    let mut lines = String::new();
    for kind in ErrorKind::ALL {
        let (name, number) = (kind.code().to_uppercase(), kind.number());
        let (first, rest) = kind.message().split_at(1);
        let first = first.to_uppercase();
        writeln!(lines, "    /** {first}{rest}. */")?;
        writeln!(lines, "    SIGNKEY_ERROR_{name} = {number},")?;
    }
    Ok(lines)
}
