use signkey::{Error, ErrorKind, Form, Keyring, ReplayWindow, SigningKey, Verifier, VerifyOptions};

use crate::support::{
    document::Document,
    reader,
    signed::{self, DIGITS, KEY, TIMESTAMP},
};

fn keyring() -> Keyring {
    let other = SigningKey::parse("signkey-test-00").expect("a key");
    let key = SigningKey::parse(KEY).expect("a key");
    Keyring::new(other).with_fallback(key).expect("room")
}

/// The two parts of the input, around its first byte 0xff, which is never in UTF-8.
fn split(input: &[u8]) -> (&[u8], &[u8]) {
    let at = input.iter().position(|byte| *byte == 0xff);
    let at = at.unwrap_or(input.len());
    (&input[..at], input.get(at + 1..).unwrap_or_default())
}

/// A request verifies if and only if its body, as received or in canonical form, is what was
/// signed; and a header from outside never does.
pub(crate) fn check(input: &[u8]) {
    let (message, body) = split(input);
    let keyring = keyring();
    let verify = |header: &[u8]| {
        let options = VerifyOptions::DEFAULT;
        keyring.verify_request(body, Some(header), TIMESTAMP, &options)
    };

    let canonical = reader::read(body).ok().filter(Document::is_lossless);
    let expected = if body == message {
        Ok((1, Form::Raw))
    } else if canonical.is_some_and(|body| body.canonical().as_bytes() == message) {
        Ok((1, Form::Canonical))
    } else {
        Err(ErrorKind::SignatureMismatch)
    };
    let verdict = verify(signed::header(DIGITS, message, TIMESTAMP).as_bytes());
    let verdict = verdict
        .map(|verified| (verified.key_index(), verified.form()))
        .map_err(Error::kind);
    assert_eq!(verdict, expected);

    let forged = verify(message).map_err(Error::kind);
    assert!(
        matches!(
            forged,
            Err(ErrorKind::MalformedSignature | ErrorKind::SignatureMismatch)
        ),
        "{forged:?}"
    );
}

/// A body that comes in pieces has the verdict that it has in one. The first part of the input
/// gives the sizes of the pieces.
pub(crate) fn check_streaming(input: &[u8]) {
    let (sizes, body) = split(input);
    let keyring = keyring();
    let window = ReplayWindow::DEFAULT;
    let shorter = &body[..body.len().saturating_sub(1)];
    for signed in [body, shorter] {
        let header = signed::header(DIGITS, signed, TIMESTAMP);
        let header = Some(header.as_bytes());
        let mut verifier = Verifier::begin(&keyring, header).expect("a header");
        let mut rest = body;
        for size in sizes {
            let (piece, behind) = rest.split_at(rest.len().min(usize::from(*size)));
            verifier.update(piece);
            rest = behind;
        }
        verifier.update(rest);
        assert_eq!(
            verifier.finish(TIMESTAMP, window),
            keyring.verify_raw(body, header, TIMESTAMP, window)
        );
    }
}
