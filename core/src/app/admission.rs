//! How a request gets in: what was found so far, and what comes next.

use core::fmt;

use super::{
    caller::{Caller, Unverified, Warning},
    head::Head,
    mode::Mode,
    refusal::Refusal,
    response,
};
use crate::{
    error::{Error, ErrorKind},
    replay::ClaimId,
    signing::Verified,
};

/// A request on its way in, and what became of it. [`Endpoint::admit`](super::Endpoint::admit) makes
/// one.
///
/// A plain value that borrows nothing: it may wait, move to another thread, and be kept as long as
/// the request's handler runs.
#[derive(Clone, Copy)]
#[must_use]
pub struct Admission {
    pub(super) head: Head,
    pub(super) mode: Mode,
    pub(super) stage: Stage,
}

#[derive(Clone, Copy)]
pub(super) enum Stage {
    /// The head has a signature, and these are the most bytes of the body that are read.
    ReadBody {
        at_most: u64,
    },
    /// Verified, unless it is a replay.
    Claim {
        verified: Verified,
        id: ClaimId,
        lifetime: u64,
    },
    Refused {
        error: Error,
        unread: bool,
    },
    Verified(Verified),
    Unverified(Unverified),
}

/// What to do next about a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[must_use]
pub enum Step {
    /// Read the body, and hand it to [`Endpoint::receive_body`](super::Endpoint::receive_body).
    ReadBody {
        /// The most bytes to read. If there are more, the body is too large.
        at_most: u64,
    },
    /// Claim this id in the store that all processes of the app share, and hand the answer to
    /// [`Endpoint::receive_claim`](super::Endpoint::receive_claim). Only endpoints with
    /// [`EndpointOptions::replay_store`](super::EndpointOptions::replay_store) ask for it.
    Claim {
        /// The id of the message.
        id: ClaimId,
        /// How long the claim must last, in seconds from now.
        lifetime: u64,
    },
    /// Answer with this. The handler does not run.
    Refuse(Refusal),
    /// Let the handler run, on the bytes that were judged. A request that is not verified still has
    /// its body, of which nothing was read.
    Admit(Caller),
}

impl Admission {
    /// What to do next.
    pub fn step(&self) -> Step {
        match self.stage {
            Stage::ReadBody { at_most } => Step::ReadBody { at_most },
            Stage::Claim { id, lifetime, .. } => Step::Claim { id, lifetime },
            Stage::Refused { error, unread } => {
                Step::Refuse(Refusal::new(error, self.mode, unread))
            }
            Stage::Verified(verified) => Step::Admit(Caller::Verified(verified)),
            Stage::Unverified(reason) => Step::Admit(Caller::Unverified(reason)),
        }
    }

    /// Who sent the request.
    ///
    /// # Errors
    ///
    /// Why it was refused; `invalid_argument` while its body or its claim is still to be judged.
    pub fn caller(&self) -> Result<Caller, Error> {
        match self.stage {
            Stage::Verified(verified) => Ok(Caller::Verified(verified)),
            Stage::Unverified(reason) => Ok(Caller::Unverified(reason)),
            Stage::Refused { error, .. } => Err(error),
            Stage::ReadBody { .. } | Stage::Claim { .. } => Err(ErrorKind::InvalidArgument.into()),
        }
    }

    /// The proof of who sent the request, if it was verified.
    #[must_use]
    pub fn verified(&self) -> Option<&Verified> {
        match &self.stage {
            Stage::Verified(verified) => Some(verified),
            _ => None,
        }
    }

    /// How long the body is, in bytes, if its head declares that.
    #[must_use]
    pub fn declared_length(&self) -> Option<u64> {
        self.head.declared()
    }

    /// Whether a response of this status to this request has content: not that to a `HEAD`, and not
    /// 1xx, 204, 205 and 304 (RFC 9110, sections 6.4.1 and 15.3.6). For servers that send what they
    /// are given.
    #[must_use]
    pub fn sends_content(&self, status: u16) -> bool {
        !self.head.is_head && !response::is_empty(status)
    }

    /// What the request says of its sender that contradicts the mode. It changes no verdict.
    #[must_use]
    pub fn warning(&self) -> Option<Warning> {
        Warning::of(self.mode, &self.head)
    }
}

impl fmt::Debug for Admission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Admission").field(&self.step()).finish()
    }
}
