//! The search for the one thing that explains a verdict.

use alloc::vec::Vec;

use super::{
    body,
    cause::Cause,
    evidence::{Evidence, MessageKind, NamedKey},
    header::respell,
    keys::{self, Suspect},
    report::{Explanation, Finding},
};
use crate::{
    error::{Error, ErrorKind},
    signing::{Keyring, MacKey, ReceivedHeader, SigningKey, Verified, VerifyOptions, prefix_len},
};

/// A skew of more seconds is not one of clocks (3,000 years).
const NOT_SECONDS: u64 = 100_000_000_000;
/// Zones lie up to 14 hours from UTC, in half hours but for three.
const HALF_HOUR: u64 = 1_800;
const ZONE_MAX: u64 = 14 * 3_600;
/// How far besides the clocks may be apart.
const ZONE_SLACK: u64 = 90;

impl<'a> Evidence<'a> {
    /// The verdict on the message, and what explains it.
    ///
    /// Takes up to some hundred times as long as verifying: for tools and logs, not for every
    /// request that is refused.
    pub fn explain(&self) -> Explanation {
        let keys: Vec<_> = self
            .keys
            .iter()
            .filter(|key| !is_blank(key))
            .copied()
            .collect();
        let texts = keys.iter().map(|key| Some(key.text));
        let (verdict, finding) = match Keyring::from_texts(texts) {
            Err(error) => (Err(error), Some(key_fault(&keys))),
            Ok(keyring) => self.judge(&keyring, &keys),
        };
        Explanation::new(self, &keys, verdict, finding)
    }

    fn judge(
        &self,
        keyring: &Keyring,
        keys: &[NamedKey<'a>],
    ) -> (Result<Verified, Error>, Option<Finding>) {
        let header = match self.headers {
            [] => {
                return (
                    Err(ErrorKind::MissingSignature.into()),
                    Some(Cause::NoHeader.into()),
                );
            }
            [header] => ReceivedHeader::parse(header),
            _ => Err(ErrorKind::MalformedSignature.into()),
        };
        let header = match header {
            Ok(header) => header,
            Err(error) => return (Err(error), Some(self.respelled(keyring))),
        };
        let verdict = self.verify(keyring, &header);
        let finding = match &verdict {
            Ok(_) => None,
            Err(error) => Some(match error.skew_seconds() {
                Some(skew) => self.time(*error, skew).into(),
                None => self.mismatch(keys, &header),
            }),
        };
        (verdict, finding)
    }

    fn verify(&self, keyring: &Keyring, header: &ReceivedHeader<'_>) -> Result<Verified, Error> {
        match self.kind {
            MessageKind::Request => {
                let options = VerifyOptions::DEFAULT
                    .with_window(self.window)
                    .with_max_json_size(self.max_json_size);
                keyring.verify_received(self.body, header, self.now, &options)
            }
            MessageKind::Response => {
                keyring.verify_received_response(self.body, header, self.now, self.window)
            }
        }
    }

    /// What explains a malformed header: that it verifies in the one form, whatever its time.
    fn respelled(&self, keyring: &Keyring) -> Finding {
        let found = respell(self.headers).into_iter().find(|respelled| {
            let verdict = self.verify(keyring, &respelled.received());
            verdict.map_or_else(|error| error.skew_seconds().is_some(), |_| true)
        });
        found
            .map_or(Cause::HeaderForeign, |respelled| respelled.cause)
            .into()
    }

    /// What explains that an authentic message is too old, or too new.
    fn time(&self, error: Error, skew: u64) -> Cause {
        let is_late = error.kind() == ErrorKind::Expired;
        let (zones, rest) = (skew / HALF_HOUR, skew % HALF_HOUR);
        let rest = rest.min(HALF_HOUR - rest);
        match () {
            () if skew > NOT_SECONDS && is_late => Cause::ClockMilliseconds,
            () if skew > NOT_SECONDS => Cause::Milliseconds,
            () if rest <= ZONE_SLACK && skew <= ZONE_MAX + ZONE_SLACK && zones > 0 => {
                Cause::TimeZone
            }
            () => Cause::Clock,
        }
    }

    /// What explains that no key matches.
    fn mismatch(&self, keys: &[NamedKey<'a>], header: &ReceivedHeader<'_>) -> Finding {
        let digits = |named: &NamedKey<'a>| {
            let text = named.text.trim_ascii();
            (
                named.name,
                MacKey::new(&text[prefix_len(text).unwrap_or_default()..]),
            )
        };
        let ring: Vec<_> = keys.iter().map(digits).collect();
        let signed_by =
            |mac: &MacKey, body: &[u8]| mac.matches([body, header.digits], header.header.mac());
        let in_ring = |body: &[u8]| {
            ring.iter()
                .find(|(_, mac)| signed_by(mac, body))
                .map(|(name, _)| *name)
        };

        let canonical = crate::canonicalize(self.body).ok();
        let form = canonical.as_ref().map(crate::Canonical::as_bytes);
        // What the verifier would have tried under the right key, and the canonical form for those
        // who know no other.
        let bodies: Vec<&[u8]> = [Some(self.body), form, self.body.strip_suffix(b"\n")]
            .into_iter()
            .flatten()
            .collect();
        let blame = |suspects: Vec<Suspect<'_>>| -> Option<Finding> {
            let is_signer = |it: &Suspect<'_>| bodies.iter().any(|body| signed_by(&it.mac, body));
            let found = suspects.into_iter().find(is_signer)?;
            Some(Finding::new(found.cause).about(found.name))
        };
        let canonical_form = || {
            let (canonical, name) = (canonical.as_ref()?, in_ring(form?)?);
            Some(match (self.kind, canonical.lossy_at()) {
                (MessageKind::Request, Some(at)) => Finding::new(Cause::CanonicalLossy)
                    .about(name)
                    .at(at as u64),
                (MessageKind::Request, None) => Finding::new(Cause::CanonicalTooLarge).about(name),
                (MessageKind::Response, _) => Finding::new(Cause::SignedAsRequest).about(name),
            })
        };
        let other_body = || {
            body::variants(self.kind, self.body)
                .find_map(|(cause, variant)| Some(Finding::new(cause).about(in_ring(&variant)?)))
        };
        blame(keys::others(self.others, keys))
            .or_else(|| blame(keys::misused(keys.iter().chain(self.others))))
            .or_else(canonical_form)
            .or_else(other_body)
            .or_else(|| self.other_scheme(&ring, header, &bodies))
            .unwrap_or_else(|| Cause::Unknown.into())
    }

