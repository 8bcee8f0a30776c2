//! The caller's pointers: each is checked before it is followed. All that is unsafe about them is
//! here, and knows nothing of signkey but its errors.

pub(crate) mod extensible;
pub(crate) mod handle;
pub(crate) mod out;
pub(crate) mod slice;
pub(crate) mod text;
