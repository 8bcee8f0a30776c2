//! Why a text is no key, as a person would say it who sees every character.

use core::fmt;

use super::{
    character::{Character, Place},
    key::SigningKey,
};
use crate::error::{Error, ErrorKind};

/// Why a text is no signing key, so that a person finds the place.
///
/// `Display` is a sentence for people. Nothing of the text is in it, but for the name of a character
/// that no key has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyFault {
    error: Error,
    cause: Cause,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Cause {
    /// There is no more to say than the error says.
    Unknown,
    Quoted,
    Assignment,
    Credential,
    Hash,
    Placeholder,
    Masked,
    Escape,
    Prefix,
    Utf16,
    Character(Character, Place),
}

impl SigningKey {
    /// Why a text is no key: what the error of [`SigningKey::parse`] says, and what caused it, as far
    /// as that can be told. `None` for a key.
    #[must_use]
    pub fn diagnose(text: impl AsRef<[u8]>) -> Option<KeyFault> {
        let text = text.as_ref().trim_ascii();
        let error = Self::parse(text).err()?;
        let cause = match error.kind() {
            ErrorKind::EmptyKey | ErrorKind::OddKeyLength => Cause::Unknown,
            // Of random letters, some always look like digits.
            ErrorKind::EventKey => Cause::of_whole(text).unwrap_or(Cause::Unknown),
            _ => Cause::of(text),
        };
        Some(KeyFault { error, cause })
    }
}

impl KeyFault {
    /// The error of [`SigningKey::parse`].
    #[must_use]
    pub const fn error(&self) -> Error {
        self.error
    }

    /// The same fault, of the option or variable of this name.
    #[cfg(feature = "alloc")]
    pub(crate) const fn with_setting(self, name: &'static str) -> Self {
        Self {
            error: self.error.with_setting(name),
            ..self
        }
    }

    /// A `snake_case` name of what was found: `quoted`, `assignment`, `credential`, `hash`,
    /// `placeholder`, `masked`, `escape`, `prefix`, `utf16`, `byte_order_mark`,
    /// `invisible_character`, `white_space`, `separator`, `smart_quote`, `smart_dash` or
    /// `look_alike`. Otherwise it is the code of the error.
    #[must_use]
    pub const fn cause(&self) -> &'static str {
        match self.cause {
            Cause::Unknown => self.error.code(),
            Cause::Quoted => "quoted",
            Cause::Assignment => "assignment",
            Cause::Credential => "credential",
            Cause::Hash => "hash",
            Cause::Placeholder => "placeholder",
            Cause::Masked => "masked",
            Cause::Escape => "escape",
            Cause::Prefix => "prefix",
            Cause::Utf16 => "utf16",
            Cause::Character(character, _) => character.class.code(),
        }
    }

    /// The character to look at, counted from 1 as it is seen: white space in front and characters
    /// without width do not count. A character without width stands in front of this one.
    #[must_use]
    pub const fn position(&self) -> Option<u64> {
        match self.cause {
            Cause::Character(_, Place::At(position)) => Some(position),
            Cause::Character(_, Place::Start) => Some(1),
            Cause::Unknown => self.error.position(),
            _ => None,
        }
    }

    /// The name of the character to look at, if it has one here.
    #[must_use]
    pub const fn character(&self) -> Option<&'static str> {
        match self.cause {
            Cause::Character(character, _) => Some(character.name),
            _ => None,
        }
    }

    /// What to do about it: a sentence without a final stop.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self.cause {
            Cause::Unknown => self.error.hint().unwrap_or_default(),
            Cause::Quoted => "remove the quotation marks: here they are a part of the value",
            Cause::Assignment => "give only what stands behind the equals sign",
            Cause::Credential => {
                "copy the signing key itself: a token is derived from it and signs nothing"
            }
            Cause::Hash => "copy the signing key itself: a hash of it signs nothing",
            Cause::Placeholder => "write the key in its place, or set the variable that it names",
            Cause::Masked => {
                "copy the key with the button in the dashboard, which copies all of it"
            }
            Cause::Escape => "remove the backslash and what follows it",
            Cause::Prefix => {
                "write the prefix in lower case, with hyphens: signkey-prod-, for example"
            }
            Cause::Utf16 => "save the file as UTF-8, without a byte order mark",
            Cause::Character(character, _) => character.class.hint(),
        }
    }
}

impl Cause {
    fn of(text: &[u8]) -> Self {
        Self::of_whole(text)
            .or_else(|| Character::find(text).map(|(it, place)| Self::Character(it, place)))
            .unwrap_or(Self::Unknown)
    }

    /// What the text as a whole looks like.
    fn of_whole(text: &[u8]) -> Option<Self> {
        let starts = |start: &str| {
            let front = text.get(..start.len());
            front.is_some_and(|front| front.eq_ignore_ascii_case(start.as_bytes()))
        };
        let has = |part: &str| {
            let mut windows = text.windows(part.len());
            windows.any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
        };
        let any = |parts: &[&str], is: &dyn Fn(&str) -> bool| parts.iter().any(|part| is(part));
        let is_web_token = starts("eyj") && text.iter().filter(|byte| **byte == b'.').count() == 2;
        let is_prefix =
            text.is_ascii() && (starts("signkey") || starts("sign-key") || starts("signing"));
        Some(match () {
            () if has("\0") || text.starts_with(b"\xff\xfe") || text.starts_with(b"\xfe\xff") => {
                Self::Utf16
            }
            () if is_quoted(text) => Self::Quoted,
            () if any(
                &["export ", "set ", "INNGEST_", "-e ", "SIGNING_KEY"],
                &starts,
            ) || has("=signkey-") =>
            {
                Self::Assignment
            }
            () if any(&["bearer ", "authorization:"], &starts) || is_web_token => Self::Credential,
            () if any(
                &[
                    "sha256:", "sha256=", "sha256-", "$2", "$argon2", "$5$", "$6$",
                ],
                &starts,
            ) =>
            {
                Self::Hash
            }
            () if any(&["${", "$(", "{{", "<", "your-", "your_"], &has) || starts("$") => {
                Self::Placeholder
            }
            () if any(&["*", "...", "…", "•"], &has) => Self::Masked,
            () if has("\\") => Self::Escape,
            () if is_prefix && !text.starts_with(b"signkey-") => Self::Prefix,
            () => return None,
        })
    }
}

/// Whether a value stands between quotation marks, which a shell would have removed.
pub(crate) fn is_quoted(text: &[u8]) -> bool {
    match text.trim_ascii() {
        [first, .., last] => first == last && matches!(first, b'"' | b'\'' | b'`'),
        _ => false,
    }
}

impl fmt::Display for KeyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.cause {
            Cause::Unknown => return self.error.without_setting().fmt(f),
            Cause::Quoted => "the signing key has quotation marks around it",
            Cause::Assignment => "the signing key is a whole assignment, name and all",
            Cause::Credential => "the signing key is a token or another credential",
            Cause::Hash => "the signing key is a hash",
            Cause::Placeholder => "the signing key is a placeholder",
            Cause::Masked => "the signing key is shortened or masked, as screens show it",
            Cause::Escape => "the signing key has a backslash in it",
            Cause::Prefix => "the prefix of the signing key is misspelt",
            Cause::Utf16 => "the signing key is UTF-16, not UTF-8",
            Cause::Character(character, place) => return character.write(place, f),
        })
    }
}
