//! A document of which parts are replaced and the rest is kept, byte for byte.

use alloc::vec::Vec;
use core::ops::Range;

use crate::{
    error::{Error, ErrorKind},
    json::reserve,
};

/// The document on its way, from its front to its end.
pub(super) struct Splice<'a> {
    document: &'a [u8],
    /// Up to where the document is in `out`, as it was or replaced.
    done: usize,
    out: Vec<u8>,
}

impl<'a> Splice<'a> {
    pub(super) fn new(document: &'a [u8]) -> Self {
        Self {
            document,
            done: 0,
            out: Vec::new(),
        }
    }

    /// Replaces a part, which lies behind those replaced already, by what is written: at most
    /// `room` bytes, so that there is one allocation if no part grows but the last.
    pub(super) fn replace(
        &mut self,
        part: Range<usize>,
        room: usize,
        write: impl FnOnce(&mut Vec<u8>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let kept = self.document.get(self.done..part.start);
        let kept = kept.ok_or(ErrorKind::Internal)?;
        let behind = self.document.len().saturating_sub(part.end);
        let rest = kept.len().saturating_add(room).saturating_add(behind);
        reserve(&mut self.out, rest)?;
        self.out.extend_from_slice(kept);
        self.done = part.end;
        write(&mut self.out)
    }

    /// The new document; `None` if nothing was replaced.
    pub(super) fn finish(mut self) -> Result<Option<Vec<u8>>, Error> {
        if self.done == 0 {
            return Ok(None);
        }
        let rest = self.document.get(self.done..).unwrap_or_default();
        reserve(&mut self.out, rest.len())?;
        self.out.extend_from_slice(rest);
        Ok(Some(self.out))
    }
}
