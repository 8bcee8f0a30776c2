use sha2::{Digest, Sha256};
use signkey::{ErrorKind, SigningKey};

use crate::support::signed;

/// A key is made exactly of the texts that the grammar allows, and is that key.
pub(crate) fn check(text: &[u8]) {
    let fault = SigningKey::diagnose(text);
    assert_eq!(
        fault.map(|fault| fault.error()),
        SigningKey::parse(text).err(),
        "a text has a fault if and only if it is no key"
    );
    if let Some(fault) = fault {
        assert!(fault.to_string().len() > 10 && !fault.hint().is_empty());
    }
    match (parts(text), SigningKey::parse(text)) {
        (Ok((prefix, digits)), Ok(key)) => {
            let decoded: Vec<u8> = digits
                .as_bytes()
                .chunks(2)
                .map(|pair| {
                    let pair = std::str::from_utf8(pair).expect("ASCII");
                    u8::from_str_radix(pair, 16).expect("two digits")
                })
                .collect();
            let hash: String = Sha256::digest(decoded).iter().map(signed::hex).collect();
            assert_eq!(key.id().as_str(), &hash[..12], "id");
            assert_eq!(key.api_token().as_str(), format!("{prefix}{hash}"), "token");
            let header = key.sign_raw(b"{}", 42).map(|header| header.to_string());
            assert_eq!(header, Ok(signed::header(digits, b"{}", 42)), "signature");
        }
        (Err((kind, position)), Err(error)) => {
            assert_eq!(error.kind(), kind);
            assert_eq!(error.position(), position, "position");
        }
        (expected, outcome) => panic!("expected {expected:?}, got {outcome:?}"),
    }
}

/// The prefix and the digits of a key, or what is wrong with it and where.
fn parts(text: &[u8]) -> Result<(&str, &str), (ErrorKind, Option<u64>)> {
    let is_space = |byte: &u8| b" \t\n\x0c\r".contains(byte);
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let fail = |kind| Err((kind, None));
    let Some(start) = text.iter().position(|byte| !is_space(byte)) else {
        return fail(ErrorKind::EmptyKey);
    };
    let end = text.iter().rposition(|byte| !is_space(byte)).unwrap_or(0) + 1;
    let text = &text[start..end];
    if text.len() > 512 {
        return fail(ErrorKind::KeyTooLong);
    }
    let mut prefix = 0;
    if text.starts_with(b"signkey-") {
        let name_end = text[8..].iter().position(|byte| !is_name(byte));
        match name_end.filter(|end| *end > 0 && text[8 + end] == b'-') {
            Some(end) => prefix = 8 + end + 1,
            None => return fail(ErrorKind::MalformedKeyPrefix),
        }
        if prefix > 64 {
            return fail(ErrorKind::KeyTooLong);
        }
    }
    let digits = &text[prefix..];
    let padding = digits.iter().rev().take_while(|byte| **byte == b'=');
    let unpadded = &digits[..digits.len() - padding.take(2).count()];
    let others = unpadded.iter().filter(|byte| !byte.is_ascii_hexdigit());
    let base64 = unpadded
        .iter()
        .all(|byte| is_name(byte) || b"-+/".contains(byte));
    if digits.is_empty() {
        return fail(ErrorKind::EmptyKey);
    }
    if prefix == 0 && digits.len() >= 32 && base64 && others.count() * 4 >= unpadded.len() {
        return fail(ErrorKind::EventKey);
    }
    if let Some(at) = digits.iter().position(|byte| !byte.is_ascii_hexdigit()) {
        return Err((ErrorKind::NonHexKey, Some((prefix + at + 1) as u64)));
    }
    if digits.len() % 2 == 1 {
        return fail(ErrorKind::OddKeyLength);
    }
    let text = std::str::from_utf8(text).expect("ASCII");
    Ok(text.split_at(prefix))
}
