//! Characters that creep into keys, by name: what editors, chats and consoles add, and what cannot be
//! seen.

use core::fmt;

use super::key::prefix_len;

/// A character that no key has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Character {
    pub(super) name: &'static str,
    pub(super) class: Class,
}

/// What kind of a character it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Class {
    ByteOrderMark,
    /// It takes no room, so it cannot be seen.
    Invisible,
    Space,
    Separator,
    SmartQuote,
    SmartDash,
    LookAlike,
}

/// Where a character stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Place {
    Start,
    End,
    /// It is this one of the characters that can be seen, counted from 1; one that cannot be seen
    /// stands in front of it.
    At(u64),
}

impl Class {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::ByteOrderMark => "byte_order_mark",
            Self::Invisible => "invisible_character",
            Self::Space => "white_space",
            Self::Separator => "separator",
            Self::SmartQuote => "smart_quote",
            Self::SmartDash => "smart_dash",
            Self::LookAlike => "look_alike",
        }
    }

    pub(super) const fn hint(self) -> &'static str {
        match self {
            Self::ByteOrderMark => "save the file as UTF-8 without a byte order mark",
            Self::Invisible => {
                "delete it, or copy the key from the dashboard and paste it as plain text"
            }
            Self::Space => "remove it: the key is one word, on one line",
            Self::Separator => {
                "give one key to each setting: the second belongs into INNGEST_SIGNING_KEY_FALLBACK"
            }
            Self::SmartQuote => {
                "remove the quotation marks, which an editor or a chat made from plain ones"
            }
            Self::SmartDash => "write a plain hyphen, which an editor or a chat replaced",
            Self::LookAlike => {
                "copy the key from the dashboard: it was typed, or an editor changed it"
            }
        }
    }
}

impl Character {
    /// The character of a text that is to blame, and where a person finds it.
    pub(super) fn find(text: &[u8]) -> Option<(Self, Place)> {
        let mut seen = 0;
        let mut characters = decode(text).peekable();
        let mut is_start = true;
        // A letter that looks like a digit is to blame only if nothing else is.
        let mut look_alike = None;
        let prefix = prefix_len(text);
        while let Some(character) = characters.next() {
            let found = Self::named(character);
            let is_seen = !found.is_some_and(|it| it.class.takes_no_room());
            let at = seen + 1;
            seen += u64::from(is_seen);
            let place = match (is_start, characters.peek()) {
                (true, _) => Place::Start,
                (false, None) => Place::End,
                (false, Some(_)) => Place::At(at),
            };
            is_start = false;
            match found {
                Some(it) if it.class == Class::LookAlike && character.is_ascii() => {
                    // The letters of the prefix are letters.
                    let is_digit = prefix.is_ok_and(|prefix| at > prefix as u64);
                    look_alike = look_alike.or(is_digit.then_some((it, place)));
                }
                Some(it) => return Some((it, place)),
                None => {}
            }
        }
        look_alike
    }

    fn named(character: char) -> Option<Self> {
        let (name, class) = match character {
            '\u{feff}' => ("byte order mark (U+FEFF)", Class::ByteOrderMark),
            '\u{200b}' => ("zero-width space (U+200B)", Class::Invisible),
            '\u{200c}' => ("zero-width non-joiner (U+200C)", Class::Invisible),
            '\u{200d}' => ("zero-width joiner (U+200D)", Class::Invisible),
            '\u{2060}' => ("word joiner (U+2060)", Class::Invisible),
            '\u{ad}' => ("soft hyphen (U+00AD)", Class::Invisible),
            '\u{200e}' => ("left-to-right mark (U+200E)", Class::Invisible),
            '\u{200f}' => ("right-to-left mark (U+200F)", Class::Invisible),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                ("mark of writing direction", Class::Invisible)
            }
            '\u{a0}' => ("no-break space (U+00A0)", Class::Space),
            '\u{202f}' => ("narrow no-break space (U+202F)", Class::Space),
            '\u{3000}' => ("ideographic space (U+3000)", Class::Space),
            '\u{2000}'..='\u{200a}' | '\u{205f}' | '\u{1680}' => ("wide space", Class::Space),
            '\n' | '\r' | '\u{b}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                ("line break", Class::Space)
            }
            '\t' => ("tab", Class::Space),
            ' ' => ("space", Class::Space),
            ',' => ("comma", Class::Separator),
            ';' => ("semicolon", Class::Separator),
            '\u{201c}' => ("left double quotation mark (U+201C)", Class::SmartQuote),
            '\u{201d}' => ("right double quotation mark (U+201D)", Class::SmartQuote),
            '\u{201e}' => ("low double quotation mark (U+201E)", Class::SmartQuote),
            '\u{2018}' => ("left single quotation mark (U+2018)", Class::SmartQuote),
            '\u{2019}' => ("right single quotation mark (U+2019)", Class::SmartQuote),
            '\u{ab}' | '\u{bb}' => ("angle quotation mark", Class::SmartQuote),
            '\u{2010}' => ("Unicode hyphen (U+2010)", Class::SmartDash),
            '\u{2011}' => ("non-breaking hyphen (U+2011)", Class::SmartDash),
            '\u{2013}' => ("en dash (U+2013)", Class::SmartDash),
            '\u{2014}' => ("em dash (U+2014)", Class::SmartDash),
            '\u{2212}' => ("minus sign (U+2212)", Class::SmartDash),
            'O' | 'o' => ("letter O, not the digit 0", Class::LookAlike),
            'l' | 'I' => ("letter, not the digit 1", Class::LookAlike),
            '\u{430}' | '\u{435}' | '\u{441}' | '\u{410}' | '\u{412}' | '\u{421}' | '\u{415}' => {
                ("Cyrillic letter", Class::LookAlike)
            }
            '\u{ff01}'..='\u{ff5e}' => ("full-width character", Class::LookAlike),
            char::REPLACEMENT_CHARACTER => ("byte that is not UTF-8", Class::LookAlike),
            _ => return None,
        };
        Some(Self { name, class })
    }

    /// Says that it is there: a sentence without a final stop.
    pub(super) fn write(self, place: Place, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name;
        let a = match name.starts_with(['a', 'e', 'i']) {
            true => "an",
            false => "a",
        };
        match (place, self.class.takes_no_room()) {
            (Place::Start, true) => write!(f, "the signing key begins with {a} {name}"),
            (Place::End, true) => write!(f, "the signing key ends with {a} {name}"),
            (Place::At(at), true) => {
                write!(
                    f,
                    "the signing key has {a} {name} in front of character {at}"
                )
            }
            (Place::Start, false) => write!(f, "character 1 of the signing key is {a} {name}"),
            (Place::End, false) => write!(f, "the last character of the signing key is {a} {name}"),
            (Place::At(at), false) => write!(f, "character {at} of the signing key is {a} {name}"),
        }
    }
}

impl Class {
    const fn takes_no_room(self) -> bool {
        matches!(self, Self::ByteOrderMark | Self::Invisible)
    }
}

/// The characters of a text, in which a byte that is not UTF-8 counts as one.
fn decode(text: &[u8]) -> impl Iterator<Item = char> {
    text.utf8_chunks().flat_map(|chunk| {
        let invalid = (!chunk.invalid().is_empty()).then_some(char::REPLACEMENT_CHARACTER);
        chunk.valid().chars().chain(invalid)
    })
}
