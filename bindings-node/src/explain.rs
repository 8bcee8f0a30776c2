//! Why a message was refused.

use napi::bindgen_prelude::Uint8ArraySlice;
use napi_derive::napi;
use signkey::{Cause, ErrorKind, Evidence, MessageKind, NamedKey};

use crate::{
    arguments::{Count, count, size},
    config::NamedText,
    key_fault::KeyFaultParts,
    outcome::{guard, rounded},
    text::ShortText,
};

/// A message and what it is verified with.
#[napi(object, object_to_js = false)]
pub struct EvidenceSource<'a> {
    /// `request` or `response`.
    pub kind: String,
    /// The keys that verify it.
    pub keys: Vec<NamedText>,
    /// Other secrets that may have signed it.
    pub others: Vec<NamedText>,
    /// The body as it came.
    pub body: Uint8ArraySlice<'a>,
    /// The clock of the verifier, in seconds.
    pub now: Count,
    /// How old a signature may be, in seconds.
    pub past: Option<Count>,
    /// How far ahead of the clock a signature may be, in seconds.
    pub future: Option<Count>,
    /// The largest body whose canonical form is tried, in bytes.
    pub max_json_size: Option<Count>,
}

/// What explains a verdict.
#[napi(object, object_from_js = false)]
pub struct ExplanationParts {
    /// The code of the error, or `verified`.
    pub code: &'static str,
    /// The one thing that would explain it.
    pub cause: Option<&'static str>,
    /// The sentence.
    pub message: String,
    /// What to do.
    pub hint: Option<&'static str>,
    /// Where the documentation says more.
    pub docs: Option<&'static str>,
    /// Why a key is none, if that is the cause.
    pub key_fault: Option<KeyFaultParts>,
    /// The name of the key that it is about.
    pub key: Option<String>,
    /// The byte, or the character of a key, that it is about.
    pub position: Option<f64>,
    /// The report as JSON.
    pub json: String,
    /// The report for people.
    pub text: String,
}

/// Explains the verdict on a message with these values of its signature header.
#[napi]
pub fn explain(
    source: EvidenceSource,
    #[napi(ts_arg_type = "Array<string>")] headers: Vec<ShortText>,
) -> Option<ExplanationParts> {
    guard(|| {
        let kind = MessageKind::from_name(&source.kind).ok_or(ErrorKind::InvalidArgument)?;
        let (keys, others) = (named(&source.keys), named(&source.others));
        let headers: Vec<_> = headers.iter().map(ShortText::as_bytes).collect();
        let mut evidence = Evidence::new(kind, &source.body, count(&source.now)?);
        (evidence.keys, evidence.others, evidence.headers) = (&keys, &others, &headers);
        if let Some(past) = &source.past {
            evidence.window.past = count(past)?;
        }
        if let Some(future) = &source.future {
            evidence.window.future = count(future)?;
        }
        if let Some(bytes) = &source.max_json_size {
            evidence.max_json_size = size(bytes)?;
        }
        let report = evidence.explain();
        Ok(ExplanationParts {
            code: report.code(),
            cause: report.cause().map(Cause::code),
            message: report.sentence(),
            hint: report.hint(),
            docs: report.docs(),
            key_fault: report.key_fault().map(KeyFaultParts::from),
            key: report.key().map(ToOwned::to_owned),
            position: report.position().map(rounded),
            json: report.to_json(),
            text: report.to_string(),
        })
    })
}

fn named(texts: &[NamedText]) -> Vec<NamedKey<'_>> {
    let names = texts.iter();
    names
        .map(|NamedText { name, text }| NamedKey { name, text })
        .collect()
}
