//! The status that every function returns.

use signkey::ErrorKind;

/// `signkey_status`: the number of an error in the core's list, or 0 for success. The enumerators
/// in the header are made from that list, too, so that there is no second one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(transparent)]
pub struct Status(pub(crate) u32);

impl Status {
    pub(crate) const OK: Self = Self(0);

    pub(crate) const fn of(kind: ErrorKind) -> Self {
        // `From` is not `const`.
        Self(kind.number() as u32)
    }
}
