//! What explains a verdict.

use signkey::{Cause, Explanation};

use crate::{
    pointers::{extensible::Extensible, slice::Slice},
    types::status::Status,
};

/// The verdict on a message, and the one thing that explains it. It holds neither a key nor a MAC.
///
/// Begin with `SIGNKEY_FINDING_INIT`, which sets `size`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct CFinding {
    /// `sizeof(signkey_finding)`, set by the caller.
    pub size: usize,
    /// The verdict of the verifier: `SIGNKEY_OK` if the message is verified.
    pub status: Status,
    /// There is a place to look at.
    pub has_position: bool,
    /// Where to look, for `has_position`: in a lossy body the byte, from 0; in a key the character, from 1.
    pub position: u64,
    /// The short name of the cause that all languages share, such as `trailing_newline`; `{NULL, 0}` if
    /// the message is verified. It is static.
    pub cause: Slice,
    /// The name of the key that the cause is about, if it is about one; else `{NULL, 0}`. It belongs to
    /// the explanation.
    pub key: Slice,
    /// What to do: a sentence without a final stop; `{NULL, 0}` if there is nothing to do. It is static.
    pub hint: Slice,
}

// SAFETY: `repr(C)`, the size comes first, and it is only written, never read.
unsafe impl Extensible for CFinding {}

impl From<&Explanation> for CFinding {
    fn from(explanation: &Explanation) -> Self {
        let position = explanation.position();
        let verdict = explanation.verdict();
        Self {
            size: size_of::<Self>(),
            status: verdict.map_or_else(|error| Status::of(error.kind()), |_| Status::OK),
            has_position: position.is_some(),
            position: position.unwrap_or_default(),
            cause: explanation.cause().map(Cause::code).into(),
            key: explanation.key().into(),
            hint: explanation.hint().into(),
        }
    }
}
