use sha2::{Digest, Sha256};
use signkey::{ErrorKind, Keyring};

use crate::support::signed::{self, HASH};

const OTHER_KEY: &str = "signkey-prod-00112233";

/// A token matches if and only if it is the hash of a key in lowercase digits, behind its scheme and
/// whatever prefix there is.
pub(crate) fn check(authorization: &[u8]) {
    let keyring = Keyring::from_texts([Some(signed::KEY), Some(OTHER_KEY)]).expect("keys");
    let expected = match digits(authorization) {
        None => Err(ErrorKind::MalformedToken),
        Some(digits) => hashes()
            .iter()
            .position(|hash| *hash == digits)
            .ok_or(ErrorKind::TokenMismatch),
    };
    let found = keyring.verify_token(Some(authorization));
    assert_eq!(found.map_err(signkey::Error::kind), expected);
}

fn hashes() -> [String; 2] {
    let other = Sha256::digest([0x00, 0x11, 0x22, 0x33]);
    [HASH.to_owned(), other.iter().map(signed::hex).collect()]
}

fn digits(authorization: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(authorization).ok()?;
    let (scheme, token) = text.split_once(' ')?;
    let digits = match token.strip_prefix("signkey-") {
        None => token,
        Some(rest) => {
            let (name, digits) = rest.split_once('-')?;
            let is_name = |it: char| it.is_ascii_alphanumeric() || it == '_';
            let fits = !name.is_empty() && name.chars().all(is_name) && name.len() <= 64 - 9;
            fits.then_some(digits)?
        }
    };
    let is_digit = |it: char| matches!(it, '0'..='9' | 'a'..='f');
    let fits = digits.len() == 64 && digits.chars().all(is_digit);
    (scheme.eq_ignore_ascii_case("bearer") && fits).then(|| digits.to_owned())
}
