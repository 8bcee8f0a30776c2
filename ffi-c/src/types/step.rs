//! What comes next about a request.

use std::ffi::c_char;

use signkey::{Admission, Error, ErrorKind, Step};

use crate::{
    limits::SIGNKEY_CLAIM_ID_MAX,
    pointers::extensible::{Extensible, ExtensibleOut},
    types::{
        caller::{CCaller, CWarning},
        claim,
        status::Status,
        verified::CVerified,
    },
};

/// What to do next about a request. Later versions may have more steps. A program that meets one that
/// it does not know must refuse the request.
#[expect(non_camel_case_types, reason = "the names are those of the header")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum CStepKind {
    /// Read the body, `at_most` so many bytes, and hand it to `signkey_endpoint_receive_body`; or say
    /// with `signkey_endpoint_no_body` why there is none.
    SIGNKEY_STEP_READ_BODY = 1,
    /// Claim `claim_id` in the store that all processes of the app share, and hand its answer to
    /// `signkey_endpoint_receive_claim`. Only endpoints with `SIGNKEY_ENDPOINT_REPLAY_STORE` ask for it.
    SIGNKEY_STEP_CLAIM = 2,
    /// Answer with what `signkey_admission_refusal` says. The handler does not run.
    SIGNKEY_STEP_REFUSE = 3,
    /// Let the handler run, on the bytes that were judged. A request that is not verified still has its
    /// body, of which nothing was read.
    SIGNKEY_STEP_ADMIT = 4,
}

/// What comes next about a request, and what is known of it.
///
/// Begin with `SIGNKEY_STEP_INIT`, which sets `size`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct CStep {
    /// `sizeof(signkey_step)`, set by the caller.
    pub size: usize,
    /// What to do.
    pub kind: CStepKind,
    /// Who sent the request, for `SIGNKEY_STEP_ADMIT`.
    pub caller: CCaller,
    /// What the request says of the server that sent it, if that contradicts the mode. It proves
    /// nothing, and is worth a line in the log.
    pub warning: CWarning,
    /// Why the request is refused, for `SIGNKEY_STEP_REFUSE`.
    pub status: Status,
    /// The most bytes of a body to read, for `SIGNKEY_STEP_READ_BODY`. If there are more, the body is
    /// `SIGNKEY_NO_BODY_TOO_LARGE`.
    pub at_most: u64,
    /// How long the body is, in bytes, for `has_length`.
    pub length: u64,
    /// The HTTP status to answer with, for `SIGNKEY_STEP_REFUSE`.
    pub http_status: u32,
    /// The headers of the request declare the length of its body.
    pub has_length: bool,
    /// For `SIGNKEY_STEP_REFUSE`: a body was announced and not read. Then the connection is of no
    /// further use: end it in the way of its protocol.
    pub unread: bool,
    /// For `SIGNKEY_STEP_REFUSE`: the operator of the app has to mend something, as opposed to what
    /// anyone outside can cause.
    pub is_fault: bool,
    /// For `SIGNKEY_STEP_CLAIM`: the id of the message, 32 lowercase hexadecimal digits and a final NUL;
    /// else an empty text. It is no secret.
    pub claim_id: [c_char; SIGNKEY_CLAIM_ID_MAX],
    /// For `SIGNKEY_STEP_CLAIM`: how long the claim must last, in seconds from now.
    pub claim_lifetime_seconds: u64,
}

// SAFETY: `repr(C)`, the size comes first, and it is only written, never read.
unsafe impl Extensible for CStep {}

impl CStep {
    /// The step of an admission, and the error of one that is refused.
    fn of(admission: &Admission) -> Result<(Self, Option<Error>), Error> {
        let mut step = Self {
            size: size_of::<Self>(),
            kind: CStepKind::SIGNKEY_STEP_ADMIT,
            caller: CCaller::SIGNKEY_CALLER_NONE,
            warning: admission.warning().try_into()?,
            status: Status::OK,
            at_most: 0,
            length: admission.declared_length().unwrap_or_default(),
            http_status: 0,
            has_length: admission.declared_length().is_some(),
            unread: false,
            is_fault: false,
            claim_id: [0; SIGNKEY_CLAIM_ID_MAX],
            claim_lifetime_seconds: 0,
        };
        let mut error = None;
        match admission.step() {
            Step::Admit(caller) => step.caller = caller.try_into()?,
            Step::ReadBody { at_most } => {
                step.kind = CStepKind::SIGNKEY_STEP_READ_BODY;
                step.at_most = at_most;
            }
            Step::Claim { id, lifetime } => {
                step.kind = CStepKind::SIGNKEY_STEP_CLAIM;
                step.claim_id = claim::text(&id)?;
                step.claim_lifetime_seconds = lifetime;
            }
            Step::Refuse(refusal) => {
                step.kind = CStepKind::SIGNKEY_STEP_REFUSE;
                step.status = Status::of(refusal.error().kind());
                step.http_status = refusal.status().into();
                step.unread = refusal.is_unread();
                step.is_fault = refusal.is_fault();
                error = Some(refusal.error());
            }
            _ => return Err(ErrorKind::Internal.into()),
        }
        Ok((step, error))
    }
}

/// The caller's places for what is known of a request.
pub(crate) struct StepOut {
    step: ExtensibleOut<CStep>,
    verified: Option<ExtensibleOut<CVerified>>,
}

impl StepOut {
    /// # Safety
    ///
    /// As [`ExtensibleOut::new`], both.
    pub(crate) unsafe fn new(step: *mut CStep, verified: *mut CVerified) -> Result<Self, Error> {
        // SAFETY: the caller's promise.
        unsafe {
            Ok(Self {
                step: ExtensibleOut::new(step)?,
                verified: ExtensibleOut::optional(verified)?,
            })
        }
    }

    /// Writes the step, and the proof if there is one; otherwise nothing is left that could be taken
    /// for proof. Returns why the request is refused, if it is.
    pub(crate) fn write(self, admission: &Admission) -> Result<Option<Error>, Error> {
        let (step, error) = CStep::of(admission)?;
        match (self.verified, admission.verified()) {
            (Some(place), Some(verified)) => place.write(verified.try_into()?),
            (Some(place), None) => place.clear(),
            (None, _) => {}
        }
        self.step.write(step);
        Ok(error)
    }
}
