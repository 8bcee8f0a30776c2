//! Claims of messages, of which each is accepted once.

use std::ffi::c_char;

use signkey::{Claim, ClaimId, Error, ErrorKind};

use crate::{limits::SIGNKEY_CLAIM_ID_MAX, pointers::out::chars};

/// What a store answers to a claim.
#[expect(non_camel_case_types, reason = "the names are those of the header")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum CClaim {
    /// Nobody claimed the id before: the message is accepted.
    SIGNKEY_CLAIM_FIRST = 1,
    /// Somebody did, and the claim is not over yet: the message is a replay.
    SIGNKEY_CLAIM_AGAIN = 2,
    /// It cannot be told: the store did not answer in time, or something went wrong.
    SIGNKEY_CLAIM_UNAVAILABLE = 3,
}

/// The answer of the caller's number.
pub(crate) fn read(number: u32) -> Result<Claim, Error> {
    const FIRST: u32 = CClaim::SIGNKEY_CLAIM_FIRST as u32;
    const AGAIN: u32 = CClaim::SIGNKEY_CLAIM_AGAIN as u32;
    const UNAVAILABLE: u32 = CClaim::SIGNKEY_CLAIM_UNAVAILABLE as u32;
    match number {
        FIRST => Ok(Claim::First),
        AGAIN => Ok(Claim::Again),
        UNAVAILABLE => Ok(Claim::Unavailable),
        _ => Err(ErrorKind::InvalidArgument.into()),
    }
}

/// The text of an id, with a final NUL.
pub(crate) fn text(id: &ClaimId) -> Result<[c_char; SIGNKEY_CLAIM_ID_MAX], Error> {
    chars(str::from_utf8(&id.to_text()).unwrap_or_default())
}
