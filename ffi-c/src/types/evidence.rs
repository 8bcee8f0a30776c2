//! What is known of a message that is to be explained.

use std::ptr;

use signkey::{Error, ErrorKind, Evidence, Explanation, MessageKind, NamedKey, ReplayWindow};

use crate::{
    limits::{SIGNKEY_VERIFY_JSON_SIZE_DEFAULT, SIGNKEY_WINDOW_DEFAULT},
    pointers::{
        extensible::{self, Extensible},
        slice::{self, Slice},
    },
    types::field::{Field, Fields},
};

/// A message that is verified as a request.
pub const SIGNKEY_MESSAGE_REQUEST: u32 = 1;

/// A message that is verified as a response.
pub const SIGNKEY_MESSAGE_RESPONSE: u32 = 2;

/// A message, and what it is verified with.
///
/// Begin with `SIGNKEY_EVIDENCE_INIT`, which sets `size`, a request without anything, and the defaults.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct CEvidence {
    /// `sizeof(signkey_evidence)`, set by the caller.
    pub size: usize,
    /// `SIGNKEY_MESSAGE_REQUEST` or `SIGNKEY_MESSAGE_RESPONSE`.
    pub kind: u32,
    /// The keys that verify it, in order: what to call each, such as the name of its variable, in UTF-8,
    /// and its text as it was set. Blank ones are dropped.
    pub keys: *const Field,
    /// How many keys there are.
    pub key_count: usize,
    /// Other secrets that may have signed it by mistake: keys of other environments, old keys, the event
    /// key. A message is never taken for verified because of them.
    pub others: *const Field,
    /// How many others there are.
    pub other_count: usize,
    /// The values of all headers `SIGNKEY_SIGNATURE_HEADER`, as they came.
    pub headers: *const Slice,
    /// How many headers there are.
    pub header_count: usize,
    /// The body as it came.
    pub body: Slice,
    /// The clock of the verifier, in seconds since 1970-01-01 00:00 UTC.
    pub now: u64,
    /// How old the signature may be, in seconds.
    pub past_seconds: u64,
    /// How far ahead of the clock the signature may be, in seconds.
    pub future_seconds: u64,
    /// The largest body, in bytes, whose canonical form is tried.
    pub max_json_size: u64,
}

// SAFETY: `repr(C)`, the size comes first, and pointers and integers are valid for all bytes.
unsafe impl Extensible for CEvidence {}

impl CEvidence {
    pub(crate) const DEFAULT: Self = Self {
        size: size_of::<Self>(),
        kind: SIGNKEY_MESSAGE_REQUEST,
        keys: ptr::null(),
        key_count: 0,
        others: ptr::null(),
        other_count: 0,
        headers: ptr::null(),
        header_count: 0,
        body: Slice::ABSENT,
        now: 0,
        past_seconds: SIGNKEY_WINDOW_DEFAULT,
        future_seconds: SIGNKEY_WINDOW_DEFAULT,
        max_json_size: SIGNKEY_VERIFY_JSON_SIZE_DEFAULT,
    };

    /// Explains the caller's message.
    ///
    /// # Safety
    ///
    /// As [`extensible::read`], and the pointers in it as [`slice::items`].
    pub(crate) unsafe fn explain(evidence: *const Self) -> Result<Explanation, Error> {
        // SAFETY: the caller's promise.
        unsafe {
            let read = extensible::read(evidence, Self::DEFAULT)?;
            let kind = match read.kind {
                SIGNKEY_MESSAGE_REQUEST => MessageKind::Request,
                SIGNKEY_MESSAGE_RESPONSE => MessageKind::Response,
                _ => return Err(ErrorKind::InvalidArgument.into()),
            };
            let keys = named(Fields::read(read.keys, read.key_count)?)?;
            let others = named(Fields::read(read.others, read.other_count)?)?;
            let headers = slice::items(read.headers, read.header_count)?.unwrap_or_default();
            let headers: Vec<_> = headers
                .iter()
                .map(|header| header.bytes())
                .collect::<Result<_, _>>()?;
            let mut evidence = Evidence::new(kind, read.body.bytes()?, read.now);
            (evidence.keys, evidence.others, evidence.headers) = (&keys, &others, &headers);
            evidence.window = ReplayWindow {
                past: read.past_seconds,
                future: read.future_seconds,
            };
            evidence.max_json_size = usize::try_from(read.max_json_size).unwrap_or(usize::MAX);
            Ok(evidence.explain())
        }
    }
}

/// The caller's keys, by their names.
fn named(keys: Fields<'_>) -> Result<Vec<NamedKey<'_>>, Error> {
    let named = keys.present().map(|(name, text)| {
        let name = str::from_utf8(name).map_err(|_| ErrorKind::InvalidArgument)?;
        Ok(NamedKey { name, text })
    });
    named.collect()
}
