//! A document in canonical form.

use alloc::borrow::Cow;

/// A JSON document in canonical form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canonical<'a> {
    pub(super) bytes: Cow<'a, [u8]>,
    /// Where the first number begins that changed its value.
    pub(super) lossy_at: Option<usize>,
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
