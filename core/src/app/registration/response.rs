//! The response to the request that began a sync.

use alloc::{borrow::Cow, string::String, vec::Vec};

use super::fields::{CONTENT_TYPE, HeaderField, JSON, REQUEST_VERSION, SDK, SYNC_KIND, VERSION};
use crate::{
    app::{admission::Admission, identity::App, mode::Mode},
    error::Error,
    signing::{Keyring, SignatureHeader, Verified},
};

/// A response to the request that began a sync.
#[derive(Clone, Debug)]
pub struct SyncResponse<'a> {
    /// The HTTP status.
    pub status: u16,
    /// All headers to send.
    pub headers: Vec<HeaderField>,
    /// The body: JSON in UTF-8; in band the configuration as it was given.
    pub body: Cow<'a, [u8]>,
}

/// Whom a response goes to, and so what it may say.
#[derive(Clone, Debug)]
pub(super) struct Recipient {
    pub(super) verified: Option<Verified>,
    /// The SDK, for callers that may know it: not for just anyone in cloud mode.
    sdk: Option<String>,
}

impl Recipient {
    pub(super) fn new(mode: Mode, app: &App<'_>, admission: &Admission) -> Self {
        let verified = admission.verified().copied();
        let is_known = verified.is_some() || mode == Mode::Dev;
        Self {
            verified,
            sdk: is_known.then(|| app.sdk.into()),
        }
    }

    /// The headers of a response, without its signature.
    pub(super) fn headers(&self, sync_kind: &str) -> Vec<HeaderField> {
        let mut fields = Vec::from([(CONTENT_TYPE, JSON.into()), (SYNC_KIND, sync_kind.into())]);
        if let Some(sdk) = &self.sdk {
            fields.push((SDK, sdk.clone()));
            fields.push((REQUEST_VERSION, VERSION.into()));
        }
        fields
    }
}

/// The signature of a response, under the key that verified the request.
pub(super) fn signature(
    keyring: &Keyring,
    verified: &Verified,
    body: &[u8],
    timestamp: u64,
) -> Result<HeaderField, Error> {
    let header = verified.key(keyring)?.sign_response(body, timestamp)?;
    Ok((SignatureHeader::NAME, header.to_text().as_str().into()))
}
