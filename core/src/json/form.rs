//! A document in canonical form.

use alloc::borrow::Cow;

/// A JSON document in canonical form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canonical<'a> {
    pub(super) bytes: Cow<'a, [u8]>,
    pub(super) lossless: bool,
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
        self.lossless
    }

    /// Whether the form is borrowed: the input held it already, less white space around it.
    #[must_use]
    pub fn is_borrowed(&self) -> bool {
        matches!(self.bytes, Cow::Borrowed(_))
    }
}
