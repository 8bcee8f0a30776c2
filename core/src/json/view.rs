//! A walk over a JSON document that copies nothing: where its values begin and end.
//!
//! For what passes through signkey as it is. The grammar is that of RFC 8259 with the limit on
//! depth; unlike canonicalization, the walk does not judge what only passes through: duplicate
//! names, lone surrogates and the range of numbers are for the reader at the other end.

use core::ops::Range;

use super::{
    limits::JSON_DEPTH_MAX, number::Number, string::code_unit, structural_index::plain_len,
    swar::is_space, utf8::utf8,
};
use crate::error::{Error, ErrorKind};

/// A value of a document whose grammar was checked, without the white space around it.
#[derive(Clone, Copy)]
pub(crate) struct Value<'a> {
    document: &'a str,
    start: usize,
    end: usize,
}

/// A member of an object.
#[derive(Clone, Copy)]
pub(crate) struct Member<'a> {
    /// What stands between the quotes of the name.
    pub(crate) name: &'a str,
    pub(crate) value: Value<'a>,
    /// Where the name begins in the document, at its quote.
    pub(crate) start: usize,
}

impl<'a> Value<'a> {
    /// Walks over a whole document and returns its one value.
    pub(crate) fn document(json: &'a [u8]) -> Result<Self, Error> {
        let document = utf8(json)?;
        let mut view = View { document, at: 0 };
        let value = view.value().and_then(|value| {
            let ends = view.rest().iter().all(|byte| is_space(*byte));
            if ends {
                Ok(value)
            } else {
                Err(ErrorKind::InvalidJson)
            }
        });
        value.map_err(|kind| Error::new(kind, view.at as u64))
    }

    pub(crate) fn text(&self) -> &'a str {
        &self.document[self.span()]
    }

    /// Where it lies in the document.
    pub(crate) fn span(&self) -> Range<usize> {
        self.start..self.end
    }

    pub(crate) fn is_object(&self) -> bool {
        self.text().starts_with('{')
    }

    pub(crate) fn is_array(&self) -> bool {
        self.text().starts_with('[')
    }

    /// The members of an object in their order; none of any other value.
    pub(crate) fn members(&self) -> impl Iterator<Item = Member<'a>> {
        let mut view = self.inside('{');
        core::iter::from_fn(move || view.as_mut()?.next_member())
    }

    /// The elements of an array in their order; none of any other value.
    pub(crate) fn elements(&self) -> impl Iterator<Item = Self> {
        let mut view = self.inside('[');
        core::iter::from_fn(move || view.as_mut()?.next_element())
    }

    /// What stands between the quotes of a string.
    pub(crate) fn string(&self) -> Option<&'a str> {
        self.text().strip_prefix('"')?.strip_suffix('"')
    }

    /// A view behind the opening bracket, if it is this one.
    fn inside(&self, bracket: char) -> Option<View<'a>> {
        let view = View {
            document: self.document,
            at: self.start + 1,
        };
        self.text().starts_with(bracket).then_some(view)
    }
}

struct View<'a> {
    document: &'a str,
    at: usize,
}

