//! Claims in the store of a layer.

use http::{HeaderMap, request::Parts};
use signkey::{Admission, Claim, ClaimId, Error, ErrorKind, SignatureHeader};

use super::settings::Settings;
use crate::replay::SharedStore;

impl Settings {
    /// Claims what an admission asks for, and has the answer judged. Without a store, the admission
    /// stays as it is.
    pub(super) async fn claim(
        &self,
        admission: &mut Admission,
        parts: &Parts,
        id: ClaimId,
        lifetime: u64,
    ) {
        if let Some(store) = &self.store {
            let claim = self.ask(store, parts, id, lifetime).await;
            // `finished`, if it asks for no claim: then the admission stays as it is.
            let _ = self.endpoint.receive_claim(admission, claim);
        }
    }

    /// Claims a response that is signed, by the layer or by the handler, so that it cannot come back
    /// as a request. It is sent whatever comes of it.
    pub(super) async fn claim_response(
        &self,
        admission: &Admission,
        line: &Parts,
        headers: &HeaderMap,
    ) {
        for signature in headers.get_all(SignatureHeader::NAME) {
            let claim = self.endpoint.response_claim(admission, signature);
            if let (Some((id, lifetime)), Some(store)) = (claim, &self.store) {
                self.ask(store, line, id, lifetime).await;
            }
        }
    }

    async fn ask(&self, store: &SharedStore, parts: &Parts, id: ClaimId, lifetime: u64) -> Claim {
        let claim = store.claim(id, lifetime, self.replay_deadline).await;
        claim.unwrap_or_else(|error| {
            (self.on_store_error)(parts, &error);
            Claim::Unavailable
        })
    }
}

/// The endpoint asks for claims, or the layer has a store; one needs the other.
pub(super) fn no_store() -> Error {
    Error::from(ErrorKind::InvalidArgument).with_setting("replay_store")
}
