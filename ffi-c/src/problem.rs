//! What is wrong with settings.

use std::ptr;

use signkey::{ErrorKind, Severity};

use crate::{
    config::CConfig,
    guard,
    out::Out,
    sized::{Growing, SizedOut},
    slice::Slice,
    status::Status,
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

/// Something that is wrong with a setting, or looks so. It quotes no value. Its texts are lent until
/// the end of the configuration.
///
/// Begin with `SIGNKEY_PROBLEM_INIT`, which sets `size`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct CProblem {
    /// `sizeof(signkey_problem)`, set by the caller.
    pub size: usize,
    /// How much it matters.
    pub severity: CSeverity,
    /// The name that all languages share; that of a key is its error's.
    pub code: Slice,
    /// The name of the option or of the variable to look at.
    pub setting: Slice,
    /// A sentence for people, which names the setting, without a final stop.
    pub sentence: Slice,
}

// SAFETY: `repr(C)`, the size comes first, and it is only written, never read.
unsafe impl Growing for CProblem {
    const FIRST_SIZE: usize = size_of::<Self>();
}

/// Counts everything that is wrong with the settings, or looks so.
///
/// - `config`: the configuration.
/// - `count`: receives how many problems there are.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_config_problem_count(
    config: *const CConfig,
    count: *mut usize,
) -> Status {
    let call = || {
        // SAFETY: the contract in the header.
        let (settings, out) = unsafe { (CConfig::shared(config)?, Out::new(count)?) };
        out.write(settings.config.check().len());
        Ok(())
    };
    // SAFETY: null is a caller without a failure to fill in.
    unsafe { guard::status(ptr::null_mut(), call) }
}

/// Says what is wrong with a setting.
///
/// - `config`: the configuration.
/// - `index`: which problem, from 0, in the order of the settings.
/// - `problem`: receives the problem.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL, `size` is not set
/// or there is no such problem. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_config_problem(
    config: *const CConfig,
    index: usize,
    problem: *mut CProblem,
) -> Status {
    let call = || {
        // SAFETY: the contract in the header.
        let (settings, out) = unsafe { (CConfig::shared(config)?, SizedOut::new(problem)?) };
        let problems = settings.config.check().iter().zip(&settings.sentences);
        let (problem, sentence) = { problems }.nth(index).ok_or(ErrorKind::InvalidArgument)?;
        let kind = problem.kind();
        out.write(CProblem {
            size: size_of::<CProblem>(),
            severity: match kind.severity() {
                Severity::Error => CSeverity::SIGNKEY_SEVERITY_ERROR,
                Severity::Warning => CSeverity::SIGNKEY_SEVERITY_WARNING,
            },
            code: Slice::of(kind.code()),
            setting: Slice::of(problem.source().name()),
            sentence: Slice::of(sentence),
        });
        Ok(())
    };
    // SAFETY: null is a caller without a failure to fill in.
    unsafe { guard::status(ptr::null_mut(), call) }
}
