//! Static texts of the core as C strings.

use std::ffi::CStr;

/// Texts with a final NUL, by their index. They are made while compiling.
pub(crate) struct Texts<const COUNT: usize, const SIZE: usize>([[u8; SIZE]; COUNT]);

impl<const COUNT: usize, const SIZE: usize> Texts<COUNT, SIZE> {
    pub(crate) const fn new(texts: [&str; COUNT]) -> Self {
        let mut rows = [[0; SIZE]; COUNT];
        let mut row = 0;
        while row < COUNT {
            let text = texts[row].as_bytes();
            assert!(text.len() < SIZE, "no room for the final NUL");
            let mut at = 0;
            while at < text.len() {
                assert!(text[at] != 0, "a NUL inside the text");
                rows[row][at] = text[at];
                at += 1;
            }
            row += 1;
        }
        Self(rows)
    }

    /// The text of an index, `None` if there is none.
    pub(crate) fn get(&self, index: usize) -> Option<&CStr> {
        CStr::from_bytes_until_nul(self.0.get(index)?).ok()
    }

    /// The text of a number that counts from 1.
    pub(crate) fn of_number(&self, number: u32) -> Option<&CStr> {
        self.get(usize::try_from(number).ok()?.checked_sub(1)?)
    }
}
