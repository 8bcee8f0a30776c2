//! The server's half of API authentication: whose token is this?

use zeroize::Zeroizing;

use crate::{
    error::{Error, ErrorKind},
    secret_hex,
    signing::{ApiToken, Keyring, equal, prefix_len},
};

const HASH_DIGITS: usize = 64;

impl Keyring {
    /// Finds the key of a presented `Authorization` header, `None` if there is none. Returns its
    /// index.
    ///
    /// The one form is `Bearer `, then an optional prefix and the 64 lowercase hexadecimal digits of
    /// [`ApiToken`]. Prefixes are for people and are not compared, as with signatures. A signing key
    /// in place of its token is refused. Every key is compared, in constant time.
    ///
    /// # Errors
    ///
    /// `missing_token`, `malformed_token` or `token_mismatch`.
    pub fn verify_token(&self, authorization: Option<&[u8]>) -> Result<usize, Error> {
        let presented = authorization.ok_or(ErrorKind::MissingToken)?;
        let presented = hash(presented).ok_or(ErrorKind::MalformedToken)?;
        let mut found = Err(ErrorKind::TokenMismatch.into());
        for (index, key) in self.keys().enumerate() {
            if equal(&*presented, key.hash()) && found.is_err() {
                found = Ok(index);
            }
        }
        found
    }
}

impl ApiToken {
    /// The prefix, and the digits of the hash.
    pub(crate) fn parts(&self) -> (&str, &str) {
        let token = self.as_str();
        token.split_at(token.len().saturating_sub(HASH_DIGITS))
    }
}

/// The hash in the value of a header.
fn hash(authorization: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
    const SCHEME: &[u8] = b"Bearer ";
    let (scheme, token) = authorization.split_at_checked(SCHEME.len())?;
    let digits = token.split_at(prefix_len(token).ok()?).1;
    let hash = secret_hex::decode_lowercase(digits.try_into().ok()?)?;
    let hash = Zeroizing::new(hash);
    scheme.eq_ignore_ascii_case(SCHEME).then_some(hash)
}
