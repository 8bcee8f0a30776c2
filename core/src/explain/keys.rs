//! What may have been the HMAC key in place of a key's digits.

use alloc::{vec, vec::Vec};

use zeroize::Zeroizing;

use super::{cause::Cause, evidence::NamedKey};
use crate::{
    error::ErrorKind,
    secret_hex,
    signing::{MacKey, SigningKey, prefix_len},
};

/// A secret that may have signed, and what it would mean if it had.
pub(super) struct Suspect<'a> {
    pub(super) name: &'a str,
    pub(super) mac: MacKey,
    pub(super) cause: Cause,
}

/// What may be made of keys by mistake before they sign.
pub(super) fn misused<'a>(keys: impl Iterator<Item = &'a NamedKey<'a>>) -> Vec<Suspect<'a>> {
    let mut suspects = Vec::new();
    for named in keys {
        let Ok(key) = SigningKey::parse(named.text) else {
            continue;
        };
        let mut add = |cause: Cause, secret: &[u8]| {
            if !secret.is_empty() {
                suspects.push(Suspect {
                    name: named.name,
                    mac: MacKey::new(secret),
                    cause,
                });
            }
        };
        let text = named.text.trim_ascii();
        let (prefix, digits) = text.split_at(prefix_len(text).unwrap_or_default());
        let token = key.api_token();
        add(Cause::SignedByToken, token.as_str().as_bytes());
        add(Cause::SignedByToken, token.parts().1.as_bytes());
        if !prefix.is_empty() {
            add(Cause::PrefixSigned, text);
        }
        let mut decoded = Zeroizing::new(vec![0; digits.len() / 2]);
        if secret_hex::decode(digits, &mut decoded) {
            add(Cause::KeyDecoded, &decoded);
            let hash = Zeroizing::new(crate::signing::sha256(&decoded));
            add(Cause::SignedByToken, &*hash);
        }
        for other in [digits.to_ascii_lowercase(), digits.to_ascii_uppercase()] {
            let other = Zeroizing::new(other);
            if *other != digits {
                add(Cause::KeyCase, &other);
            }
        }
        let padded: [(&[u8], &[u8]); 5] = [
            (b"", b"\n"),
            (b"", b"\r\n"),
            (b"", b" "),
            (b" ", b""),
            (b"", b"\r"),
        ];
        for (front, back) in padded {
            add(
                Cause::KeySpaced,
                &Zeroizing::new([front, digits, back].concat()),
            );
        }
    }
    suspects
}

/// Keys that the verifier does not hold, and secrets that are no keys.
pub(super) fn others<'a>(others: &'a [NamedKey<'a>], keys: &[NamedKey<'_>]) -> Vec<Suspect<'a>> {
    let environment = |named: &NamedKey<'_>| {
        let text = named.text.trim_ascii();
        prefix_len(text)
            .map(|len| text[..len].to_vec())
            .unwrap_or_default()
    };
    let primary = keys.first().map(environment).unwrap_or_default();
    let suspect = |named: &'a NamedKey<'a>| {
        let text = named.text.trim_ascii();
        let (mac, cause) = match SigningKey::parse(text) {
            Ok(key) => {
                let own = environment(named);
                let cause = match () {
                    () if keys.iter().any(|held| key.is_hashed_as(held.text)) => Cause::HashAsKey,
                    () if !own.is_empty() && !primary.is_empty() && own != primary => {
                        Cause::OtherEnvironment
                    }
                    () => Cause::OtherKey,
                };
                let digits = &text[prefix_len(text).unwrap_or_default()..];
                (MacKey::new(digits), cause)
            }
            Err(error) if error.kind() == ErrorKind::EmptyKey => return None,
            Err(_) => (MacKey::new(text), Cause::SignedByEventKey),
        };
        Some(Suspect {
            name: named.name,
            mac,
            cause,
        })
    };
    others.iter().filter_map(suspect).collect()
}
