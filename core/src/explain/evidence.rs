//! What is known of a message.

use core::fmt;

use crate::signing::{ReplayWindow, VerifyOptions};

/// Whether a message is verified as a request or as a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MessageKind {
    /// A request of the platform.
    Request,
    /// A response of an app.
    Response,
}

impl MessageKind {
    /// The name that all languages share: `request` or `response`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "request" => Some(Self::Request),
            "response" => Some(Self::Response),
            _ => None,
        }
    }
}

/// The text of a key as it was set, and what to call it: the name of its variable or file, which the
/// report shows. `Debug` shows the name alone.
#[derive(Clone, Copy)]
pub struct NamedKey<'a> {
    /// What to call it.
    pub name: &'a str,
    /// The text, white space and all.
    pub text: &'a [u8],
}

impl fmt::Debug for NamedKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("NamedKey").field(&self.name).finish()
    }
}

/// A message and what it is verified with.
///
/// ```
/// use signkey::{Evidence, MessageKind, NamedKey};
///
/// let key = |name, text| NamedKey { name, text };
/// let header: &[u8] = b"t=1700000000&s=4b6ad0a9dbb0ff25b9cd5ef2a4dc3c4a44b2a3e6b3ec6d1fb6ebbaf2c2b1ad00";
/// let mut evidence = Evidence::new(MessageKind::Request, b"{}", 1_700_000_000);
/// let keys = [key("INNGEST_SIGNING_KEY", b"signkey-prod-12345678")];
/// let others = [key("staging", b"signkey-test-9abcdef0")];
/// let headers = [header];
/// evidence.keys = &keys;
/// evidence.others = &others;
/// evidence.headers = &headers;
///
/// let report = evidence.explain();
/// assert_eq!(report.code(), "signature_mismatch");
/// println!("{report}");
/// ```
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Evidence<'a> {
    /// How the message is verified.
    pub kind: MessageKind,
    /// The keys that verify it, in order. Blank ones are dropped.
    pub keys: &'a [NamedKey<'a>],
    /// Other secrets that may have signed it by mistake: keys of other environments, old keys, the
    /// event key. A message is never taken for verified because of them.
    pub others: &'a [NamedKey<'a>],
    /// The values of all headers `X-Inngest-Signature`, as they came.
    pub headers: &'a [&'a [u8]],
    /// The body as it came.
    pub body: &'a [u8],
    /// The clock of the verifier, in seconds since 1970-01-01 00:00 UTC.
    pub now: u64,
    /// The tolerated distance from the clock.
    pub window: ReplayWindow,
    /// The largest body, in bytes, whose canonical form is tried.
    pub max_json_size: usize,
}

impl<'a> Evidence<'a> {
    /// A message without keys and headers, and the defaults of the protocol.
    #[must_use]
    pub const fn new(kind: MessageKind, body: &'a [u8], now: u64) -> Self {
        Self {
            kind,
            keys: &[],
            others: &[],
            headers: &[],
            body,
            now,
            window: ReplayWindow::DEFAULT,
            max_json_size: VerifyOptions::DEFAULT.max_json_size,
        }
    }
}

impl fmt::Debug for Evidence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Evidence")
            .field("kind", &self.kind)
            .field("keys", &self.keys)
            .field("others", &self.others)
            .field("headers", &self.headers.len())
            .field("body", &self.body.len())
            .field("now", &self.now)
            .finish_non_exhaustive()
    }
}
