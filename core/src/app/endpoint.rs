//! The endpoint of an app: it admits requests and signs responses.

use alloc::sync::Arc;
use core::fmt;

use super::{
    admission::{Admission, Stage},
    body::{Framing, ReceivedBody},
    caller::Unverified,
    claims::Claims,
    head::{Head, Signature},
    method,
    mode::Mode,
    options::EndpointOptions,
    refusal::Refusal,
    response::{self, ResponseStep},
};
use crate::{
    error::{Error, ErrorKind},
    replay::{Claim, ClaimId},
    signing::{HeaderText, Keyring, ReceivedHeader, SignatureHeader, VerifyOptions},
};

/// How requests get into an app: each one by its signature, whatever its method.
///
/// Without one, a request is let through in dev mode, and in cloud mode where it was asked for. A
/// signature that is present is always verified. Immutable, cheap to clone, and safe to share between
/// threads.
///
/// ```
/// use std::sync::Arc;
/// use signkey::{Caller, Endpoint, EndpointOptions, Framing, Keyring, Mode, ReceivedBody, SigningKey, Step};
///
/// # fn main() -> Result<(), signkey::Error> {
/// # let (body, signature) = (b"{}", "t=0&s=0000000000000000000000000000000000000000000000000000000000000000");
/// let keyring = Arc::new(Keyring::new(SigningKey::parse("signkey-test-12345678")?));
/// let endpoint = Endpoint::new(Mode::Cloud, Ok(keyring), EndpointOptions::default())?;
///
/// let mut admission = endpoint.admit("POST", [("X-Inngest-Signature", signature)]);
/// if let Step::ReadBody { at_most } = admission.step() {
///     assert!(body.len() as u64 <= at_most);
///     let body = ReceivedBody::Bytes(body, Framing::Ended);
///     endpoint.receive_body(&mut admission, body, 1_700_000_000)?;
/// }
/// match admission.step() {
///     Step::Admit(Caller::Verified(verified)) => println!("signed with {}", verified.key_id()),
///     Step::Admit(Caller::Unverified(reason)) => println!("let through: {}", reason.name()),
///     Step::Refuse(refusal) => assert_eq!(refusal.status(), 401),
///     _ => unreachable!("the body was received"),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Endpoint(Arc<Inner>);

struct Inner {
    mode: Mode,
    keyring: Result<Arc<Keyring>, Error>,
    /// The error of a switch, with which every request is refused.
    switches: Result<(), Error>,
    options: EndpointOptions,
    verify: VerifyOptions,
    claims: Claims,
}

impl Endpoint {
    /// An endpoint of this mode. A keyring that is an error refuses every request that needs a key.
    ///
    /// # Errors
    ///
    /// `invalid_argument` for an unsigned method that is no method, such as `get`.
    pub fn new(
        mode: Mode,
        keyring: Result<Arc<Keyring>, Error>,
        options: EndpointOptions,
    ) -> Result<Self, Error> {
        Self::with_switches(mode, keyring, Ok(()), options)
    }

    /// As [`Endpoint::new`]; the error of a switch refuses every request.
    pub(super) fn with_switches(
        mode: Mode,
        keyring: Result<Arc<Keyring>, Error>,
        switches: Result<(), Error>,
        options: EndpointOptions,
    ) -> Result<Self, Error> {
        options.check()?;
        Ok(Self(Arc::new(Inner {
            mode,
            keyring,
            switches,
            verify: options.verify_options(),
            claims: Claims::new(&options),
            options,
        })))
    }

