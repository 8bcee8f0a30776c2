//! A store in Valkey or Redis.

use std::{error::Error, fmt, time::Duration};

use redis::{
    IntoConnectionInfo, RedisError, Value,
    aio::{ConnectionLike, ConnectionManager, ConnectionManagerConfig},
    io::tcp::TcpSettings,
};
use signkey::{Claim, ClaimId};

use super::ReplayStore;

const PREFIX: &[u8; 8] = b"signkey:";
const KEY_SIZE: usize = PREFIX.len() + ClaimId::TEXT_SIZE;
/// The longest pause between two attempts to connect again.
const RECONNECT_DELAY_MAX: Duration = Duration::from_secs(1);
/// After so long without an answer to what was sent, a connection is taken for lost.
const LOST_AFTER: Duration = Duration::from_secs(5);

/// Claims in Valkey or Redis: `SET signkey:<id> 1 NX PX <lifetime>`.
///
/// The server must not evict what is claimed, so its `maxmemory-policy` must be `noeviction`; that is
/// checked once, at the start. It answers when it has the claim in memory. With `appendfsync always`
/// the claim survives a crash. A failover that loses the last writes loses claims: those messages can
/// be accepted once more.
///
/// ```no_run
/// use signkey::{Config, ConfigOptions, EndpointOptions, ReplayStoreOptions};
/// use signkey_http::{RedisStore, SignkeyLayer};
///
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// let config = Config::read(&ConfigOptions::default(), |name| std::env::var(name).ok());
/// let mut options = EndpointOptions::default();
/// options.replay_store = Some(ReplayStoreOptions::default());
/// let store = RedisStore::connect("redis://127.0.0.1:6379/").await?;
/// let layer = SignkeyLayer::new(config.endpoint(options)?).replay_store(store)?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct RedisStore<C = ConnectionManager> {
    connection: C,
}

impl RedisStore {
    /// A store on a connection of its own, which is made again whenever it breaks. `server` is a URL,
    /// or a [`redis::ConnectionInfo`].
    ///
    /// # Errors
    ///
    /// Those of [`RedisStore::new`], and of the connection.
    pub async fn connect(server: impl IntoConnectionInfo) -> Result<Self, RedisStoreError> {
        let server = server.into_connection_info()?;
        let settings = tcp_settings(server.tcp_settings());
        let client = redis::Client::open(server.set_tcp_settings(settings))?;
        let config = ConnectionManagerConfig::new().set_max_delay(RECONNECT_DELAY_MAX);
        Self::new(ConnectionManager::new_with_config(client, config).await?).await
    }
}

impl<C: ConnectionLike + Clone + Send + Sync + 'static> RedisStore<C> {
    /// A store on this connection, which must take care by itself that it is made again when it
    /// breaks, and that it is one to a primary.
    ///
    /// # Errors
    ///
    /// The server evicts keys, does not say whether it does (`INFO memory`), or does not answer.
    pub async fn new(mut connection: C) -> Result<Self, RedisStoreError> {
        let mut info = redis::cmd("INFO");
        let info: String = info.arg("memory").query_async(&mut connection).await?;
        let mut policies = info
            .lines()
            .filter_map(|line| line.strip_prefix("maxmemory_policy:"));
        match policies.next().map(str::trim) {
            Some("noeviction") => Ok(Self { connection }),
            policy => Err(RedisStoreError::Evicts(policy.unwrap_or("unknown").into())),
        }
    }
}

impl<C: ConnectionLike + Clone + Send + Sync + 'static> ReplayStore for RedisStore<C> {
    async fn claim(&self, id: ClaimId, lifetime: Duration) -> Claim {
        let Ok(milliseconds) = u64::try_from(lifetime.as_millis()) else {
            return Claim::Unavailable;
        };
        let mut set = redis::cmd("SET");
        set.arg(&key(&id)).arg(b"1").arg(b"NX").arg(b"PX");
        set.arg(milliseconds);
        let answer = self.connection.clone().req_packed_command(&set).await;
        match answer.and_then(Value::extract_error) {
            Ok(Value::Okay) => Claim::First,
            Ok(Value::Nil) => Claim::Again,
            Ok(other) => {
                tracing::warn!("replay store: not an answer to SET: {other:?}");
                Claim::Unavailable
            }
            Err(error) => {
                tracing::warn!("replay store: {error}");
                Claim::Unavailable
            }
        }
    }
}

fn key(id: &ClaimId) -> [u8; KEY_SIZE] {
    let mut key = [0; KEY_SIZE];
    let (prefix, text) = key.split_at_mut(PREFIX.len());
    prefix.copy_from_slice(PREFIX);
    text.copy_from_slice(&id.to_text());
    key
}

/// Small commands go at once. A server that is gone without a word is noticed, where the system can
/// say so; else every claim would be late until it gives the connection up, after minutes.
fn tcp_settings(given: &TcpSettings) -> TcpSettings {
    let settings = given.clone().set_nodelay(true);
    #[cfg(any(target_os = "android", target_os = "fuchsia", target_os = "linux"))]
    let settings = match given.user_timeout() {
        None => settings.set_user_timeout(LOST_AFTER),
        Some(_) => settings,
    };
    settings
}

impl<C> fmt::Debug for RedisStore<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisStore").finish_non_exhaustive()
    }
}

/// Why there is no store.
#[derive(Debug)]
#[non_exhaustive]
pub enum RedisStoreError {
    /// The server does not answer as it should.
    Redis(RedisError),
    /// The server forgets keys when its memory is full, by this `maxmemory-policy`.
    Evicts(String),
}

impl From<RedisError> for RedisStoreError {
    fn from(error: RedisError) -> Self {
        Self::Redis(error)
    }
}

impl fmt::Display for RedisStoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Redis(error) => write!(f, "the replay store is not available: {error}"),
            Self::Evicts(policy) => write!(
                f,
                "the replay store must not forget: set maxmemory-policy to noeviction (it is {policy})"
            ),
        }
    }
}

impl Error for RedisStoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Redis(error) => Some(error),
            Self::Evicts(_) => None,
        }
    }
}
