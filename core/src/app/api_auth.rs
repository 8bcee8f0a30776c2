//! Authentication of an app's own calls to the platform's API.

use alloc::{sync::Arc, vec::Vec};
use core::{
    fmt,
    sync::atomic::{AtomicUsize, Ordering},
};

use zeroize::Zeroize;

use super::url::Origin;
use crate::{
    signing::{ApiToken, KeyId, Keyring},
    text::Text,
};

const SCHEME: &[u8] = b"Bearer ";

/// Which credential goes with a call: that of the key that worked last, the primary at first.
///
/// A call that is answered 401 or 403 is tried again with each of the other keys, once. The first
/// that is answered 2xx is used from then on. Safe to share between threads, without locks; what one
/// call learns, the next one knows, also that of a clone.
///
/// ```
/// use signkey::{ApiAuth, Keyring, Origin};
///
/// # fn main() -> Result<(), signkey::Error> {
/// let keyring = Keyring::from_texts([Some("signkey-test-12345678"), Some("signkey-test-9abc")])?;
/// let auth = ApiAuth::new(Some(&keyring), Origin::of("https://api.inngest.com")?);
///
/// let mut attempt = auth.begin();
/// while let Some(next) = auth.after(attempt, /* the status of the answer */ 403) {
///     attempt = next;
/// }
/// assert!(!auth.may_send_to("https://api.inngest.com.example/v1/runs"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct ApiAuth(Arc<Inner>);

struct Inner {
    tokens: Vec<(ApiToken, KeyId)>,
    /// The index of the key that worked last.
    current: AtomicUsize,
    origin: Origin,
}

/// One try of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Attempt {
    /// The index of the key with which the call began.
    first: u8,
    /// How many tries went before.
    tries: u8,
}

impl Attempt {
    /// The index of the key: the first one, then all others in their order.
    #[must_use]
    pub fn key_index(self) -> usize {
        let others = self.tries.saturating_sub(1);
        usize::from(match self.tries {
            0 => self.first,
            _ if others < self.first => others,
            _ => self.tries,
        })
    }

    /// The attempt as a number, for languages that hand it back and forth.
    #[must_use]
    pub const fn to_number(self) -> u16 {
        u16::from_le_bytes([self.first, self.tries])
    }

    /// The attempt of such a number. One of another [`ApiAuth`] may carry no credential.
    pub const fn from_number(number: u16) -> Self {
        let [first, tries] = number.to_le_bytes();
        Self { first, tries }
    }
}

impl ApiAuth {
    /// For calls to this origin, with the keys of a keyring; without one, calls carry no credential.
    #[must_use]
    pub fn new(keyring: Option<&Keyring>, origin: Origin) -> Self {
        // Room for all at once: a vector that grows leaves copies behind.
        let mut tokens = Vec::with_capacity(Keyring::MAX);
        let keys = keyring.into_iter().flat_map(Keyring::keys);
        tokens.extend(keys.map(|key| (key.api_token(), key.id())));
        Self(Arc::new(Inner {
            tokens,
            current: AtomicUsize::new(0),
            origin,
        }))
    }

    /// Begins a call.
    pub fn begin(&self) -> Attempt {
        let first = self.0.current.load(Ordering::Relaxed).to_le_bytes()[0];
        Attempt { first, tries: 0 }
    }

    /// The value of `Authorization` for this attempt; `None` if there is no key.
    #[must_use]
    pub fn authorization(&self, attempt: Attempt) -> Option<Authorization> {
        let (token, _) = self.0.tokens.get(attempt.key_index())?;
        let mut text = Text::EMPTY;
        text.push(SCHEME);
        text.push(token.as_str().as_bytes());
        Some(Authorization(text))
    }

    /// Takes the status of the answer to an attempt. Returns the next attempt if the call is to be
    /// sent again; otherwise the answer stands, whatever it is.
    #[must_use]
    pub fn after(&self, attempt: Attempt, status: u16) -> Option<Attempt> {
        match status {
            200..300 if attempt.tries > 0 => {
                let index = attempt.key_index();
                if index < self.0.tokens.len() {
                    self.0.current.store(index, Ordering::Relaxed);
                }
                None
            }
            401 | 403 => {
                let tries = attempt.tries.saturating_add(1);
                (usize::from(tries) < self.0.tokens.len()).then_some(Attempt { tries, ..attempt })
            }
            _ => None,
        }
    }

    /// Whether a credential may be sent to this URL. Follow no redirect to any other.
    #[must_use]
    pub fn may_send_to(&self, url: &str) -> bool {
        Origin::of(url).is_ok_and(|origin| origin == self.0.origin)
    }

    /// Whether a text holds the id of a key, with which every token of it begins behind the prefix.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        let has = |id: &str| {
            text.as_bytes()
                .windows(id.len())
                .any(|window| window.eq_ignore_ascii_case(id.as_bytes()))
        };
        self.0.tokens.iter().any(|(_, id)| has(id.as_str()))
    }
}

impl fmt::Debug for ApiAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids = self.0.tokens.iter().map(|(_, id)| id);
        f.debug_struct("ApiAuth")
            .field("keys", &ids.collect::<Vec<_>>())
            .field("current", &self.0.current)
            .field("origin", &self.0.origin)
            .finish()
    }
}

/// The value of an `Authorization` header. It is a secret: cleared when dropped; `Debug` is redacted.
pub struct Authorization(Text<{ Self::MAX }>);

impl Authorization {
    /// The name of the header.
    pub const NAME: &'static str = "Authorization";

    /// The longest value, in bytes.
    pub const MAX: usize = SCHEME.len() + ApiToken::MAX;

    /// The value as text, with its `Bearer `.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Debug for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authorization([redacted])")
    }
}

impl Drop for Authorization {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
