//! Memory for hosts of WebAssembly, which can reach a module's memory only through the module.

use std::{
    alloc::{self, Layout},
    ptr,
};

use crate::guard;

/// Enough for every struct of the header.
const ALIGNMENT: usize = 16;

/// Allocates memory inside the library, for hosts of WebAssembly to pass arguments in. C programs
/// have no need of it.
///
/// - `size`: in bytes.
///
/// Returns memory that is aligned to 16 bytes and holds zeros, or NULL if `size` is 0 or there is
/// no memory. The caller owns it; end it with `signkey_dealloc`. Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn signkey_alloc(size: usize) -> *mut u8 {
    guard::value(ptr::null_mut(), || match layout(size) {
        // SAFETY: the layout has a size other than zero.
        Some(layout) => unsafe { alloc::alloc_zeroed(layout) },
        None => ptr::null_mut(),
    })
}

/// Frees memory of `signkey_alloc`.
///
/// - `data`: from `signkey_alloc`, and not used again; NULL does nothing.
/// - `size`: the size with which it was allocated.
///
/// No other thread may be using the memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_dealloc(data: *mut u8, size: usize) {
    guard::value((), || {
        if let (false, Some(layout)) = (data.is_null(), layout(size)) {
            // SAFETY: by the contract in the header, it was allocated with this layout.
            unsafe {
                alloc::dealloc(data, layout);
            }
        }
    });
}

fn layout(size: usize) -> Option<Layout> {
    let layout = Layout::from_size_align(size, ALIGNMENT).ok()?;
    (size > 0).then_some(layout)
}
