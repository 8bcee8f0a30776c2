//! Whose API token is this?

use signkey::ErrorKind;

use crate::{
    exports::keyring::CKeyring,
    guard,
    pointers::{handle::shared, out::Out, slice},
    types::{failure::Failure, status::Status},
};

/// Finds the key whose API token a caller presents: the server's half of `signkey_api_auth`. Every
/// key is compared, in constant time.
///
/// - `keyring`: the keys.
/// - `authorization`, `authorization_len`: the value of `Authorization`. NULL and 0 say that the
///   request has none. Prefixes of tokens are for people, and are not compared.
/// - `key_index`: receives the index of the key; 0 is the primary.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or the first that applies of
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL;
/// - `SIGNKEY_ERROR_MISSING_TOKEN`: there is no header;
/// - `SIGNKEY_ERROR_MALFORMED_TOKEN`: it is not `Bearer` and an API token;
/// - `SIGNKEY_ERROR_TOKEN_MISMATCH`: the token matches no key;
///
/// or `SIGNKEY_ERROR_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_keyring_verify_token(
    keyring: *const CKeyring,
    authorization: *const u8,
    authorization_len: usize,
    key_index: *mut u32,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let authorization = slice::optional(authorization, authorization_len)?;
        let (keyring, out) = (shared(keyring)?, Out::new(key_index)?);
        let index = keyring.0.verify_token(authorization)?;
        out.write(u32::try_from(index).map_err(|_| ErrorKind::Internal)?);
        Ok(())
    })
}