impl<'a> View<'a> {
    /// The next byte behind white space.
    #[inline]
    fn token(&mut self) -> Option<u8> {
        while let Some(byte) = self.peek() {
            if !is_space(byte) {
                return Some(byte);
            }
            self.at += 1;
        }
        None
    }

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.rest().first().copied()
    }

    #[inline]
    fn rest(&self) -> &'a [u8] {
        self.document.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// Walks over a value and all that is in it.
    fn value(&mut self) -> Result<Value<'a>, ErrorKind> {
        self.token();
        let start = self.at;
        let mut open = Open::default();
        loop {
            let ended = match self.token() {
                Some(b'{') => self.open(&mut open, true)?,
                Some(b'[') => self.open(&mut open, false)?,
                Some(b'"') => self.string().map(|_| true)?,
                Some(b't') => self.literal(b"true")?,
                Some(b'f') => self.literal(b"false")?,
                Some(b'n') => self.literal(b"null")?,
                _ => self.number()?,
            };
            if ended && self.separators(&mut open)? {
                return Ok(Value {
                    document: self.document,
                    start,
                    end: self.at,
                });
            }
        }
    }

    /// Opens a container. Says whether it is empty, and so has ended already.
    fn open(&mut self, open: &mut Open, object: bool) -> Result<bool, ErrorKind> {
        open.push(object)?;
        self.at += 1;
        let end = if object { b'}' } else { b']' };
        let empty = self.token() == Some(end);
        if empty {
            self.at += 1;
            open.pop();
        } else if object {
            self.name()?;
        }
        Ok(empty)
    }

    /// Walks from behind a value to the next one in the open containers. Says whether all are
    /// closed instead.
    #[inline]
    fn separators(&mut self, open: &mut Open) -> Result<bool, ErrorKind> {
        while let Some(object) = open.innermost() {
            let byte = self.token();
            self.at += 1;
            match (byte, object) {
                (Some(b','), true) => return self.name().map(|_| false),
                (Some(b','), false) => return Ok(false),
                (Some(b'}'), true) | (Some(b']'), false) => open.pop(),
                _ => {
                    self.at -= 1;
                    return Err(ErrorKind::InvalidJson);
                }
            }
        }
        Ok(true)
    }

    /// Walks over a member's name and colon. Returns the name between its quotes.
    #[inline]
    fn name(&mut self) -> Result<&'a str, ErrorKind> {
        if self.token() != Some(b'"') {
            return Err(ErrorKind::InvalidJson);
        }
        let name = self.string()?;
        if self.token() != Some(b':') {
            return Err(ErrorKind::InvalidJson);
        }
        self.at += 1;
        Ok(name)
    }

    /// Walks over a string, which begins here. Returns what stands between its quotes.
    #[inline]
    fn string(&mut self) -> Result<&'a str, ErrorKind> {
        self.at += 1;
        let start = self.at;
        loop {
            self.at += plain_len(self.rest());
            match self.rest() {
                [b'"', ..] => {
                    self.at += 1;
                    return Ok(&self.document[start..self.at - 1]);
                }
                [
                    b'\\',
                    b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't',
                    ..,
                ] => self.at += 2,
                escape if code_unit(escape).is_some() => self.at += 6,
                _ => return Err(ErrorKind::InvalidJson),
            }
        }
    }

    fn literal(&mut self, name: &[u8]) -> Result<bool, ErrorKind> {
        if !self.rest().starts_with(name) {
            return Err(ErrorKind::InvalidJson);
        }
        self.at += name.len();
        Ok(true)
    }

    #[inline]
    fn number(&mut self) -> Result<bool, ErrorKind> {
        let number = Number::scan(self.document, self.at).ok_or(ErrorKind::InvalidJson)?;
        self.at += number.token.len();
        Ok(true)
    }

    /// The next member of a checked object.
    fn next_member(&mut self) -> Option<Member<'a>> {
        self.skip_comma();
        let start = self.at;
        Some(Member {
            name: self.name().ok()?,
            value: self.value().ok()?,
            start,
        })
    }

    /// The next element of a checked array.
    fn next_element(&mut self) -> Option<Value<'a>> {
        self.skip_comma();
        self.value().ok()
    }

    fn skip_comma(&mut self) {
        if self.token() == Some(b',') {
            self.at += 1;
            self.token();
        }
    }
}

/// Which of the open containers are objects: a bit each, the outermost first.
struct Open {
    objects: [u64; JSON_DEPTH_MAX / 64],
    depth: usize,
}

impl Default for Open {
    fn default() -> Self {
        Self {
            objects: [0; JSON_DEPTH_MAX / 64],
            depth: 0,
        }
    }
}

impl Open {
    fn push(&mut self, object: bool) -> Result<(), ErrorKind> {
        let (word, bit) = (self.depth / 64, 1 << (self.depth % 64));
        let word = self.objects.get_mut(word).ok_or(ErrorKind::JsonTooDeep)?;
        if object {
            *word |= bit;
        } else {
            *word &= !bit;
        }
        self.depth += 1;
        Ok(())
    }

    fn pop(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// Whether the innermost one is an object; `None` if all are closed.
    #[inline]
    fn innermost(&self) -> Option<bool> {
        let top = self.depth.checked_sub(1)?;
        let word = self.objects.get(top / 64)?;
        Some(word >> (top % 64) & 1 == 1)
    }
}
