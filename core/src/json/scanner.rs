//! The scan: one pass over the text, with an explicit stack of open containers.

use super::{
    form::Compact,
    limits::JSON_DEPTH_MAX,
    members::{Mark, Members, Name},
    number::Number,
    order::{Ended, Reordered},
    output::Output,
    reorder_log::First,
    short_notation,
    structural_index::StructuralIndex,
    swar::{is_space, space_len},
};
use crate::error::{Error, ErrorKind};

/// An open array or object.
#[derive(Clone, Copy, Default)]
struct Container {
    /// Whether it is an object.
    object: bool,
    /// Whether its members have come in order so far.
    ordered: bool,
    /// The members of the objects around it.
    outer: Mark,
}

/// What the scan expects next.
enum Next {
    Value,
    /// A member's name and colon.
    Member,
    /// The comma or the end of the innermost container, or the end of the document.
    Separator,
}

pub(super) struct Scanner<'a, 's> {
    input: &'a str,
    /// Those that are still to come, as seen from `at`.
    pub(super) index: StructuralIndex<'a>,
    pub(super) at: usize,
    pub(super) output: Output<'a>,
    /// The document, then as many open containers as `depth` says: on the stack, because room for the
    /// most is much memory beside a short document.
    open: &'s mut [Container],
    depth: usize,
    members: Members,
    reordered: Reordered<'s>,
    /// By how many bytes the text grows when its numbers are written out.
    added: usize,
    lossy_at: Option<usize>,
}

/// Scans a document from this offset on, which lies behind white space.
pub(super) fn scan<'a>(
    input: &'a str,
    start: usize,
    index: StructuralIndex<'a>,
) -> Result<Compact<'a>, Error> {
    const FEW: usize = 64;
    let (mut open, mut first) = ([Container::default(); FEW], None);
    match Scanner::new(input, start, index, &mut open, &mut first).run() {
        Err(error) if error.kind() == ErrorKind::JsonTooDeep => scan_deep(input, start),
        scanned => scanned,
    }
}

#[cold]
#[inline(never)]
fn scan_deep(input: &str, start: usize) -> Result<Compact<'_>, Error> {
    let index = StructuralIndex::new(input.as_bytes(), start);
    let (mut open, mut first) = ([Container::default(); 1 + JSON_DEPTH_MAX], None);
    Scanner::new(input, start, index, &mut open, &mut first).run()
}

impl<'a, 's> Scanner<'a, 's> {
    fn new(
        input: &'a str,
        start: usize,
        mut index: StructuralIndex<'a>,
        open: &'s mut [Container],
        first: &'s mut First,
    ) -> Self {
        index.go_to(start);
        Self {
            input,
            index,
            at: start,
            output: Output::new(input.as_bytes(), start),
            open,
            depth: 0,
            members: Members::default(),
            reordered: Reordered::new(first),
            added: 0,
            lossy_at: None,
        }
    }

    fn run(mut self) -> Result<Compact<'a>, Error> {
        self.document()
            .map_err(|kind| Error::new(kind, self.at.min(self.input.len()) as u64))?;
        drop(self.members);
        let text = self.output.finish(self.at)?;
        Ok(Compact {
            text: self.reordered.apply(text)?,
            added: self.added,
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
                Next::Separator if self.depth == 0 => break,
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
            Some(text) if text.as_bytes().len() > len => {
                let short = short_notation::shorten(text.as_bytes());
                self.added += text.as_bytes().len() - short.as_bytes().len();
                self.rewrite(len, short.as_bytes())?;
            }
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
        let depth = self.depth + 1;
        if depth >= self.open.len() {
            return Err(ErrorKind::JsonTooDeep);
        }
        self.at += 1;
        let end = if object { b'}' } else { b']' };
        if self.peek_token()? == Some(end) {
            self.at += 1;
            return Ok(Next::Separator);
        }
        let container = &mut self.open[depth];
        container.object = object;
        self.depth = depth;
        if !object {
            return Ok(Next::Value);
        }
        container.ordered = true;
        container.outer = self.members.begin()?;
        Ok(Next::Member)
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
        self.output.keep_together(start_at, self.at)?;
        let mut name = Name {
            lead: 0,
            start,
            escaped,
        };
        let object = &mut self.open[self.depth];
        if object.ordered || self.members.are_recent(object.outer) {
            name = Name::new(&self.output, start, escaped);
        }
        if object.ordered
            && let Some(previous) = self.members.last(object.outer, &self.output)
        {
            // A name that comes twice is reported where the object closes, whatever the order.
            object.ordered = previous.compare(&name, &self.output).is_lt();
        }
        self.members.push(name)?;
        if self.peek_token()? != Some(b':') {
            return Err(ErrorKind::InvalidJson);
        }
        self.at += 1;
        Ok(Next::Value)
    }

    #[inline(always)]
    fn separator(&mut self) -> Result<Next, ErrorKind> {
        let byte = self.peek_token()?;
        let container = &self.open[self.depth];
        match (byte, container.object) {
            (Some(b','), true) => {
                self.at += 1;
                return Ok(Next::Member);
            }
            (Some(b','), false) => {
                self.at += 1;
                return Ok(Next::Value);
            }
            (Some(b'}'), true) => {
                self.at += 1;
                let outer = container.outer;
                if !container.ordered {
                    self.reorder(outer)?;
                }
                self.members.end(outer);
            }
            (Some(b']'), false) => self.at += 1,
            _ => return Err(ErrorKind::InvalidJson),
        }
        self.depth -= 1;
        Ok(Next::Separator)
    }

    /// Notes that the innermost object is out of order.
    #[inline]
    fn reorder(&mut self, outer: Mark) -> Result<(), ErrorKind> {
        let ended = Ended {
            end: self.output.offset(self.at),
            depth: self.depth,
            output: &self.output,
        };
        if let Some(names) = self.members.recent(outer)
            && self.reordered.add_recent(ended, names)?
        {
            return Ok(());
        }
        self.members.settle()?;
        match self.reordered.add(ended, self.members.since(outer))? {
            true => Ok(()),
            false => Err(ErrorKind::JsonDuplicateMember),
        }
    }
}
