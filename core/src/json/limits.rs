//! How large a document may be.

/// The most containers that may be open at once.
pub const JSON_DEPTH_MAX: usize = 512;

/// The largest document by default, in bytes: 16 MiB.
pub const JSON_SIZE_DEFAULT: usize = 16 << 20;

/// No limit may be higher, in bytes, so that twice an offset fits 32 bits.
pub(super) const SIZE_CAP: usize = 512 << 20;
