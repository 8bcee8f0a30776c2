//! Sizes and defaults. Those of the caller's buffers for text have room for the final NUL.

use signkey::{
    ANSWER_SIZE_MAX, ApiToken, Authorization, ClaimId, EncryptionKey, EndpointOptions,
    JSON_SIZE_DEFAULT, KeyId, Keyring, Nonce, SignatureHeader, VerifyOptions,
};

/// The size of a buffer for the value of `X-Inngest-Signature`, in bytes.
pub const SIGNKEY_HEADER_MAX: usize = 89;

/// The size of a buffer for a key id, in bytes.
pub const SIGNKEY_KEY_ID_MAX: usize = 16;

/// The size of a buffer for an API token, in bytes.
pub const SIGNKEY_API_TOKEN_MAX: usize = 129;

/// The size of a buffer for the value of `Authorization`, in bytes.
pub const SIGNKEY_AUTHORIZATION_MAX: usize = 136;

/// The size of a buffer for the id of a claim, in bytes.
pub const SIGNKEY_CLAIM_ID_MAX: usize = 33;

/// The size of a buffer for the sentence of a failure or of a problem, in bytes.
pub const SIGNKEY_MESSAGE_MAX: usize = 256;

/// The size of the body of a refusal with its final NUL, in bytes.
pub const SIGNKEY_REFUSAL_BODY_MAX: usize = 256;

/// The size of the line for the log about a refusal with its final NUL, in bytes.
pub const SIGNKEY_REFUSAL_LOG_MAX: usize = 384;

/// The most headers that a refusal has.
pub const SIGNKEY_REFUSAL_HEADERS_MAX: usize = 4;

/// The most keys that a keyring holds.
pub const SIGNKEY_KEYS_MAX: usize = 8;

/// The default tolerance for old and for early signatures, in seconds.
pub const SIGNKEY_WINDOW_DEFAULT: u64 = 300;

/// How far apart the clocks of processes that share a replay store may be by default, in seconds.
pub const SIGNKEY_REPLAY_SKEW_DEFAULT: u64 = 300;

/// The default limit on the size of JSON to canonicalize, in bytes: 16 MiB.
pub const SIGNKEY_JSON_SIZE_DEFAULT: u64 = 16_777_216;

/// The default limit on the size of a body whose canonical form is tried, in bytes: 4 MiB.
pub const SIGNKEY_VERIFY_JSON_SIZE_DEFAULT: u64 = 4_194_304;

/// The default limit on the size of the body of a request, in bytes: 16 MiB.
pub const SIGNKEY_BODY_SIZE_DEFAULT: u64 = 16_777_216;

/// The default limit on the size of a response that is held back to be signed, in bytes: 16 MiB.
pub const SIGNKEY_RESPONSE_SIZE_DEFAULT: u64 = 16_777_216;

/// The largest answer of the platform to a registration that is read, in bytes: 1 MiB. Read no more
/// of it, and hand over nothing of a larger one.
pub const SIGNKEY_ANSWER_SIZE_MAX: usize = 1_048_576;

/// The size of a raw encryption key, in bytes.
pub const SIGNKEY_ENCRYPTION_KEY_SIZE: usize = 32;

/// The size of the nonce of an encryption, in bytes.
pub const SIGNKEY_NONCE_SIZE: usize = 24;

// The header needs literals; these tie them to the core.
const _: () = {
    let verify = VerifyOptions::DEFAULT;
    let endpoint = EndpointOptions::DEFAULT;
    assert!(SIGNKEY_HEADER_MAX == SignatureHeader::MAX + 1);
    assert!(SIGNKEY_KEY_ID_MAX > KeyId::SIZE);
    assert!(SIGNKEY_API_TOKEN_MAX == ApiToken::MAX + 1);
    assert!(SIGNKEY_AUTHORIZATION_MAX == Authorization::MAX + 1);
    assert!(SIGNKEY_CLAIM_ID_MAX == ClaimId::TEXT_SIZE + 1);
    assert!(SIGNKEY_KEYS_MAX == Keyring::MAX);
    assert!(SIGNKEY_WINDOW_DEFAULT == verify.window.past);
    assert!(SIGNKEY_WINDOW_DEFAULT == verify.window.future);
    assert!(SIGNKEY_WINDOW_DEFAULT == endpoint.window.past);
    assert!(SIGNKEY_WINDOW_DEFAULT == endpoint.window.future);
    assert!(SIGNKEY_JSON_SIZE_DEFAULT == JSON_SIZE_DEFAULT as u64);
    assert!(SIGNKEY_VERIFY_JSON_SIZE_DEFAULT == verify.max_json_size as u64);
    assert!(SIGNKEY_BODY_SIZE_DEFAULT == endpoint.max_body_size);
    assert!(SIGNKEY_RESPONSE_SIZE_DEFAULT == endpoint.max_response_size);
    assert!(SIGNKEY_ANSWER_SIZE_MAX == ANSWER_SIZE_MAX);
    assert!(SIGNKEY_ENCRYPTION_KEY_SIZE == EncryptionKey::SIZE);
    assert!(SIGNKEY_NONCE_SIZE == Nonce::SIZE);
    // `EndpointOptions` has a destructor, which does not run while compiling.
    core::mem::forget(endpoint);
};
