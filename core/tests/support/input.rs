//! Bytes as a stream of choices, for properties that need more than one argument.
//!
//! What the bytes do not say is zero, empty or the first of all: every input is complete.

pub(crate) struct Input<'i>(&'i [u8]);

impl<'i> Input<'i> {
    pub(crate) fn new(bytes: &'i [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn byte(&mut self) -> u8 {
        let byte = self.0.first().copied().unwrap_or_default();
        self.0 = self.0.get(1..).unwrap_or_default();
        byte
    }

    /// A number from 0 up to, but not including, the bound.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::from(self.byte()) % bound
    }

    pub(crate) fn flag(&mut self) -> bool {
        self.byte() & 1 == 1
    }

    pub(crate) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    /// A number, often a small one.
    pub(crate) fn number(&mut self) -> u64 {
        let count = self.below(9);
        let bytes = (0..count).map(|_| self.byte());
        bytes.fold(0, |number, byte| number << 8 | u64::from(byte))
    }

    /// Up to the next byte 0xff, which is never in UTF-8, or the rest.
    pub(crate) fn bytes(&mut self) -> &'i [u8] {
        let end = self.0.iter().position(|byte| *byte == 0xff);
        let (bytes, rest) = self.0.split_at(end.unwrap_or(self.0.len()));
        self.0 = rest.get(1..).unwrap_or_default();
        bytes
    }

    /// As [`Input::bytes`], with what is no text replaced.
    pub(crate) fn text(&mut self) -> String {
        String::from_utf8_lossy(self.bytes()).into_owned()
    }

    pub(crate) fn rest(&mut self) -> &'i [u8] {
        std::mem::take(&mut self.0)
    }
}
