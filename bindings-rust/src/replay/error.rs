//! Why a store has no answer.

use std::{error::Error, fmt, time::Duration};

/// Why a replay store did not say whether a message was claimed before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReplayStoreError {
    /// It said nothing until its deadline, which is this long.
    Late(Duration),
    /// It answered [`Claim::Unavailable`](signkey::Claim): why, it logs itself.
    Unavailable,
}

impl fmt::Display for ReplayStoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Late(deadline) => {
                write!(f, "the replay store did not answer within {deadline:?}")
            }
            Self::Unavailable => f.write_str("the replay store is not available"),
        }
    }
}

impl Error for ReplayStoreError {}
