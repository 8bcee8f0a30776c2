//! Sizes: those of the caller's buffers for text have room for the final NUL.

use signkey::{
    ApiToken, Authorization, EncryptionKey, KeyId, Keyring, Nonce, SignatureHeader, VerifyOptions,
};

/// The size of a buffer for the value of `X-Inngest-Signature`, in bytes.
pub const SIGNKEY_HEADER_MAX: usize = 89;

/// The size of a buffer for a key id, in bytes.
pub const SIGNKEY_KEY_ID_MAX: usize = 16;

/// The size of a buffer for an API token, in bytes.
pub const SIGNKEY_API_TOKEN_MAX: usize = 129;

/// The size of a buffer for the value of `Authorization`, in bytes.
pub const SIGNKEY_AUTHORIZATION_MAX: usize = 136;

/// The size of a buffer for the sentence of a failure, in bytes.
pub const SIGNKEY_MESSAGE_MAX: usize = 256;

/// The most keys that a keyring holds.
pub const SIGNKEY_KEYS_MAX: usize = 8;

/// The default tolerance for old and for early signatures, in seconds.
pub const SIGNKEY_WINDOW_DEFAULT: u64 = 300;

/// The default limit on the size of JSON to canonicalize, in bytes: 16 MiB.
pub const SIGNKEY_JSON_SIZE_DEFAULT: u64 = 16_777_216;

/// The size of a raw encryption key, in bytes.
pub const SIGNKEY_ENCRYPTION_KEY_SIZE: usize = 32;

/// The size of the nonce of an encryption, in bytes.
pub const SIGNKEY_NONCE_SIZE: usize = 24;

// The header needs literals; these tie them to the core.
const _: () = {
    let defaults = VerifyOptions::DEFAULT;
    assert!(SIGNKEY_HEADER_MAX == SignatureHeader::MAX + 1);
    assert!(SIGNKEY_KEY_ID_MAX > KeyId::SIZE);
    assert!(SIGNKEY_API_TOKEN_MAX == ApiToken::MAX + 1);
    assert!(SIGNKEY_AUTHORIZATION_MAX == Authorization::MAX + 1);
    assert!(SIGNKEY_KEYS_MAX == Keyring::MAX);
    assert!(SIGNKEY_WINDOW_DEFAULT == defaults.window.past);
    assert!(SIGNKEY_WINDOW_DEFAULT == defaults.window.future);
    assert!(SIGNKEY_JSON_SIZE_DEFAULT == defaults.max_json_size as u64);
    assert!(SIGNKEY_ENCRYPTION_KEY_SIZE == EncryptionKey::SIZE);
    assert!(SIGNKEY_NONCE_SIZE == Nonce::SIZE);
};
