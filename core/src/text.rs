//! Short texts without an allocator.

use core::fmt;

use zeroize::Zeroize;

use crate::secret_hex;

/// ASCII text of at most `N` bytes.
#[derive(Clone, Copy)]
pub(crate) struct Text<const N: usize> {
    bytes: [u8; N],
    len: u8,
}

impl<const N: usize> Text<N> {
    pub(crate) const EMPTY: Self = Self {
        bytes: [0; N],
        len: 0,
    };

    /// Appends ASCII bytes. Callers size `N` for their longest text: what does not fit is left out.
    pub(crate) fn push(&mut self, ascii: &[u8]) {
        debug_assert!(ascii.is_ascii() && ascii.len() <= N - self.len());
        if let Some(room) = self.room(ascii.len()) {
            room.copy_from_slice(ascii);
        }
    }

    /// Appends two lowercase hexadecimal digits a byte, which anybody may know.
    pub(crate) fn push_hex(&mut self, bytes: &[u8]) {
        if let Some(room) = self.room(2 * bytes.len()) {
            // As many digits as there is room for.
            let _ = hex::encode_to_slice(bytes, room);
        }
    }

    /// Appends two lowercase hexadecimal digits a byte, without a trace of them in time.
    pub(crate) fn push_secret_hex(&mut self, bytes: &[u8]) {
        if let Some(room) = self.room(2 * bytes.len()) {
            secret_hex::encode(bytes, room);
        }
    }

    /// The next `len` bytes, which now belong to the text.
    fn room(&mut self, len: usize) -> Option<&mut [u8]> {
        const { assert!(N <= u8::MAX as usize) };
        let start = self.len();
        let room = self.bytes.get_mut(start..)?.get_mut(..len)?;
        self.len += u8::try_from(len).ok()?;
        Some(room)
    }

    fn len(&self) -> usize {
        usize::from(self.len)
    }

    /// Appends a number in decimal.
    pub(crate) fn push_decimal(&mut self, number: u64) {
        let mut digits = [0; 20];
        let mut rest = number;
        let mut start = digits.len();
        for (at, slot) in digits.iter_mut().enumerate().rev() {
            *slot = b"0123456789"[(rest % 10) as usize];
            rest /= 10;
            start = at;
            if rest == 0 {
                break;
            }
        }
        self.push(&digits[start..]);
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.len()]
    }

    pub(crate) fn as_str(&self) -> &str {
        // Only ASCII is pushed, so this never falls back.
        core::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }
}

impl<const N: usize> Zeroize for Text<N> {
    fn zeroize(&mut self) {
        self.bytes.zeroize();
        self.len = 0;
    }
}

impl<const N: usize> fmt::Display for Text<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
