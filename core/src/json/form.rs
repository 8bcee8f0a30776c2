//! A document in canonical form.

use alloc::borrow::Cow;

use super::{output::Text, short_notation};
use crate::error::ErrorKind;

/// A JSON document in canonical form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canonical<'a> {
    bytes: Cow<'a, [u8]>,
    lossy_at: Option<usize>,
}

impl<'a> Canonical<'a> {
    /// The canonical form: UTF-8 without white space, members sorted.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The canonical form, borrowed from the input if the input holds it already.
    #[must_use]
    pub fn into_bytes(self) -> Cow<'a, [u8]> {
        self.bytes
    }

    /// Whether the exact decimal value of every number, and the sign of zero, survived. Otherwise
    /// other documents have the same canonical form.
    #[must_use]
    pub fn is_lossless(&self) -> bool {
        self.lossy_at.is_none()
    }

    /// Where in the input the first number begins whose value, or sign of zero, did not survive, in
    /// bytes from 0.
    #[must_use]
    pub fn lossy_at(&self) -> Option<usize> {
        self.lossy_at
    }

    /// Whether the form is borrowed: the input held it already, less white space around it.
    #[must_use]
    pub fn is_borrowed(&self) -> bool {
        matches!(self.bytes, Cow::Borrowed(_))
    }
}

/// A document in canonical form, but for numbers that this makes longer, which are in
/// [short notation](short_notation). So it is never longer than the document was.
pub(crate) struct Compact<'a> {
    pub(super) text: Text<'a>,
    /// By how many bytes these numbers grow when they are written out.
    pub(super) added: usize,
    /// Where the first number begins that changed its value.
    pub(super) lossy_at: Option<usize>,
}

impl<'a> Compact<'a> {
    /// The canonical form in one piece, if this is it already.
    pub(crate) fn whole(&self) -> Option<&[u8]> {
        (self.added == 0).then_some(&*self.text)
    }

    /// Hands over the canonical form part by part.
    pub(crate) fn for_each_part(&self, take: impl FnMut(&[u8])) {
        short_notation::for_each_part(&self.text, take);
    }

    /// As [`Canonical::is_lossless`].
    pub(crate) fn is_lossless(&self) -> bool {
        self.lossy_at.is_none()
    }

    /// The canonical form in one piece.
    pub(super) fn write_out(self) -> Result<Canonical<'a>, ErrorKind> {
        Ok(Canonical {
            bytes: short_notation::write_out(self.text, self.added)?,
            lossy_at: self.lossy_at,
        })
    }
}
