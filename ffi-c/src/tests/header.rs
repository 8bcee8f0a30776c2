//! The committed C header is what this crate generates.
#![cfg(target_pointer_width = "64")]

use std::{env, fmt::Write, fs, path::Path};

use signkey::{Authorization, ErrorKind, SignatureHeader};

use super::layout;

#[test]
#[cfg_attr(miri, ignore = "reads files")]
fn the_header_is_up_to_date() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = folder.join("../include/signkey.h");
    let generated = generate(folder);

    if env::var_os("SIGNKEY_GENERATE").is_some_and(|update| update == "1") {
        fs::write(&path, &generated).expect("include can be written to");
    }
    let committed = fs::read_to_string(&path).expect("the header");
    let lines = || committed.lines().zip(generated.lines()).enumerate();
    let first = lines().find(|(_, (committed, generated))| committed != generated);
    assert!(
        committed == generated,
        "include/signkey.h is out of date: `make -C ffi-c generate` writes it; first difference: \
         {first:?}"
    );
}

/// The header: what `cbindgen` makes of the sources, with what stands between two @ filled in.
fn generate(folder: &Path) -> String {
    let config = cbindgen::Config::from_file(folder.join("cbindgen.toml"));
    let mut config = config.expect("a configuration");
    let head = config.after_includes.take().unwrap_or_default();
    let head = head
        .replace("@VERSION@", env!("CARGO_PKG_VERSION"))
        .replace("@SIGNATURE_HEADER@", SignatureHeader::NAME)
        .replace("@AUTHORIZATION_HEADER@", Authorization::NAME)
        .replace("@STATUSES@", &enumerators());
    config.after_includes = Some(head);
    let tail = config.trailer.take().unwrap_or_default();
    config.trailer = Some(tail.replace("@LAYOUT@", &layout::assertions()));
    let bindings = cbindgen::Builder::new()
        .with_crate(folder)
        .with_config(config)
        .generate();
    let mut header = Vec::new();
    bindings.expect("a header").write(&mut header);
    String::from_utf8(header).expect("UTF-8")
}

fn enumerators() -> String {
    let mut lines = String::new();
    for kind in ErrorKind::ALL {
        let (name, number) = (kind.code().to_uppercase(), kind.number());
        let (first, rest) = kind.message().split_at(1);
        let first = first.to_uppercase();
        write!(
            lines,
            "    /** {first}{rest}. */\n    SIGNKEY_ERROR_{name} = {number},\n"
        )
        .expect("a string takes all");
    }
    lines
}
