//! The end of what the library has allocated.

use crate::{guard, pointers::handle::exclusive, types::buffer::Buffer};

/// Clears the bytes of a buffer, frees them and empties it, so that freeing it again does nothing.
///
/// - `buffer`: filled in by the library, or all zero; NULL does nothing.
///
/// No other thread may be using the buffer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_buffer_free(buffer: *mut Buffer) {
    guard::value((), || {
        if let Ok(buffer) = exclusive(buffer) {
            buffer.free();
        }
    });
}
