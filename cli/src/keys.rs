//! Where keys come from: files, standard input, the variables of an app. Never an argument.

use std::{ffi::OsString, fs, io::Read, path::Path};

use signkey::{Config, ConfigOptions, Keyring, NamedKey, SigningKey};
use zeroize::Zeroizing;

use crate::{args::KeyArgs, failure::Failure};

/// So many digits without a prefix are no number and no id.
const BARE_DIGITS_MIN: usize = 24;
/// No file with a key is larger, in bytes.
const FILE_MAX: u64 = 64 << 10;

/// Where the text of a key was.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// In a variable of this name.
    Variable,
    /// In a file that a variable of this name names.
    FileVariable,
    /// In a file of this name, or on standard input.
    File,
}

/// The text of a key, cleared when dropped, and what to call it.
pub(crate) struct KeyText {
    pub(crate) origin: Origin,
    pub(crate) name: String,
    pub(crate) text: Zeroizing<Vec<u8>>,
}

impl KeyText {
    pub(crate) fn named(&self) -> NamedKey<'_> {
        NamedKey {
            name: &self.name,
            text: &self.text,
        }
    }

    pub(crate) fn parse(&self) -> Result<SigningKey, Failure> {
        SigningKey::parse(&*self.text).map_err(|error| {
            let fault = Failure::key(&self.name, &self.text);
            fault.unwrap_or_else(|| Failure::settings(error))
        })
    }

    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let mut text = Zeroizing::new(Vec::new());
        let (name, read) = if path == Path::new("-") {
            (
                "standard input".to_owned(),
                std::io::stdin().take(FILE_MAX).read_to_end(&mut text),
            )
        } else {
            let read =
                fs::File::open(path).and_then(|file| file.take(FILE_MAX).read_to_end(&mut text));
            (path.display().to_string(), read)
        };
        read.map_err(|error| Failure::file(path, &error))?;
        Ok(Self {
            origin: Origin::File,
            name,
            text,
        })
    }
}

impl KeyArgs {
    /// The texts of the keys in order, the primary first; at least one.
    pub(crate) fn texts(&self) -> Result<Vec<KeyText>, Failure> {
        let texts = if self.key_file.is_empty() {
            of_variables(&["INNGEST_SIGNING_KEY", "INNGEST_SIGNING_KEY_FALLBACK"])?
        } else {
            self.key_file
                .iter()
                .map(|path| KeyText::read(path))
                .collect::<Result<_, _>>()?
        };
        if texts.is_empty() {
            return Err(Failure::no_key());
        }
        Ok(texts)
    }

    /// The keys.
    pub(crate) fn keyring(&self) -> Result<Keyring, Failure> {
        let texts = self.texts()?;
        // A fault says more than the error of the keyring.
        for text in &texts {
            text.parse()?;
        }
        let texts = texts.iter().map(|text| Some(text.text.as_slice()));
        Keyring::from_texts(texts).map_err(Failure::settings)
    }

    pub(crate) fn reads_stdin(&self) -> bool {
        self.key_file.iter().any(|path| path == Path::new("-"))
    }
}

/// What these variables hold, or the files that their `_FILE` twins name; blank ones are absent.
fn of_variables(names: &[&str]) -> Result<Vec<KeyText>, Failure> {
    // The core judges: a variable and its file at once, and a file that cannot be read.
    let config = Config::read(&ConfigOptions::default(), |name| {
        let is_key = names
            .iter()
            .any(|key| name == *key || name.strip_suffix("_FILE") == Some(key));
        if is_key { variable(name) } else { None }
    });
    if let Err(error) = config.keyring()
        && error
            .setting()
            .is_some_and(|setting| setting.ends_with("_FILE"))
    {
        return Err(Failure::settings(error));
    }
    let texts = names.iter().filter_map(|name| {
        let file = format!("{name}_FILE");
        let own = variable(name).map(|text| (Origin::Variable, (*name).to_owned(), text));
        let other = || Some((Origin::FileVariable, file.clone(), variable(&file)?));
        let (origin, name, text) = own.or_else(other)?;
        Some(KeyText {
            origin,
            name,
            text: Zeroizing::new(text.into_bytes()),
        })
    });
    Ok(texts
        .filter(|text| !text.text.trim_ascii().is_empty())
        .collect())
}

/// A variable of this process, as [`Config::read`] wants it.
pub(crate) fn variable(name: &str) -> Option<String> {
    let value = std::env::var_os(name)?;
    content(name, value.to_string_lossy().into_owned())
}

/// The value of a variable; for one that names a file, what the file holds.
pub(crate) fn content(name: &str, value: String) -> Option<String> {
    if value.trim_ascii().is_empty() {
        return None;
    }
    if !Config::FILE_VARIABLES.contains(&name) {
        return Some(value);
    }
    let mut text = String::new();
    let read = fs::File::open(value.trim_ascii())
        .and_then(|file| file.take(FILE_MAX).read_to_string(&mut text));
    // Empty stands for a file that cannot be read.
    Some(read.map(|_| text).unwrap_or_default())
}

/// Whether one of the arguments is a key, or has one behind its first equals sign.
pub(crate) fn any_in(args: impl Iterator<Item = OsString>) -> bool {
    args.skip(1).any(|arg| {
        let arg = arg.to_string_lossy();
        let value = arg.split_once('=').map_or("", |(_, value)| value);
        is_key(&arg) || is_key(value)
    })
}

fn is_key(text: &str) -> bool {
    let is_long = text.starts_with("signkey-") || text.len() >= BARE_DIGITS_MIN;
    is_long && SigningKey::parse(text).is_ok()
}
