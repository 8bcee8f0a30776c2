//! The seam to a store.

use std::{future::Future, pin::Pin, sync::Arc, time::Duration};

use signkey::{Claim, ClaimId};

use super::ReplayStoreError;

/// How long a store has to answer, unless set.
pub(crate) const DEADLINE: Duration = Duration::from_millis(100);

/// Remembers what all processes of an app have accepted. [`RedisStore`](crate::RedisStore) is one.
///
/// ```
/// use std::{collections::HashMap, sync::Mutex, time::{Duration, Instant}};
/// use signkey::{Claim, ClaimId};
/// use signkey_http::ReplayStore;
///
/// /// For the tests of an app: one process, and nothing is ever removed.
/// #[derive(Default)]
/// struct MemoryStore(Mutex<HashMap<ClaimId, Instant>>);
///
/// impl ReplayStore for MemoryStore {
///     async fn claim(&self, id: ClaimId, lifetime: Duration) -> Claim {
///         let now = Instant::now();
///         let Some(ends) = now.checked_add(lifetime) else { return Claim::Unavailable };
///         let Ok(mut claims) = self.0.lock() else { return Claim::Unavailable };
///         match claims.insert(id, ends) {
///             Some(earlier) if earlier > now => { claims.insert(id, earlier); Claim::Again }
///             _ => Claim::First,
///         }
///     }
/// }
/// ```
pub trait ReplayStore: Send + Sync + 'static {
    /// Claims an id for so long from now, by the store's own clock. Of all that claim it in this time,
    /// whatever process they are in, one gets [`Claim::First`], and the others [`Claim::Again`]. What
    /// goes wrong is [`Claim::Unavailable`]. A future that is dropped, because it took too long, may
    /// have claimed the id or not.
    fn claim(&self, id: ClaimId, lifetime: Duration) -> impl Future<Output = Claim> + Send;
}

type Claiming = Pin<Box<dyn Future<Output = Claim> + Send>>;

/// A store of any type.
#[derive(Clone)]
pub(crate) struct SharedStore(Arc<dyn Fn(ClaimId, Duration) -> Claiming + Send + Sync>);

impl SharedStore {
    pub(crate) fn new(store: impl ReplayStore) -> Self {
        let store = Arc::new(store);
        Self(Arc::new(move |id, lifetime| {
            let store = Arc::clone(&store);
            Box::pin(async move { store.claim(id, lifetime).await })
        }))
    }

    /// Claims for so many seconds. Of two that are ready, the answer counts, and not the deadline.
    pub(crate) async fn claim(
        &self,
        id: ClaimId,
        seconds: u64,
        deadline: Duration,
    ) -> Result<Claim, ReplayStoreError> {
        let claiming = (self.0)(id, Duration::from_secs(seconds));
        match tokio::time::timeout(deadline, claiming).await {
            Ok(Claim::Unavailable) => Err(ReplayStoreError::Unavailable),
            Ok(claim) => Ok(claim),
            Err(_) => Err(ReplayStoreError::Late(deadline)),
        }
    }
}