    /// Whether requests come from the platform or from a development server.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.0.mode
    }

    /// The keys.
    ///
    /// # Errors
    ///
    /// Why there are none.
    pub fn keyring(&self) -> Result<&Arc<Keyring>, Error> {
        self.0.keyring.as_ref().map_err(|error| *error)
    }

    /// The options it was made with.
    #[must_use]
    pub fn options(&self) -> &EndpointOptions {
        &self.0.options
    }

    /// Begins with a request: its method, and its headers as received, repeated ones as often. Only
    /// those in [`WANTED_HEADERS`](super::WANTED_HEADERS) matter; their names are compared without
    /// regard to case.
    ///
    /// What no body can change is decided here, so that no body is read in vain.
    pub fn admit<N, V>(
        &self,
        method: impl AsRef<[u8]>,
        headers: impl IntoIterator<Item = (N, V)>,
    ) -> Admission
    where
        N: AsRef<[u8]>,
        V: AsRef<[u8]>,
    {
        let method = method.as_ref();
        let head = Head::collect(method, headers);
        let stage = self.judge_head(method, &head);
        let stage = stage.unwrap_or_else(|error| Stage::Refused {
            error,
            unread: head.announces_body(),
        });
        Admission {
            head,
            mode: self.0.mode,
            stage,
        }
    }

    /// Takes the body that [`Step::ReadBody`](super::Step::ReadBody) asks for, and gives the verdict.
    /// `now` is the clock in seconds since 1970-01-01 00:00 UTC.
    ///
    /// # Errors
    ///
    /// `finished` if no body is asked for; the admission stays as it is.
    pub fn receive_body(
        &self,
        admission: &mut Admission,
        body: ReceivedBody<'_>,
        now: u64,
    ) -> Result<(), Error> {
        let (Stage::ReadBody { at_most }, Signature::Once(header, digits)) =
            (admission.stage, &admission.head.signature)
        else {
            return Err(ErrorKind::Finished.into());
        };
        let received = ReceivedHeader {
            header: *header,
            digits: digits.as_bytes(),
        };
        admission.stage = match body.complete(&admission.head, at_most) {
            Ok(bytes) => self
                .judge_body(bytes, &received, &admission.head, now)
                .unwrap_or_else(refused),
            Err(error) => Stage::Refused {
                error,
                unread: !matches!(body, ReceivedBody::Parsed),
            },
        };
        Ok(())
    }

    /// Takes the answer of the store that [`Step::Claim`](super::Step::Claim) asks for.
    ///
    /// # Errors
    ///
    /// `finished` if no claim is asked for; the admission stays as it is.
    pub fn receive_claim(&self, admission: &mut Admission, claim: Claim) -> Result<(), Error> {
        let Stage::Claim { verified, id, .. } = admission.stage else {
            return Err(ErrorKind::Finished.into());
        };
        let stage = self.0.claims.settle(verified, &id, claim);
        admission.stage = stage.unwrap_or_else(refused);
        Ok(())
    }

    /// Judges a request of which all is in hand.
    pub fn admit_whole<N, V>(
        &self,
        method: impl AsRef<[u8]>,
        headers: impl IntoIterator<Item = (N, V)>,
        body: &[u8],
        now: u64,
    ) -> Admission
    where
        N: AsRef<[u8]>,
        V: AsRef<[u8]>,
    {
        let mut admission = self.admit(method, headers);
        let body = ReceivedBody::Bytes(body, Framing::Ended);
        // `finished`: the head has decided already.
        let _ = self.receive_body(&mut admission, body, now);
        admission
    }

    /// Judges the handshake of a WebSocket: a `GET` without a body (RFC 6455, section 4.1). Its
    /// response is never signed.
    pub fn admit_websocket<N, V>(
        &self,
        headers: impl IntoIterator<Item = (N, V)>,
        now: u64,
    ) -> Admission
    where
        N: AsRef<[u8]>,
        V: AsRef<[u8]>,
    {
        self.admit_whole(method::GET, headers, b"", now)
    }

    /// Says what becomes of the response to a request that was admitted, by its status and its
    /// `Content-Type`, if it has one.
    pub fn response(
        &self,
        admission: &Admission,
        status: u16,
        content_type: Option<&[u8]>,
    ) -> ResponseStep {
        const SWITCHING_PROTOCOLS: u16 = 101;
        let signs = self.0.options.sign_responses
            && admission.verified().is_some()
            && status != SWITCHING_PROTOCOLS;
        if !signs {
            return ResponseStep::Forward;
        }
        let empty = !admission.sends_content(status);
        if !empty && content_type.is_some_and(response::is_event_stream) {
            return ResponseStep::Refuse(self.unsignable());
        }
        ResponseStep::Hold {
            at_most: self.0.options.max_response_size,
            empty,
        }
    }

    /// What is sent in place of a response that cannot be signed.
    pub fn unsignable(&self) -> Refusal {
        self.refuse(ErrorKind::ResponseUnsignable.into())
    }

    /// Signs a response with the key that verified its request: the bytes exactly as they are sent.
    /// `timestamp` is the clock in seconds since 1970-01-01 00:00 UTC. The value goes into
    /// [`SignatureHeader::NAME`](crate::SignatureHeader::NAME), in place of any that is there.
    ///
    /// # Errors
    ///
    /// `invalid_argument` if the request was not verified by this endpoint, `response_unsignable` for
    /// a body over `max_response_size`, `invalid_timestamp`.
    pub fn sign(
        &self,
        admission: &Admission,
        body: &[u8],
        timestamp: u64,
    ) -> Result<HeaderText, Error> {
        let verified = admission.verified().ok_or(ErrorKind::InvalidArgument)?;
        let key = verified.key(self.keyring()?)?;
        if body.len() as u64 > self.0.options.max_response_size {
            return Err(ErrorKind::ResponseUnsignable.into());
        }
        let header = key.sign_response(body, timestamp)?;
        self.0.claims.remember_response(verified, &header);
        Ok(header.to_text())
    }

    /// Remembers a response with this signature, so that it cannot come back as a request: one of
    /// [`Endpoint::sign`], or of [`Registration::response`](super::Registration::response), which knows
    /// no endpoint. Returns what to claim for it in the store: an id, and for how many seconds; `None`
    /// without a store. Call it before the response is sent, and send the response whatever comes of
    /// it. Responses to requests that are not verified, and what is no signature, are left alone.
    #[must_use]
    pub fn response_claim(
        &self,
        admission: &Admission,
        signature: impl AsRef<[u8]>,
    ) -> Option<(ClaimId, u64)> {
        let verified = admission.verified()?;
        let header = SignatureHeader::parse(signature.as_ref()).ok()?;
        self.0.claims.remember_response(verified, &header)
    }

    /// The answer to an error that arises behind the door, in a registration for example.
    pub fn refuse(&self, error: Error) -> Refusal {
        Refusal::new(error, self.0.mode, false)
    }

    /// The verdict as far as the head decides it.
    fn judge_head(&self, method: &[u8], head: &Head) -> Result<Stage, Error> {
        self.0.switches?;
        let is_malformed = match head.signature {
            Signature::Absent => return self.judge_unsigned(method, head).map(Stage::Unverified),
            Signature::Malformed => true,
            Signature::Once(..) => false,
        };
        if self.lacks_key_in_dev() {
            return Ok(Stage::Unverified(Unverified::DevWithoutKey));
        }
        self.keyring()?;
        if is_malformed {
            return Err(ErrorKind::MalformedSignature.into());
        }
        let at_most = self.0.options.max_body_size;
        if head.declared().is_some_and(|declared| declared > at_most) {
            return Err(ErrorKind::BodyTooLarge.into());
        }
        if head.is_foreign() {
            return Err(ErrorKind::BodyUnavailable.into());
        }
        Ok(Stage::ReadBody { at_most })
    }

    /// The verdict on a body that is complete.
    fn judge_body(
        &self,
        body: &[u8],
        received: &ReceivedHeader<'_>,
        head: &Head,
        now: u64,
    ) -> Result<Stage, Error> {
        let keyring = self.keyring()?;
        let verified = keyring.verify_received(body, received, now, &self.0.verify)?;
        self.0.claims.begin(verified, &received.header, head, body)
    }

    /// Why a request without a signature is let through.
    fn judge_unsigned(&self, method: &[u8], head: &Head) -> Result<Unverified, Error> {
        if self.0.mode == Mode::Dev {
            return Ok(Unverified::Dev);
        }
        self.keyring()?;
        let mut unsigned = self.0.options.unsigned_methods.iter();
        if unsigned.any(|other| other.as_bytes() == method) {
            Ok(Unverified::UnsignedMethod)
        } else if self.0.options.unsigned_sync && head.is_sync {
            Ok(Unverified::UnsignedSync)
        } else {
            Err(ErrorKind::MissingSignature.into())
        }
    }

    fn lacks_key_in_dev(&self) -> bool {
        let is_missing = |error: Error| error.kind() == ErrorKind::MissingSigningKey;
        self.0.mode == Mode::Dev && self.keyring().is_err_and(is_missing)
    }
}

/// The stage of a request that is refused, of which everything was read.
fn refused(error: Error) -> Stage {
    Stage::Refused {
        error,
        unread: false,
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint")
            .field("mode", &self.0.mode)
            .field("keyring", &self.0.keyring)
            .field("options", &self.0.options)
            .finish_non_exhaustive()
    }
}
