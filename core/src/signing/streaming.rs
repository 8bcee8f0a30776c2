//! Verification of a message that arrives in pieces, in constant memory.

use core::fmt;

use super::{
    header::SignatureHeader,
    key::KeyId,
    keyring::Keyring,
    mac::MacState,
    verify::{Form, Verified, parse_header},
    window::ReplayWindow,
};
use crate::error::{Error, ErrorKind};

/// Verifies a message piece by piece, under all keys of a keyring in one pass.
///
/// It checks the raw form alone: the canonical form of a request, and a response without its last
/// line feed, need the whole body. Nothing of the message may be acted on before
/// [`Verifier::finish`] has returned.
///
/// ```
/// # fn main() -> Result<(), signkey::Error> {
/// use signkey::{Keyring, ReplayWindow, SigningKey, Verifier};
///
/// let keyring = Keyring::new(SigningKey::parse("signkey-test-12345678")?);
/// let header = keyring.primary().sign_raw(b"a long body", 1_700_000_000)?.to_text();
///
/// let mut verifier = Verifier::begin(&keyring, Some(header.as_str().as_bytes()))?;
/// verifier.update(b"a long");
/// verifier.update(b" body");
/// let verified = verifier.finish(1_700_000_060, ReplayWindow::DEFAULT)?;
/// assert_eq!(verified.age_seconds(), 60);
/// # Ok(())
/// # }
/// ```
#[must_use]
pub struct Verifier {
    header: SignatureHeader,
    states: [Option<(KeyId, MacState)>; Keyring::MAX],
}

impl Verifier {
    /// Begins with the value of `X-Inngest-Signature`, `None` if there is none.
    ///
    /// # Errors
    ///
    /// `missing_signature` or `malformed_signature`.
    pub fn begin(keyring: &Keyring, header: Option<&[u8]>) -> Result<Self, Error> {
        let header = parse_header(header)?.header;
        let mut states = [const { None }; Keyring::MAX];
        for (slot, key) in states.iter_mut().zip(keyring.keys()) {
            *slot = Some((key.id(), key.mac().begin()));
        }
        Ok(Self { header, states })
    }

    /// Takes the next piece of the body, of any size.
    pub fn update(&mut self, chunk: &[u8]) {
        for (_, state) in self.states.iter_mut().flatten() {
            state.update(chunk);
        }
    }

    /// Ends the message. `now` is the clock in seconds since 1970-01-01 00:00 UTC.
    ///
    /// # Errors
    ///
    /// `signature_mismatch`, `expired` or `not_yet_valid`, checked in this order.
    pub fn finish(mut self, now: u64, window: ReplayWindow) -> Result<Verified, Error> {
        let timestamp = self.header.timestamp_text();
        self.update(timestamp.as_bytes());
        let (key_index, key_id) = self
            .states
            .iter_mut()
            .map_while(Option::take)
            .enumerate()
            .find_map(|(index, (id, state))| {
                state.matches(self.header.mac()).then_some((index, id))
            })
            .ok_or(ErrorKind::SignatureMismatch)?;
        Verified::new(
            key_index,
            key_id,
            Form::Raw,
            self.header.timestamp(),
            now,
            window,
        )
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier").finish_non_exhaustive()
    }
}
