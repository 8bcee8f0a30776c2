//! A new key.

use std::{fs, io::Write, path::Path};

use signkey::{Error, ErrorKind, SigningKey};
use zeroize::Zeroizing;

use crate::{
    args::{Keygen, Prefix},
    failure::{Failure, OK},
    json::{Object, quote},
    output::Output,
};

/// As long as the hash and the MAC: more would be hashed to this.
const KEY_SIZE: usize = 32;

pub(super) fn run(args: &Keygen, output: &Output) -> Result<u8, Failure> {
    let prefix = match (args.bare, args.prefix) {
        (true, _) => "",
        (false, Prefix::Prod) => "signkey-prod-",
        (false, Prefix::Test) => "signkey-test-",
        (false, Prefix::Branch) => "signkey-branch-",
    };
    let text = Zeroizing::new(format!("{prefix}{}", *digits()?));
    let id = SigningKey::parse(&*text).map_err(Failure::settings)?.id();
    match &args.output {
        Some(path) => {
            write(path, &text)?;
            let file = quote(&path.display().to_string());
            output.line(
                || id.to_string(),
                || {
                    Object::new()
                        .text("id", id.as_str())
                        .json("file", &file)
                        .finish()
                },
            )?;
            output.say(&format!(
                "the key with the id {id} is in {}",
                path.display()
            ));
        }
        None => {
            let json = || {
                Object::new()
                    .text("key", &text)
                    .text("id", id.as_str())
                    .finish()
            };
            output.line(|| text.to_string(), json)?;
            output.say(&format!("the id of this key is {id}"));
        }
    }
    if !args.bare {
        output.say("the self-hosted server takes only the digits behind the prefix; --bare makes a key of these alone");
    }
    Ok(OK)
}

fn digits() -> Result<Zeroizing<String>, Failure> {
    let mut bytes = Zeroizing::new([0; KEY_SIZE]);
    let failed = || Failure::settings(Error::from(ErrorKind::RandomSourceFailed));
    getrandom::fill(&mut *bytes).map_err(|_| failed())?;
    let mut digits = Zeroizing::new(String::with_capacity(2 * KEY_SIZE));
    for byte in *bytes {
        for nibble in [byte >> 4, byte & 15] {
            digits.push(char::from_digit(nibble.into(), 16).ok_or_else(failed)?);
        }
    }
    Ok(digits)
}

/// Makes a file that did not exist, for this user alone.
fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let file = options.open(path);
    let written = file.and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.write_all(b"\n")?;
        file.sync_all()
    });
    written.map_err(|error| Failure::file(path, &error))
}
