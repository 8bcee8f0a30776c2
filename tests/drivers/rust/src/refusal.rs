//! Why a request is not answered with `ok`.

use signkey::Error;

/// The code of a refusal.
pub(crate) struct Refusal(pub(crate) &'static str);

pub(crate) const UNSUPPORTED: Refusal = Refusal("unsupported");
pub(crate) const INVALID_ARGUMENT: Refusal = Refusal("invalid_argument");

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self(error.code())
    }
}
