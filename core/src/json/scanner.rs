//! The scan: one pass over the text, with an explicit stack of open containers.

use alloc::vec::Vec;

use super::{
    form::Canonical,
    limits::JSON_DEPTH_MAX,
    number::Number,
    order::{Member, Reordered},
    output::{Output, Span, push},
    structural_index::StructuralIndex,
    swar::{is_space, space_len},
};
use crate::error::{Error, ErrorKind};

/// An open array or object.
struct Container {
    /// Whether it is an object.
    object: bool,
    /// Whether its members have come in order so far.
    ordered: bool,
    /// Where it begins in the output.
    start: u32,
    /// The index of its first member in [`Scanner::members`].
    first: usize,
}

/// What the scan expects next.
enum Next {
    Value,
    /// A member's name and colon.
    Member,
    /// The comma or the end of the innermost container, or the end of the document.
    Separator,
}

pub(super) struct Scanner<'a> {
    input: &'a str,
    /// Those that are still to come, as seen from `at`.
    pub(super) index: StructuralIndex<'a>,
    pub(super) at: usize,
    pub(super) output: Output<'a>,
    open: Vec<Container>,
    /// The members of all open objects, those of the innermost last.
    members: Vec<Member>,
    reordered: Reordered,
    lossy_at: Option<usize>,
}

impl<'a> Scanner<'a> {
    /// Begins at this offset, behind white space.
    pub(super) fn new(input: &'a str, start: usize, mut index: StructuralIndex<'a>) -> Self {
        index.go_to(start);
        Self {
            input,
            index,
            at: start,
            output: Output::new(input.as_bytes(), start),
            open: Vec::new(),
            members: Vec::new(),
            reordered: Reordered::default(),
            lossy_at: None,
        }
    }

