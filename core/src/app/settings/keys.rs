//! The keys of an app.

use alloc::{string::String, sync::Arc};

use zeroize::Zeroizing;

use super::{
    options::ConfigOptions,
    problem::{Problem, ProblemKind},
    reader::{Reader, Secret, is_quoted},
    source::{Setting, Source},
};
use crate::{
    error::Error,
    signing::{Keyring, SigningKey, sha256},
    text::Text,
};

pub(super) const SIGNING_KEY: &str = "INNGEST_SIGNING_KEY";
pub(super) const SIGNING_KEY_FALLBACK: &str = "INNGEST_SIGNING_KEY_FALLBACK";
pub(super) const EVENT_KEY: &str = "INNGEST_EVENT_KEY";

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
        let primary = reader.secret(("signing_key", options.signing_key), SIGNING_KEY);
        let fallback = ("signing_key_fallback", options.signing_key_fallback);
        let fallback = reader.secret(fallback, SIGNING_KEY_FALLBACK);
        let texts = [&primary, &fallback];
        let problems = texts.into_iter().flatten().filter_map(judge);
        reader.problems.extend(problems);
        let bytes = texts.map(|text| text.as_ref().map(|text| text.value.as_bytes()));
        let ring = Keyring::from_texts(bytes).map(Arc::new).map_err(|error| {
            match texts.into_iter().flatten().find(|text| is_invalid(text)) {
                Some(text) => error.with_setting(text.source.name()),
                None => error,
            }
        });
        Self {
            ring,
            primary: primary.map(|text| text.source),
            fallback: fallback.map(|text| text.source),
            event_key: event_key(options, reader),
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
        text.push_hex(&**self.event_key.as_ref()?);
        Some(text)
    }
}

fn is_invalid(text: &Setting<Secret>) -> bool {
    SigningKey::parse(text.value.as_bytes()).is_err()
}

/// What is wrong with the text of a key, if anything is.
fn judge(text: &Setting<Secret>) -> Option<Problem> {
    let error = SigningKey::parse(text.value.as_bytes()).err()?;
    Some(match is_quoted(text.value.as_bytes()) {
        true => Problem::new(ProblemKind::QuotedValue, text.source),
        false => Problem::of_key(error, text.source),
    })
}

fn event_key<F: Fn(&str) -> Option<String>>(
    options: &ConfigOptions<'_>,
    reader: &mut Reader<F>,
) -> Option<Zeroizing<[u8; 32]>> {
    let key = reader.secret(("event_key", options.event_key), EVENT_KEY)?;
    let text = key.value.as_bytes().trim_ascii();
    if text.starts_with(b"signkey-") {
        reader.report(ProblemKind::SigningKeyAsEventKey, key.source);
    } else if is_quoted(text) {
        reader.report(ProblemKind::QuotedValue, key.source);
    }
    Some(Zeroizing::new(sha256(text)))
}
