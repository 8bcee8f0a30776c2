//! The keys of an app.

use alloc::{string::String, sync::Arc};

use zeroize::Zeroizing;

use super::{
    options::ConfigOptions,
    problem::{Problem, ProblemKind},
    reader::{Reader, Secret},
    source::{Setting, Source},
};
use crate::{
    error::Error,
    signing::{Keyring, SigningKey, is_quoted, sha256},
    text::Text,
};

pub(super) const SIGNING_KEY: &str = "INNGEST_SIGNING_KEY";
pub(super) const SIGNING_KEY_FALLBACK: &str = "INNGEST_SIGNING_KEY_FALLBACK";
pub(super) const EVENT_KEY: &str = "INNGEST_EVENT_KEY";

/// The variables that name files in place of those that hold keys.
pub(super) const FILES: [&str; 3] = [
    "INNGEST_SIGNING_KEY_FILE",
    "INNGEST_SIGNING_KEY_FALLBACK_FILE",
    "INNGEST_EVENT_KEY_FILE",
];

pub(super) struct Keys {
    pub(super) ring: Result<Arc<Keyring>, Error>,
    /// Where the primary and the fallback come from, if they were given.
    pub(super) primary: Option<Source>,
    pub(super) fallback: Option<Source>,
    /// The hash of the event key, which is all that is ever said of it.
    event_key: Option<Zeroizing<[u8; 32]>>,
}

impl Keys {
    pub(super) fn read<F: Fn(&str) -> Option<String>>(
        options: &ConfigOptions<'_>,
        reader: &mut Reader<F>,
    ) -> Self {
        let [primary_file, fallback_file, event_key_file] = FILES;
        let primary = ("signing_key", options.signing_key);
        let primary = reader.secret(primary, SIGNING_KEY, primary_file);
        let fallback = ("signing_key_fallback", options.signing_key_fallback);
        let fallback = reader.secret(fallback, SIGNING_KEY_FALLBACK, fallback_file);
        let texts = [&primary, &fallback].map(|text| text.as_ref().ok()?.as_ref());
        let problems = texts.into_iter().flatten().filter_map(judge);
        reader.problems.extend(problems);
        reader.problems.extend(hash_as_key(texts));
        let ring = ring(texts);
        let ring = primary
            .as_ref()
            .and(fallback.as_ref())
            .map_or_else(|error| Err(*error), |_| ring);
        let source = |text: Option<&Setting<Secret>>| text.map(|text| text.source);
        let [primary, fallback] = texts.map(source);
        Self {
            ring,
            primary,
            fallback,
            event_key: event_key(options, reader, event_key_file),
        }
    }

    /// Whether the primary is the common key of the branch environments.
    pub(super) fn is_branch(&self) -> bool {
        let is_branch = |key: &SigningKey| key.api_token().parts().0 == "signkey-branch-";
        self.ring
            .as_ref()
            .is_ok_and(|ring| is_branch(ring.primary()))
    }

    /// The hash of the event key in hexadecimal, if there is one.
    pub(super) fn event_key_hash(&self) -> Option<Text<64>> {
        let mut text = Text::EMPTY;
        text.push_secret_hex(&**self.event_key.as_ref()?);
        Some(text)
    }
}

/// The keys of these texts. An error names its setting.
fn ring(texts: [Option<&Setting<Secret>>; 2]) -> Result<Arc<Keyring>, Error> {
    let bytes = texts.map(|text| text.map(|text| text.value.as_bytes()));
    Keyring::from_texts(bytes).map(Arc::new).map_err(|error| {
        let is_invalid =
            |text: &&Setting<Secret>| SigningKey::parse(text.value.as_bytes()).is_err();
        match texts.into_iter().flatten().find(is_invalid) {
            Some(text) => error.with_setting(text.source.name()),
            None => error.with_setting(SIGNING_KEY),
        }
    })
}

/// What is wrong with the text of a key, if anything is.
fn judge(text: &Setting<Secret>) -> Option<Problem> {
    let fault = SigningKey::diagnose(text.value.as_bytes())?;
    let kind = match is_quoted(text.value.as_bytes()) {
        true => ProblemKind::QuotedValue,
        false => ProblemKind::InvalidKey(fault.with_setting(text.source.name())),
    };
    Some(Problem::new(kind, text.source))
}

/// Whether one of two keys is the hash of the other, which is in its token. A hash reads like a key.
fn hash_as_key(texts: [Option<&Setting<Secret>>; 2]) -> Option<Problem> {
    let [one, other] = texts;
    let (one, other) = (one?, other?);
    let pairs = [(one, other), (other, one)];
    pairs.into_iter().find_map(|(key, hash)| {
        let key = SigningKey::parse(key.value.as_bytes()).ok()?;
        let is_hash = key.is_hashed_as(hash.value.as_bytes());
        is_hash.then(|| Problem::new(ProblemKind::HashAsKey, hash.source))
    })
}

fn event_key<F: Fn(&str) -> Option<String>>(
    options: &ConfigOptions<'_>,
    reader: &mut Reader<F>,
    file: &'static str,
) -> Option<Zeroizing<[u8; 32]>> {
    let key = reader.secret(("event_key", options.event_key), EVENT_KEY, file);
    let key = key.ok().flatten()?;
    let text = key.value.as_bytes().trim_ascii();
    if text.starts_with(b"signkey-") {
        reader.report(ProblemKind::SigningKeyAsEventKey, key.source);
    } else if is_quoted(text) {
        reader.report(ProblemKind::QuotedValue, key.source);
    }
    Some(Zeroizing::new(sha256(text)))
}
