//! What is wrong with settings.

use std::ffi::c_char;

use signkey::{Error, Problem, Severity};

use crate::{
    limits::SIGNKEY_MESSAGE_MAX,
    pointers::{extensible::Extensible, out::chars, slice::Slice},
};

/// How much a problem matters.
#[expect(non_camel_case_types, reason = "the names are those of the header")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum CSeverity {
    /// Something will be refused.
    SIGNKEY_SEVERITY_ERROR = 1,
    /// Everything works, but perhaps not as it was meant.
    SIGNKEY_SEVERITY_WARNING = 2,
}

/// Something that is wrong with a setting, or looks so. It quotes no value.
///
/// Begin with `SIGNKEY_PROBLEM_INIT`, which sets `size`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct CProblem {
    /// `sizeof(signkey_problem)`, set by the caller.
    pub size: usize,
    /// How much it matters.
    pub severity: CSeverity,
    /// The name that all languages share; that of a key is its error's. It is static.
    pub code: Slice,
    /// The name of the option or of the variable to look at. It is static.
    pub setting: Slice,
    /// A sentence for people, which names the setting, without a final stop and with a final NUL.
    pub message: [c_char; SIGNKEY_MESSAGE_MAX],
}

// SAFETY: `repr(C)`, the size comes first, and it is only written, never read.
unsafe impl Extensible for CProblem {}

impl TryFrom<&Problem> for CProblem {
    type Error = Error;

    fn try_from(problem: &Problem) -> Result<Self, Error> {
        let kind = problem.kind();
        Ok(Self {
            size: size_of::<Self>(),
            severity: match kind.severity() {
                Severity::Error => CSeverity::SIGNKEY_SEVERITY_ERROR,
                Severity::Warning => CSeverity::SIGNKEY_SEVERITY_WARNING,
            },
            code: Slice::of(kind.code()),
            setting: Slice::of(problem.source().name()),
            message: chars(&problem.to_string())?,
        })
    }
}