    /// Whether body and time were put together another way, as other protocols do.
    fn other_scheme(
        &self,
        ring: &[(&str, MacKey)],
        header: &ReceivedHeader<'_>,
        bodies: &[&[u8]],
    ) -> Option<Finding> {
        let (time, mac) = (header.digits, header.header.mac());
        let found = bodies.iter().find_map(|body| {
            let joined = [
                body.to_vec(),
                [time, body].concat(),
                [time, b".", body].concat(),
                [body, &b"."[..], time].concat(),
                [b"v0:", time, b":", body].concat(),
            ];
            let is_signed = |(_, key): &&(&str, MacKey)| {
                joined
                    .iter()
                    .any(|message| key.matches([message, b""], mac))
            };
            ring.iter().find(is_signed)
        });
        found.map(|(name, _)| Finding::new(Cause::OtherScheme).about(name))
    }
}

fn is_blank(key: &NamedKey<'_>) -> bool {
    key.text.trim_ascii().is_empty()
}

/// Why the keys cannot verify: one of them is none, or there are none, or too many.
fn key_fault(keys: &[NamedKey<'_>]) -> Finding {
    let faults = keys
        .iter()
        .filter_map(|key| Some((key.name, SigningKey::diagnose(key.text)?)));
    let mut faults = faults.peekable();
    match faults.next() {
        Some((name, fault)) => {
            let finding = Finding::new(Cause::KeyFault).about(name);
            finding.because(fault)
        }
        None if keys.is_empty() => Cause::NoKey.into(),
        None => Cause::TooManyKeys.into(),
    }
}
