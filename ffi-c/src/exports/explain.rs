//! Why a text is no key, and why a message was refused.

use std::ptr;

use signkey::{Explanation, SigningKey};

use crate::{
    guard,
    pointers::{
        extensible::ExtensibleOut,
        handle::{free, give, shared},
        out::Out,
        slice,
    },
    types::{
        buffer::Buffer, evidence::CEvidence, failure::Failure, finding::CFinding,
        key_fault::CKeyFault, status::Status,
    },
};

/// Says why a text is no signing key, as a person would say it who sees every character: quotation marks,
/// an invisible character and its place, a token in place of a key.
///
/// - `text`, `text_len`: the text as it was set, of any bytes.
/// - `fault`: receives what is wrong; its status is `SIGNKEY_OK` for a key.
///
/// Returns `SIGNKEY_OK`, key or not, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a required pointer is NULL or
/// `size` is not set. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_diagnose_key(
    text: *const u8,
    text_len: usize,
    fault: *mut CKeyFault,
) -> Status {
    guard::status(ptr::null_mut(), || {
        let (text, out) = (slice::bytes(text, text_len)?, ExtensibleOut::new(fault)?);
        out.write(SigningKey::diagnose(text).try_into()?);
        Ok(())
    })
}

/// The verdict on a message, and what explains it.
///
/// It never changes, so any number of threads may use it at once.
pub struct CExplanation(Explanation);

/// Verifies a message and, if it is refused, looks for the one thing that would explain it. That takes up
/// to some hundred times as long as verifying: it is for tools and logs, not for every request that is
/// refused. What it says is for the operator, not for the sender.
///
/// - `evidence`: what is known of the message. None of it is kept.
/// - `explanation`: receives the explanation, which the caller owns; end it with
///   `signkey_explanation_free`.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, whatever the verdict is, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a required
/// pointer is NULL, `size` is not set, the kind is unknown, or a name is not UTF-8, or
/// `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_explain(
    evidence: *const CEvidence,
    explanation: *mut *mut CExplanation,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let out = Out::new(explanation)?;
        give(out, CExplanation(CEvidence::explain(evidence)?))
    })
}

/// Says what was found.
///
/// - `explanation`: the explanation.
/// - `finding`: receives the verdict and its cause. Its texts are borrowed until the end of the
///   explanation.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL or `size` is not set.
/// Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_explanation_finding(
    explanation: *const CExplanation,
    finding: *mut CFinding,
) -> Status {
    guard::status(ptr::null_mut(), || {
        let (explanation, out) = (shared(explanation)?, ExtensibleOut::new(finding)?);
        out.write(CFinding::from(&explanation.0));
        Ok(())
    })
}

/// Writes the report as a JSON object, for programs.
///
/// - `explanation`: the explanation.
/// - `out`: receives the JSON, which the caller owns; end it with `signkey_buffer_free`. What it held
///   before is not freed.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_explanation_json(
    explanation: *const CExplanation,
    out: *mut Buffer,
) -> Status {
    guard::status(ptr::null_mut(), || {
        let (explanation, out) = (shared(explanation)?, Out::new(out)?);
        out.write(Buffer::from(explanation.0.to_json()));
        Ok(())
    })
}

/// Writes the report as a text of some lines in UTF-8, for people.
///
/// Arguments, statuses and thread safety are those of `signkey_explanation_json`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_explanation_text(
    explanation: *const CExplanation,
    out: *mut Buffer,
) -> Status {
    guard::status(ptr::null_mut(), || {
        let (explanation, out) = (shared(explanation)?, Out::new(out)?);
        out.write(Buffer::from(explanation.0.to_string()));
        Ok(())
    })
}

/// Ends an explanation, and the texts that are borrowed from it.
///
/// - `explanation`: from `signkey_explain`, and not used again; NULL does nothing.
///
/// No other thread may be using the explanation.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_explanation_free(explanation: *mut CExplanation) {
    guard::value((), || free(explanation));
}
