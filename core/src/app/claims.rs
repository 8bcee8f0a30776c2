//! What an endpoint claims, so that it accepts each message once.

use super::{
    admission::Stage,
    head::Head,
    options::{EndpointOptions, ReplayStoreOptions},
};
#[cfg(target_has_atomic = "64")]
use crate::replay::ReplayGuard;
use crate::{
    error::{Error, ErrorKind},
    replay::{self, Claim, ClaimId},
    signing::{SignatureHeader, Verified},
};

/// How long after its request a response is remembered in the guard, in seconds: a wrong clock must
/// not give the guard's tables to slices of time that are far away.
const RESPONSE_DELAY_MAX: u64 = 86_400;

/// The memory of an endpoint: a guard, a store, both or none.
pub(super) struct Claims {
    /// What stands for the name of the endpoint in the ids of messages.
    name: [u8; 16],
    #[cfg(target_has_atomic = "64")]
    guard: Option<ReplayGuard>,
    store: Option<ReplayStoreOptions>,
    /// How long claims in the store last.
    lifetime: u64,
}

impl Claims {
    pub(super) fn new(options: &EndpointOptions) -> Self {
        let store = options.replay_store;
        let skew = store.unwrap_or_default().skew;
        Self {
            name: ClaimId::of_endpoint(&options.name),
            #[cfg(target_has_atomic = "64")]
            guard: options.replay_guard.clone(),
            store,
            lifetime: replay::lifetime(options.window, skew),
        }
    }

    /// What comes next of a request that was verified. The store is asked before the guard: a message
    /// that is refused because the store is silent is not remembered.
    pub(super) fn begin(
        &self,
        verified: Verified,
        header: &SignatureHeader,
        head: &Head,
        body: &[u8],
    ) -> Result<Stage, Error> {
        // The MAC of an empty body depends on the key and the second alone, so that genuine requests
        // share it; but a call of a function is not empty.
        if body.is_empty() && !head.is_post {
            return Ok(Stage::Verified(verified));
        }
        let id = ClaimId::new(&self.name, header.mac());
        match self.store {
            None => self.accept(verified, &id),
            Some(_) => Ok(Stage::Claim {
                verified,
                id,
                lifetime: self.lifetime,
            }),
        }
    }

    /// What comes next of it, by the answer of the store.
    pub(super) fn settle(
        &self,
        verified: Verified,
        id: &ClaimId,
        claim: Claim,
    ) -> Result<Stage, Error> {
        let admits_unclaimed = self.store.is_some_and(|store| store.admit_unclaimed);
        match claim {
            Claim::First => self.accept(verified, id),
            Claim::Unavailable if admits_unclaimed => self.accept(verified, id),
            Claim::Unavailable => Err(ErrorKind::ReplayStoreUnavailable.into()),
            Claim::Again => Err(ErrorKind::Replayed.into()),
        }
    }

    /// Remembers a response to a verified request, as well as that goes, and returns what to claim in
    /// the store for it.
    pub(super) fn remember_response(
        &self,
        verified: &Verified,
        header: &SignatureHeader,
    ) -> Option<(ClaimId, u64)> {
        let id = ClaimId::new(&self.name, header.mac());
        let latest = verified.timestamp().saturating_add(RESPONSE_DELAY_MAX);
        if header.timestamp() <= latest {
            // It is sent, whatever comes of it.
            let _ = self.claim_in_guard(&id, header.timestamp());
        }
        self.store.map(|_| (id, self.lifetime))
    }

    fn accept(&self, verified: Verified, id: &ClaimId) -> Result<Stage, Error> {
        match self.claim_in_guard(id, verified.timestamp()) {
            Claim::First => Ok(Stage::Verified(verified)),
            Claim::Again => Err(ErrorKind::Replayed.into()),
            Claim::Unavailable => Err(ErrorKind::ReplayGuardFull.into()),
        }
    }

    /// Without a guard, every message is the first.
    #[cfg(target_has_atomic = "64")]
    fn claim_in_guard(&self, id: &ClaimId, timestamp: u64) -> Claim {
        let guard = self.guard.as_ref();
        guard.map_or(Claim::First, |guard| guard.claim(id, timestamp))
    }

    #[cfg(not(target_has_atomic = "64"))]
    fn claim_in_guard(&self, _: &ClaimId, _: u64) -> Claim {
        Claim::First
    }
}