    pub(super) fn run(mut self) -> Result<Canonical<'a>, Error> {
        self.document()
            .map_err(|kind| Error::new(kind, self.at.min(self.input.len()) as u64))?;
        drop((self.members, self.open));
        let text = self.output.finish(self.at)?;
        Ok(Canonical {
            bytes: self.reordered.apply(text)?,
            lossy_at: self.lossy_at,
        })
    }

    /// Scans the document and looks at the white space behind it.
    fn document(&mut self) -> Result<(), ErrorKind> {
        let mut next = Next::Value;
        loop {
            next = match next {
                Next::Value => self.value()?,
                Next::Member => self.member()?,
                Next::Separator if self.open.is_empty() => break,
                Next::Separator => self.separator()?,
            };
        }
        let rest = &self.input.as_bytes()[self.at..];
        match rest.iter().all(|byte| is_space(*byte)) {
            true => Ok(()),
            false => Err(ErrorKind::InvalidJson),
        }
    }

    #[inline]
    pub(super) fn peek(&self) -> Option<u8> {
        self.input.as_bytes().get(self.at).copied()
    }

    /// What is still to be scanned.
    #[inline]
    pub(super) fn rest(&self) -> &'a [u8] {
        self.input.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// Skips white space, which the output does not hold, and looks at what comes behind it.
    #[inline]
    fn peek_token(&mut self) -> Result<Option<u8>, ErrorKind> {
        match self.peek() {
            Some(byte) if is_space(byte) => self.skip_space(),
            byte => Ok(byte),
        }
    }

    fn skip_space(&mut self) -> Result<Option<u8>, ErrorKind> {
        let start = self.at;
        self.at += space_len(self.rest());
        self.index.pass(self.at);
        self.output.skip(start, self.at)?;
        Ok(self.peek())
    }

    #[inline(always)]
    fn value(&mut self) -> Result<Next, ErrorKind> {
        // As it stands behind a colon.
        if let [b' ', next, ..] = self.rest()
            && !is_space(*next)
        {
            self.at += 1;
            self.output.skip(self.at - 1, self.at)?;
        }
        match self.peek_token()? {
            Some(b'"') => {
                self.string()?;
            }
            Some(b'{') => return self.open(true),
            Some(b'[') => return self.open(false),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b't') => self.literal(b"true")?,
            Some(b'f') => self.literal(b"false")?,
            Some(b'n') => self.literal(b"null")?,
            _ => return Err(ErrorKind::InvalidJson),
        }
        Ok(Next::Separator)
    }

    fn literal(&mut self, name: &[u8]) -> Result<(), ErrorKind> {
        if !self.rest().starts_with(name) {
            return Err(ErrorKind::InvalidJson);
        }
        self.at += name.len();
        Ok(())
    }

    #[inline(never)]
    fn number(&mut self) -> Result<(), ErrorKind> {
        let number = Number::scan(self.input, self.at).ok_or(ErrorKind::InvalidJson)?;
        let len = number.token.len();
        if number.is_short() {
            self.at += len;
            return Ok(());
        }
        let canonical = number.canonical().ok_or(ErrorKind::JsonNumberOutOfRange)?;
        if !canonical.lossless {
            self.lossy_at.get_or_insert(self.at);
        }
        match canonical.text {
            None => self.at += len,
            Some(text) => self.rewrite(len, text.as_bytes())?,
        }
        Ok(())
    }

    /// Moves behind a token of this size, replaced by its canonical form if it differs.
    pub(super) fn rewrite(&mut self, len: usize, canonical: &[u8]) -> Result<(), ErrorKind> {
        let end = self.at + len;
        if !self.rest().starts_with(canonical) || canonical.len() != len {
            self.output.replace(self.at, end, canonical)?;
        }
        self.at = end;
        Ok(())
    }

    fn open(&mut self, object: bool) -> Result<Next, ErrorKind> {
        if self.open.len() == JSON_DEPTH_MAX {
            return Err(ErrorKind::JsonTooDeep);
        }
        let container = Container {
            object,
            ordered: true,
            start: self.output.offset(self.at),
            first: self.members.len(),
        };
        push(&mut self.open, container)?;
        self.at += 1;
        let end = if object { b'}' } else { b']' };
        if self.peek_token()? == Some(end) {
            self.at += 1;
            self.open.pop();
            return Ok(Next::Separator);
        }
        Ok(if object { Next::Member } else { Next::Value })
    }

    /// Scans a member's name and colon.
    #[inline(always)]
    fn member(&mut self) -> Result<Next, ErrorKind> {
        if self.peek_token()? != Some(b'"') {
            return Err(ErrorKind::InvalidJson);
        }
        let start_at = self.at + 1;
        let start = self.output.offset(start_at);
        let escaped = self.string()?;
        let end = self.output.offset(self.at) - 1;
        let name = Span { start, end };
        let bytes = self.output.since(start, start_at, self.at)?;
        let member = Member::new(name, escaped, bytes);
        self.check_order(&member);
        push(&mut self.members, member)?;
        if self.peek_token()? != Some(b':') {
            return Err(ErrorKind::InvalidJson);
        }
        self.at += 1;
        Ok(Next::Value)
    }

    /// Compares a member's name with the one before it in the innermost object.
    #[inline]
    fn check_order(&mut self, member: &Member) {
        let Some(object) = self.open.last_mut() else {
            return;
        };
        let siblings = &self.members[object.first..];
        let Some(previous) = siblings.last().filter(|_| object.ordered) else {
            return;
        };
        // A name that comes twice is reported where the object closes, whatever the order.
        object.ordered = previous
            .compare(member, |span| self.output.bytes(span))
            .is_lt();
    }

    #[inline(always)]
    fn separator(&mut self) -> Result<Next, ErrorKind> {
        let byte = self.peek_token()?;
        let Some(container) = self.open.last() else {
            return Err(ErrorKind::Internal);
        };
        match (byte, container.object) {
            (Some(b','), true) => {
                self.at += 1;
                Ok(Next::Member)
            }
            (Some(b','), false) => {
                self.at += 1;
                Ok(Next::Value)
            }
            (Some(b'}'), true) | (Some(b']'), false) => {
                self.at += 1;
                self.close()
            }
            _ => Err(ErrorKind::InvalidJson),
        }
    }

    fn close(&mut self) -> Result<Next, ErrorKind> {
        if let Some(container) = self.open.pop() {
            if !container.ordered {
                let span = Span {
                    start: container.start,
                    end: self.output.offset(self.at),
                };
                let members = &mut self.members[container.first..];
                let unique = self
                    .reordered
                    .add(span, members, |span| self.output.bytes(span))?;
                if !unique {
                    return Err(ErrorKind::JsonDuplicateMember);
                }
            }
            self.members.truncate(container.first);
        }
        Ok(Next::Separator)
    }
}
