//! Static texts of the core as C strings.

use std::{
    ffi::{CStr, c_char},
    ptr,
};

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

    /// As [`Texts::get`], as a C program sees it.
    pub(crate) fn pointer(&self, index: usize) -> *const c_char {
        self.get(index).map_or(ptr::null(), CStr::as_ptr)
    }

    /// The text of a number that counts from 1, or else `otherwise`.
    pub(crate) fn of_number<'a>(&'a self, number: u32, otherwise: &'a CStr) -> &'a CStr {
        let index = usize::try_from(number)
            .ok()
            .and_then(|it| it.checked_sub(1));
        index.and_then(|index| self.get(index)).unwrap_or(otherwise)
    }
}
