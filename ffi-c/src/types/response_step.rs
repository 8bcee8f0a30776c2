//! What becomes of a response on its way out.

use signkey::{Error, ResponseStep};

use crate::pointers::extensible::Extensible;

/// What to do with a response.
#[expect(non_camel_case_types, reason = "the names are those of the header")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum CResponseKind {
    /// Send it as it comes. It is not signed.
    SIGNKEY_RESPONSE_FORWARD = 1,
    /// Hold it back until its last byte, then sign it with `signkey_endpoint_sign_response`.
    SIGNKEY_RESPONSE_HOLD = 2,
    /// Send the refusal in its place that `signkey_endpoint_unsignable` has: it cannot be signed, and
    /// must not go out unsigned.
    SIGNKEY_RESPONSE_REFUSE = 3,
}

/// What becomes of a response.
///
/// Begin with `SIGNKEY_RESPONSE_STEP_INIT`, which sets `size`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct CResponseStep {
    /// `sizeof(signkey_response_step)`, set by the caller.
    pub size: usize,
    /// What to do.
    pub kind: CResponseKind,
    /// For `SIGNKEY_RESPONSE_HOLD`: the body that is sent, and signed, is empty, whatever the app hands
    /// over, for example for a `HEAD`.
    pub empty: bool,
    /// The most bytes to hold, for `SIGNKEY_RESPONSE_HOLD`. If there are more, send the refusal that
    /// `signkey_endpoint_unsignable` has.
    pub at_most: u64,
}

// SAFETY: `repr(C)`, the size comes first, and it is only written, never read.
unsafe impl Extensible for CResponseStep {}

impl CResponseStep {
    /// The step, and the error of a response that is refused.
    pub(crate) fn of(step: ResponseStep) -> (Self, Option<Error>) {
        let (kind, empty, at_most, error) = match step {
            ResponseStep::Forward => (CResponseKind::SIGNKEY_RESPONSE_FORWARD, false, 0, None),
            ResponseStep::Hold { at_most, empty } => {
                (CResponseKind::SIGNKEY_RESPONSE_HOLD, empty, at_most, None)
            }
            ResponseStep::Refuse(refusal) => {
                let error = Some(refusal.error());
                (CResponseKind::SIGNKEY_RESPONSE_REFUSE, false, 0, error)
            }
        };
        let size = size_of::<Self>();
        let step = Self {
            size,
            kind,
            empty,
            at_most,
        };
        (step, error)
    }
}
