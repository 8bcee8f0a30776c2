/*
 * signkey: verify and sign requests with Inngest signing keys.
 *
 * This file is generated from ffi-c; `make -C ffi-c header` writes it anew.
 *
 * What holds for every function:
 *
 * - Memory that a caller lends (`const` pointers) is not kept after the call, unless the function
 *   says so. Bytes are a pointer and a length: NULL and 0 are no bytes, NULL and another length is
 *   SIGNKEY_ERROR_INVALID_ARGUMENT. Texts need no final NUL.
 * - Results are written on success only, and `failure` on failure only. Places for results must not
 *   overlap each other or what is lent. NULL for a place that is required, NULL for an object,
 *   and a pointer that is not aligned for its type are SIGNKEY_ERROR_INVALID_ARGUMENT.
 * - Structs that begin with `size` can grow in later versions. Begin with their *_INIT macro: a
 *   `size` that no version has is SIGNKEY_ERROR_INVALID_ARGUMENT, and so is an option that is set
 *   and that the library is too old to know.
 * - An object behind a `const` pointer is not changed: any number of threads may use it at once.
 *   "Thread-safe" says that a function may be called at any time from any thread, on the same
 *   objects too, as long as no one writes to memory that is lent, and each thread has places for
 *   results of its own.
 * - No function ends the process, whatever bytes it is given; a bug inside the library is
 *   SIGNKEY_ERROR_INTERNAL (as a WebAssembly module, the library traps instead). Large amounts of
 *   memory that cannot be had are SIGNKEY_ERROR_OUT_OF_MEMORY. Configurations, endpoints, API
 *   authentication and handshakes need small ones too, without which the process ends.
 * - No function keeps a global state, reads the clock or the environment. Encryption without a nonce
 *   asks the operating system for random bytes, and nothing else asks it for more than memory.
 * - A pointer that is neither NULL nor valid, a length beyond the memory behind it, and an object
 *   after its `_free` are undefined behaviour, as everywhere in C.
 */


#ifndef SIGNKEY_H
#define SIGNKEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>


/** The version of this header. */
#define SIGNKEY_VERSION "0.1.0"

/**
 * The outcome of a call. Numbers are the same in every language that signkey speaks, and a released
 * one never changes its meaning; later versions may add more.
 */
enum signkey_status
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint32_t
#endif
 {
    /** Success. */
    SIGNKEY_OK = 0,
    /** An argument breaks the contract of the call. */
    SIGNKEY_ERROR_INVALID_ARGUMENT = 1,
    /** An error inside signkey that should not be possible. */
    SIGNKEY_ERROR_INTERNAL = 2,
    /** Memory could not be allocated. */
    SIGNKEY_ERROR_OUT_OF_MEMORY = 3,
    /** The object was used after it was finished or closed. */
    SIGNKEY_ERROR_FINISHED = 4,
    /** The signing key holds no hexadecimal digits. */
    SIGNKEY_ERROR_EMPTY_KEY = 10,
    /** The signing key has an odd number of hexadecimal digits. */
    SIGNKEY_ERROR_ODD_KEY_LENGTH = 11,
    /** The signing key holds a character that is not hexadecimal. */
    SIGNKEY_ERROR_NON_HEX_KEY = 12,
    /** The signing key looks like an event key. */
    SIGNKEY_ERROR_EVENT_KEY = 13,
    /** The signing key does not begin with `signkey-<environment>-`. */
    SIGNKEY_ERROR_MALFORMED_KEY_PREFIX = 14,
    /** The signing key or its prefix is too long. */
    SIGNKEY_ERROR_KEY_TOO_LONG = 15,
    /** A keyring holds at most 8 keys. */
    SIGNKEY_ERROR_TOO_MANY_KEYS = 16,
    /** No signing key is configured. */
    SIGNKEY_ERROR_MISSING_SIGNING_KEY = 17,
    /** The signature header is missing. */
    SIGNKEY_ERROR_MISSING_SIGNATURE = 20,
    /** The signature header is malformed. */
    SIGNKEY_ERROR_MALFORMED_SIGNATURE = 21,
    /** The signature matches no signing key. */
    SIGNKEY_ERROR_SIGNATURE_MISMATCH = 22,
    /** The signature is authentic but too old. */
    SIGNKEY_ERROR_EXPIRED = 23,
    /** The signature is authentic but lies in the future. */
    SIGNKEY_ERROR_NOT_YET_VALID = 24,
    /** The text is not JSON. */
    SIGNKEY_ERROR_INVALID_JSON = 30,
    /** The JSON text is not valid UTF-8. */
    SIGNKEY_ERROR_JSON_INVALID_UTF8 = 31,
    /** A JSON string holds a lone surrogate. */
    SIGNKEY_ERROR_JSON_LONE_SURROGATE = 32,
    /** A JSON object holds a member name twice. */
    SIGNKEY_ERROR_JSON_DUPLICATE_MEMBER = 33,
    /** The JSON text nests more than 512 containers. */
    SIGNKEY_ERROR_JSON_TOO_DEEP = 34,
    /** The JSON text is over the size limit. */
    SIGNKEY_ERROR_JSON_TOO_LARGE = 35,
    /** A JSON number is beyond the range of a double. */
    SIGNKEY_ERROR_JSON_NUMBER_OUT_OF_RANGE = 36,
    /** Canonicalization would change the value of a JSON number. */
    SIGNKEY_ERROR_JSON_NUMBER_LOSSY = 37,
    /** The body is over the size limit. */
    SIGNKEY_ERROR_BODY_TOO_LARGE = 40,
    /** The body was read or parsed before its signature could be verified. */
    SIGNKEY_ERROR_BODY_UNAVAILABLE = 41,
    /** The timestamp has more than 19 digits. */
    SIGNKEY_ERROR_INVALID_TIMESTAMP = 42,
    /** The response is too large to be signed, or an event stream. */
    SIGNKEY_ERROR_RESPONSE_UNSIGNABLE = 43,
    /** The body ended before all of it was received. */
    SIGNKEY_ERROR_BODY_INCOMPLETE = 44,
    /** No encryption key is configured. */
    SIGNKEY_ERROR_MISSING_ENCRYPTION_KEY = 50,
    /** The encryption key is empty or blank. */
    SIGNKEY_ERROR_EMPTY_ENCRYPTION_KEY = 51,
    /** A raw encryption key has to be of 32 bytes. */
    SIGNKEY_ERROR_INVALID_ENCRYPTION_KEY_LENGTH = 52,
    /** An encrypted value is malformed. */
    SIGNKEY_ERROR_MALFORMED_ENVELOPE = 53,
    /** An encrypted value names a strategy that is unknown or not enabled. */
    SIGNKEY_ERROR_UNKNOWN_ENCRYPTION_STRATEGY = 54,
    /** No encryption key opens an encrypted value, or it was changed. */
    SIGNKEY_ERROR_DECRYPTION_FAILED = 55,
    /** A value is not encrypted where it has to be. */
    SIGNKEY_ERROR_ENCRYPTION_REQUIRED = 56,
    /** The source of random bytes failed. */
    SIGNKEY_ERROR_RANDOM_SOURCE_FAILED = 57,
    /** A decrypted text is not the JSON that belongs there. */
    SIGNKEY_ERROR_MALFORMED_PLAINTEXT = 58,
    /** A URL is not of the form `http(s)://host[:port][/path]`. */
    SIGNKEY_ERROR_MALFORMED_URL = 60,
    /** A value cannot stand in an HTTP header. */
    SIGNKEY_ERROR_INVALID_HEADER_VALUE = 61,
    /** The signing key is for branch environments, but no environment is named. */
    SIGNKEY_ERROR_MISSING_ENVIRONMENT = 62,
    /** The Authorization header is missing. */
    SIGNKEY_ERROR_MISSING_TOKEN = 63,
    /** The Authorization header is not `Bearer` and an API token. */
    SIGNKEY_ERROR_MALFORMED_TOKEN = 64,
    /** The API token is that of no signing key. */
    SIGNKEY_ERROR_TOKEN_MISMATCH = 65,
    /** A sync begins with the method PUT. */
    SIGNKEY_ERROR_METHOD_NOT_ALLOWED = 66,
    /** A setting has a value that it does not know. */
    SIGNKEY_ERROR_INVALID_SETTING = 67,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum signkey_status signkey_status;
#else
typedef uint32_t signkey_status;
#endif
#endif

/* Structs that can grow begin with their size; these also set what a caller would set first. */
#define SIGNKEY_FAILURE_INIT \
    { sizeof(signkey_failure), SIGNKEY_OK, SIGNKEY_DETAIL_NONE, 0 }
#define SIGNKEY_VERIFIED_INIT \
    { sizeof(signkey_verified), 0, 0, 0, (signkey_form)0, {0} }
#define SIGNKEY_VERIFY_OPTIONS_INIT \
    { sizeof(signkey_verify_options), SIGNKEY_WINDOW_DEFAULT, SIGNKEY_WINDOW_DEFAULT, \
      SIGNKEY_JSON_SIZE_DEFAULT }
#define SIGNKEY_ENCRYPTOR_OPTIONS_INIT \
    { sizeof(signkey_encryptor_options), NULL, 0, {NULL, 0}, 0 }
#define SIGNKEY_CONFIG_OPTIONS_INIT \
    { sizeof(signkey_config_options), 0, \
      {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, \
      {NULL, 0}, {NULL, 0}, {NULL, 0} }
#define SIGNKEY_PROBLEM_INIT \
    { sizeof(signkey_problem), (signkey_severity)0, {NULL, 0}, {NULL, 0}, {NULL, 0} }
#define SIGNKEY_APP_INIT \
    { sizeof(signkey_app), {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, 0, 0 }
#define SIGNKEY_REQUEST_INIT \
    { sizeof(signkey_request), {NULL, 0}, {NULL, 0}, NULL, 0, {NULL, 0} }
#define SIGNKEY_ENDPOINT_OPTIONS_INIT \
    { sizeof(signkey_endpoint_options), 0, 0, NULL, 0, SIGNKEY_WINDOW_DEFAULT, \
      SIGNKEY_WINDOW_DEFAULT, SIGNKEY_JSON_SIZE_DEFAULT }
#define SIGNKEY_REGISTRATION_INIT \
    { sizeof(signkey_registration), {NULL, 0}, NULL, 0 }
#define SIGNKEY_RESPONSE_INIT \
    { sizeof(signkey_response), 0, NULL, 0, {NULL, 0} }


/**
 * The size of a buffer for the value of `X-Inngest-Signature`, in bytes.
 */
#define SIGNKEY_HEADER_MAX 89

/**
 * The size of a buffer for a key id, in bytes.
 */
#define SIGNKEY_KEY_ID_MAX 16

/**
 * The size of a buffer for an API token, in bytes.
 */
#define SIGNKEY_API_TOKEN_MAX 129

/**
 * The size of a buffer for the value of `Authorization`, in bytes.
 */
#define SIGNKEY_AUTHORIZATION_MAX 136

/**
 * The size of a buffer for the sentence of a failure, in bytes.
 */
#define SIGNKEY_MESSAGE_MAX 256

/**
 * The most keys that a keyring holds.
 */
#define SIGNKEY_KEYS_MAX 8

/**
 * The default tolerance for old and for early signatures, in seconds.
 */
#define SIGNKEY_WINDOW_DEFAULT 300

/**
 * The default limit on the size of JSON to canonicalize, in bytes: 16 MiB.
 */
#define SIGNKEY_JSON_SIZE_DEFAULT 16777216

/**
 * The size of a raw encryption key, in bytes.
 */
#define SIGNKEY_ENCRYPTION_KEY_SIZE 32

/**
 * The size of the nonce of an encryption, in bytes.
 */
#define SIGNKEY_NONCE_SIZE 24

/**
 * The version of the ABI that this header describes. It changes only if a program compiled
 * before would break.
 */
#define SIGNKEY_ABI_VERSION 1

/**
 * The kind of an encryption key that is a text: it stands for the BLAKE2b-256 hash of its UTF-8,
 * with white space and byte order marks around it removed. The hash is quick to compute, so the
 * text should be random and of at least 128 bits.
 */
#define SIGNKEY_ENCRYPTION_KEY_TEXT 0

/**
 * The kind of an encryption key that is `SIGNKEY_ENCRYPTION_KEY_SIZE` raw bytes.
 */
#define SIGNKEY_ENCRYPTION_KEY_BYTES 1

/**
 * Flag of an encryptor: encrypt nothing, and leave what is to be encrypted as it is. For rolling
 * encryption out and back: every reader has to know the keys before the first writer uses them.
 * Only then may the primary key be absent.
 */
#define SIGNKEY_ENCRYPTOR_DECRYPT_ONLY 1

/**
 * Flag of an encryptor: plaintext is an error where something encrypted is due.
 */
#define SIGNKEY_ENCRYPTOR_REQUIRE_ENCRYPTED 2

/**
 * Flag of an encryptor: decrypt also what versions 0.x of `@inngest/middleware-encryption` wrote,
 * as long as something of it is left. That format is not authenticated: who can write to the
 * stored data can change what it decrypts to. Nothing is ever encrypted with it, and raw keys do
 * not apply to it.
 */
#define SIGNKEY_ENCRYPTOR_LEGACY_AES 4

/**
 * The setting of whether requests come from the platform: `cloud` or `dev`.
 */
#define SIGNKEY_SETTING_MODE 1

/**
 * The setting of the environment to act in; absent for the one of the key.
 */
#define SIGNKEY_SETTING_ENVIRONMENT 2

/**
 * The setting of the hosting platform; absent if it is not known.
 */
#define SIGNKEY_SETTING_PLATFORM 3

/**
 * The setting of where the platform's API is: an origin, and a path if one was set.
 */
#define SIGNKEY_SETTING_API_ORIGIN 4

/**
 * The setting of where events are sent: an origin, and a path if one was set.
 */
#define SIGNKEY_SETTING_EVENT_API_ORIGIN 5

/**
 * The setting of the origin under which the platform reaches this app; absent if it was not set.
 */
#define SIGNKEY_SETTING_SERVE_ORIGIN 6

/**
 * The setting of the path under which the platform reaches this app; absent if it was not set.
 */
#define SIGNKEY_SETTING_SERVE_PATH 7

/**
 * Flag of an app: the SDK answers trust probes.
 */
#define SIGNKEY_APP_TRUST_PROBE 1

/**
 * Flag of an app: the SDK can connect to the platform by itself.
 */
#define SIGNKEY_APP_CONNECT 2

/**
 * Flag of an endpoint: let a `PUT`, which begins a sync, through without a signature.
 */
#define SIGNKEY_ENDPOINT_UNSIGNED_SYNC 1

/**
 * What the number in a `signkey_failure` means.
 */
enum signkey_detail
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * Nothing; it is 0.
     */
    SIGNKEY_DETAIL_NONE = 0,
    /**
     * A position in the input. In a key: the character, counted from 1 in the text without the
     * white space around it. In JSON: the byte, counted from 0.
     */
    SIGNKEY_DETAIL_POSITION = 1,
    /**
     * The distance in seconds between the timestamp of the signature and the clock.
     */
    SIGNKEY_DETAIL_SKEW_SECONDS = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum signkey_detail signkey_detail;
#else
typedef uint32_t signkey_detail;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * The form of a body under which a signature matched.
 */
enum signkey_form
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * The bytes as received.
     */
    SIGNKEY_FORM_RAW = 1,
    /**
     * The canonical form (RFC 8785) of the JSON received. Requests only.
     */
    SIGNKEY_FORM_CANONICAL = 2,
    /**
     * The bytes less one trailing line feed. Responses only.
     */
    SIGNKEY_FORM_TRIMMED = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum signkey_form signkey_form;
#else
typedef uint32_t signkey_form;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * How much a problem matters.
 */
enum signkey_severity
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * Something will be refused.
     */
    SIGNKEY_SEVERITY_ERROR = 1,
    /**
     * Everything works, but perhaps not as it was meant.
     */
    SIGNKEY_SEVERITY_WARNING = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum signkey_severity signkey_severity;
#else
typedef uint32_t signkey_severity;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Who sends the requests. 0 is a mode that is not set.
 */
enum signkey_mode
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * The platform: every request is signed.
     */
    SIGNKEY_MODE_CLOUD = 1,
    /**
     * A development server, which signs nothing: a request without a signature is let through as
     * unverified.
     */
    SIGNKEY_MODE_DEV = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum signkey_mode signkey_mode;
#else
typedef uint32_t signkey_mode;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Who sent a request that was let through. `SIGNKEY_SENDER_VERIFIED` alone is proof of anything.
 */
enum signkey_sender
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * Not known before the body is read: from `signkey_endpoint_authenticate_unread` alone.
     */
    SIGNKEY_SENDER_UNDECIDED = 0,
    /**
     * A holder of a signing key, not long ago.
     */
    SIGNKEY_SENDER_VERIFIED = 1,
    /**
     * Anyone: dev mode, and nothing is signed.
     */
    SIGNKEY_SENDER_DEV = 2,
    /**
     * Anyone: dev mode, and there is no key to verify the signature with.
     */
    SIGNKEY_SENDER_DEV_WITHOUT_KEY = 3,
    /**
     * Anyone: requests of this method need no signature.
     */
    SIGNKEY_SENDER_UNSIGNED_METHOD = 4,
    /**
     * Anyone: a sync needs no signature.
     */
    SIGNKEY_SENDER_UNSIGNED_SYNC = 5,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum signkey_sender signkey_sender;
#else
typedef uint32_t signkey_sender;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Something that looks wrong about a request, and changes nothing in how it is judged.
 */
enum signkey_warning
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * Nothing.
     */
    SIGNKEY_WARNING_NONE = 0,
    /**
     * A development server calls an app in cloud mode.
     */
    SIGNKEY_WARNING_DEV_SERVER_IN_CLOUD_MODE = 1,
    /**
     * The platform calls an app in dev mode.
     */
    SIGNKEY_WARNING_CLOUD_SERVER_IN_DEV_MODE = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum signkey_warning signkey_warning;
#else
typedef uint32_t signkey_warning;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * How far a sync is.
 */
enum signkey_sync_state
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * A request is to be sent to the platform (`signkey_handshake_request`), and its answer to be
     * taken (`signkey_handshake_answer`).
     */
    SIGNKEY_SYNC_REGISTER = 1,
    /**
     * The configuration of the functions is the response (`signkey_handshake_response`).
     */
    SIGNKEY_SYNC_IN_BAND = 2,
    /**
     * The platform has answered for good; the response says what.
     */
    SIGNKEY_SYNC_DONE = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum signkey_sync_state signkey_sync_state;
#else
typedef uint32_t signkey_sync_state;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Which credential goes with a call to the platform's API: that of the key that worked last, the
 * primary at first. A call that is answered 401 or 403 is tried again with each of the other keys,
 * once, and the first that is answered 2xx is used from then on.
 *
 * Any number of threads may use it at once; what one call learns, the next one knows.
 */
typedef struct signkey_api_auth signkey_api_auth;

/**
 * What an app is configured to do. It never changes, so any number of threads may use it at once.
 *
 * Reading never fails for what a setting says. A setting that is wrong is an error where it is
 * used, never silently another one, and `signkey_config_problem` lists all that is wrong. Nothing
 * that can be read from it, but its keyring, is a secret.
 */
typedef struct signkey_config signkey_config;

/**
 * Encrypts what goes to the platform and decrypts what comes back: the platform stores envelopes
 * (XSalsa20-Poly1305) that only the owners of the keys can read. It never changes, so any number
 * of threads may use it at once.
 *
 * To rotate keys: deploy the new key as a fallback everywhere, then as the primary key with the
 * old one as a fallback, and drop the old one when nothing is left that it encrypted.
 */
typedef struct signkey_encryptor signkey_encryptor;

/**
 * How requests to an app are authenticated: each one by its signature, whatever its method. Without
 * one, a request is let through in dev mode, and in cloud mode where it was asked for. A signature
 * that is there is always verified.
 *
 * It never changes, so any number of threads may use it at once.
 */
typedef struct signkey_endpoint signkey_endpoint;

/**
 * A sync on its way: a state machine without input and output. It is idempotent: the same inputs lead
 * to the same requests, and nothing is remembered between syncs but the key that worked, in
 * `signkey_api_auth`.
 *
 * One thread at a time may use it.
 */
typedef struct signkey_handshake signkey_handshake;

/**
 * One primary signing key and up to seven fallbacks. It never changes, so any number of threads
 * may use it at once.
 */
typedef struct signkey_keyring signkey_keyring;

/**
 * A message on its way through verification, in constant memory. It checks the bytes as received
 * under all keys in one pass: the canonical form of a request, and a response without its last
 * line feed, need the whole body.
 *
 * One thread at a time may use it. It keeps no reference to its keyring.
 */
typedef struct signkey_verifier signkey_verifier;

/**
 * Why a call failed. It holds no part of the input, so it is safe to log and to send to anyone.
 *
 * Begin with `SIGNKEY_FAILURE_INIT`, which sets `size`. A call that succeeds leaves it as it is.
 */
typedef struct {
    /**
     * `sizeof(signkey_failure)`, set by the caller.
     */
    size_t size;
    /**
     * The status that the call returned.
     */
    signkey_status status;
    /**
     * What `detail` means.
     */
    signkey_detail detail_kind;
    /**
     * A position or a number of seconds, as `detail_kind` says.
     */
    uint64_t detail;
} signkey_failure;

/**
 * Bytes that are lent. `{NULL, 0}` is absent where that has a meaning, and empty elsewhere.
 */
typedef struct {
    /**
     * The first byte.
     */
    const uint8_t *data;
    /**
     * How many bytes there are.
     */
    size_t len;
} signkey_slice;

/**
 * What a caller may set for a verification.
 *
 * Begin with `SIGNKEY_VERIFY_OPTIONS_INIT`, which sets `size` and the defaults of the protocol.
 */
typedef struct {
    /**
     * `sizeof(signkey_verify_options)`, set by the caller.
     */
    size_t size;
    /**
     * How old a signature may be, in seconds; the border is accepted.
     */
    uint64_t past_seconds;
    /**
     * How far ahead of the clock a signature may be, in seconds; the border is accepted.
     */
    uint64_t future_seconds;
    /**
     * The largest body, in bytes, whose canonical form is tried; 0 is the default. A larger one can
     * still match as received.
     */
    uint64_t max_json_size;
} signkey_verify_options;

/**
 * Proof that a message is authentic and timely. Filled in only by a verification that succeeds.
 *
 * Begin with `SIGNKEY_VERIFIED_INIT`, which sets `size`.
 */
typedef struct {
    /**
     * `sizeof(signkey_verified)`, set by the caller.
     */
    size_t size;
    /**
     * When the message was signed, in seconds since 1970-01-01 00:00 UTC.
     */
    uint64_t timestamp;
    /**
     * The age of the signature in seconds; negative if it was ahead of the clock.
     */
    int64_t age_seconds;
    /**
     * The index in the keyring of the key that matched; 0 is the primary.
     */
    uint32_t key_index;
    /**
     * The form of the body under which the signature matched.
     */
    signkey_form form;
    /**
     * The id of the key that matched, as from `signkey_keyring_key_id`.
     */
    char key_id[SIGNKEY_KEY_ID_MAX];
} signkey_verified;

/**
 * Bytes that the library has allocated and the caller owns. End it with `signkey_buffer_free`.
 */
typedef struct {
    /**
     * The first byte.
     */
    uint8_t *data;
    /**
     * How many bytes there are.
     */
    size_t len;
    /**
     * How many bytes are allocated; of no use to the caller.
     */
    size_t capacity;
} signkey_buffer;

/**
 * An encryption key that is lent. `{NULL, 0, 0}` is absent.
 */
typedef struct {
    /**
     * The first byte.
     */
    const uint8_t *data;
    /**
     * How many bytes there are.
     */
    size_t len;
    /**
     * `SIGNKEY_ENCRYPTION_KEY_TEXT` or `SIGNKEY_ENCRYPTION_KEY_BYTES`.
     */
    uint32_t kind;
} signkey_encryption_key;

/**
 * The keys of an encryptor, and what else a caller may set for it.
 *
 * Begin with `SIGNKEY_ENCRYPTOR_OPTIONS_INIT`, which sets `size` and the defaults.
 */
typedef struct {
    /**
     * `sizeof(signkey_encryptor_options)`, set by the caller.
     */
    size_t size;
    /**
     * The keys. The first is the primary key, which encrypts; it and all others decrypt, and are
     * tried in order. An absent first one promotes no other.
     */
    const signkey_encryption_key *keys;
    /**
     * How many keys there are; any number.
     */
    size_t key_count;
    /**
     * The field of event data that is encrypted, in UTF-8; `{NULL, 0}` is `encrypted`. All
     * encrypted fields are decrypted, whatever their names.
     */
    signkey_slice event_field;
    /**
     * Any of `SIGNKEY_ENCRYPTOR_DECRYPT_ONLY`, `SIGNKEY_ENCRYPTOR_REQUIRE_ENCRYPTED` and
     * `SIGNKEY_ENCRYPTOR_LEGACY_AES`, or 0.
     */
    uint64_t flags;
} signkey_encryptor_options;

/**
 * Settings that go before the variables. A text that is absent or blank is not set; all texts are
 * in UTF-8.
 *
 * Begin with `SIGNKEY_CONFIG_OPTIONS_INIT`, which sets `size` and nothing else.
 */
typedef struct {
    /**
     * `sizeof(signkey_config_options)`, set by the caller.
     */
    size_t size;
    /**
     * `SIGNKEY_MODE_CLOUD`, `SIGNKEY_MODE_DEV`, or 0 if it is not set.
     */
    uint32_t mode;
    /**
     * Where the development server is. It does not switch dev mode on.
     */
    signkey_slice dev_server_url;
    /**
     * Where the API is and where events are sent.
     */
    signkey_slice base_url;
    /**
     * Where the API is.
     */
    signkey_slice api_base_url;
    /**
     * Where events are sent.
     */
    signkey_slice event_api_base_url;
    /**
     * The signing key.
     */
    signkey_slice signing_key;
    /**
     * The signing key that is accepted beside it.
     */
    signkey_slice signing_key_fallback;
    /**
     * The event key.
     */
    signkey_slice event_key;
    /**
     * The name of the environment.
     */
    signkey_slice environment;
    /**
     * The name of the hosting platform.
     */
    signkey_slice platform;
    /**
     * The origin under which the platform reaches this app.
     */
    signkey_slice serve_origin;
    /**
     * The path under which the platform reaches this app.
     */
    signkey_slice serve_path;
} signkey_config_options;

/**
 * A name and a value that are lent: a header, or a variable of the environment.
 */
typedef struct {
    /**
     * The name.
     */
    signkey_slice name;
    /**
     * The value. `{NULL, 0}` is an empty header, and a variable that is not set.
     */
    signkey_slice value;
} signkey_field;

/**
 * Something that is wrong with a setting, or looks so. It quotes no value. Its texts are lent until
 * the end of the configuration.
 *
 * Begin with `SIGNKEY_PROBLEM_INIT`, which sets `size`.
 */
typedef struct {
    /**
     * `sizeof(signkey_problem)`, set by the caller.
     */
    size_t size;
    /**
     * How much it matters.
     */
    signkey_severity severity;
    /**
     * The name that all languages share; that of a key is its error's.
     */
    signkey_slice code;
    /**
     * The name of the option or of the variable to look at.
     */
    signkey_slice setting;
    /**
     * A sentence for people, which names the setting, without a final stop.
     */
    signkey_slice sentence;
} signkey_problem;

/**
 * What a caller may set for an endpoint.
 *
 * Begin with `SIGNKEY_ENDPOINT_OPTIONS_INIT`, which sets `size` and the strictest endpoint.
 */
typedef struct {
    /**
     * `sizeof(signkey_endpoint_options)`, set by the caller.
     */
    size_t size;
    /**
     * `SIGNKEY_MODE_CLOUD`, `SIGNKEY_MODE_DEV`, or 0: of an endpoint by itself that is cloud mode;
     * that of a configuration has the configuration's mode, and takes no other.
     */
    uint32_t mode;
    /**
     * `SIGNKEY_ENDPOINT_UNSIGNED_SYNC`, or 0.
     */
    uint32_t flags;
    /**
     * The methods of requests that need no signature. They are compared byte for byte (RFC 9110,
     * section 9.1): `GET`, not `get`.
     */
    const signkey_slice *unsigned_methods;
    /**
     * How many methods there are.
     */
    size_t unsigned_method_count;
    /**
     * How old a signature may be, in seconds; the border is accepted.
     */
    uint64_t past_seconds;
    /**
     * How far ahead of the clock a signature may be, in seconds; the border is accepted.
     */
    uint64_t future_seconds;
    /**
     * The largest body, in bytes, whose canonical form is tried; 0 is the default. A larger one can
     * still match as received.
     */
    uint64_t max_json_size;
} signkey_endpoint_options;

/**
 * A request as it was received, lent for the time of a call. In a method or a query that is not
 * UTF-8, U+FFFD takes the place of what is wrong.
 *
 * Begin with `SIGNKEY_REQUEST_INIT`, which sets `size` and nothing else.
 */
typedef struct {
    /**
     * `sizeof(signkey_request)`, set by the caller.
     */
    size_t size;
    /**
     * The method, in the case it came in.
     */
    signkey_slice method;
    /**
     * The query of the URL, without its question mark. Only a sync looks at it.
     */
    signkey_slice query;
    /**
     * All headers, or those whose names begin with `X-Inngest-`; one that came more than once, as
     * often. Names are compared without regard to case.
     */
    const signkey_field *headers;
    /**
     * How many headers there are.
     */
    size_t header_count;
    /**
     * The body, before anything read it.
     */
    signkey_slice body;
} signkey_request;

/**
 * An app and the SDK that serves it, lent for the time of a call. None of it is secret; all texts
 * are in UTF-8.
 *
 * Begin with `SIGNKEY_APP_INIT`, which sets `size` and nothing else.
 */
typedef struct {
    /**
     * `sizeof(signkey_app)`, set by the caller.
     */
    size_t size;
    /**
     * The id of the app.
     */
    signkey_slice id;
    /**
     * The SDK and its version: `name:v1.2.3`, the value of `X-Inngest-Sdk`.
     */
    signkey_slice sdk;
    /**
     * The language of the SDK, such as `c`.
     */
    signkey_slice language;
    /**
     * The framework that serves the app, such as `libmicrohttpd`.
     */
    signkey_slice framework;
    /**
     * The number of functions.
     */
    uint64_t functions;
    /**
     * Any of `SIGNKEY_APP_TRUST_PROBE` and `SIGNKEY_APP_CONNECT`, or 0.
     */
    uint64_t flags;
} signkey_app;

/**
 * A request to the platform: a `POST` whose body is the configuration of the functions. Follow no
 * redirect with it.
 *
 * Begin with `SIGNKEY_REGISTRATION_INIT`, which sets `size`.
 */
typedef struct {
    /**
     * `sizeof(signkey_registration)`, set by the caller.
     */
    size_t size;
    /**
     * Where to send it.
     */
    signkey_slice url;
    /**
     * All headers to send, but for those of the transport; the credential is in the last one,
     * `Authorization`, if there is one.
     */
    const signkey_field *headers;
    /**
     * How many headers there are.
     */
    size_t header_count;
} signkey_registration;

/**
 * A response to the request that began a sync.
 *
 * Begin with `SIGNKEY_RESPONSE_INIT`, which sets `size`.
 */
typedef struct {
    /**
     * `sizeof(signkey_response)`, set by the caller.
     */
    size_t size;
    /**
     * The HTTP status.
     */
    uint32_t http_status;
    /**
     * All headers to send, but for those of the transport. `X-Inngest-Signature` is among them if,
     * and only if, the request was verified.
     */
    const signkey_field *headers;
    /**
     * How many headers there are.
     */
    size_t header_count;
    /**
     * The body, to be sent as it is: in band that of the caller, not a copy.
     */
    signkey_slice body;
} signkey_response;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * The version of the library, such as "1.2.3". The text is static. Thread-safe.
 */
const char *signkey_version(void);

/**
 * The version of the ABI that the library has; compare it with `SIGNKEY_ABI_VERSION` if you load
 * the library at run time. Thread-safe.
 */
uint32_t signkey_abi_version(void);

/**
 * The short name of a status that all languages share, for programs and logs.
 *
 * - `status`: any number.
 *
 * Returns for example "expired"; "ok" for `SIGNKEY_OK`, and "unknown" for a number that this
 * version does not know. The text is static. Thread-safe.
 */
const char *signkey_status_code(uint32_t status);

/**
 * A sentence about a status, for people. `signkey_failure_message` says more if there is a
 * failure.
 *
 * - `status`: any number.
 *
 * Returns an English sentence without a final stop, also for a number that this version does not
 * know. The text is static. Thread-safe.
 */
const char *signkey_status_message(uint32_t status);

/**
 * The HTTP status with which an endpoint should answer.
 *
 * - `status`: any number.
 *
 * Returns 401 for what an outsider can cause, 413 for a body over the limit, 500 for faults of
 * this side and for a number that this version does not know, and 200 for `SIGNKEY_OK`.
 * Thread-safe.
 */
uint32_t signkey_status_http(uint32_t status);

/**
 * Writes the sentence that describes a failure, with its position or its skew.
 *
 * - `failure`: as a call has filled it in, or with a `status`, `detail_kind` and `detail` that the
 *   caller has kept elsewhere.
 * - `out`: receives English ASCII text with a final NUL, without a final stop. It never quotes the
 *   input.
 *
 * Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL or `size` is not
 * set. Thread-safe.
 */
signkey_status signkey_failure_message(const signkey_failure *failure,
                                       char out[SIGNKEY_MESSAGE_MAX]);

/**
 * Makes a keyring of signing keys, read as they come from the environment: absent and blank ones
 * are dropped, then the first is the primary key and the others are fallbacks.
 *
 * - `keys`: `count` texts, of which `{NULL, 0}` is absent; they are not kept.
 * - `keyring`: receives the keyring, which the caller owns; end it with `signkey_keyring_free`.
 * - `failure`: receives the reason, or NULL.
 *
 * Returns `SIGNKEY_OK`, or
 * - `SIGNKEY_ERROR_INVALID_ARGUMENT`: `keyring` is NULL, or a text is NULL with a length;
 * - for the first key that is refused, `SIGNKEY_ERROR_EMPTY_KEY`, `_KEY_TOO_LONG`,
 *   `_MALFORMED_KEY_PREFIX`, `_EVENT_KEY`, `_NON_HEX_KEY` or `_ODD_KEY_LENGTH`, or if it is one
 *   over `SIGNKEY_KEYS_MAX`, `_TOO_MANY_KEYS`;
 * - `SIGNKEY_ERROR_MISSING_SIGNING_KEY`: no key is left;
 *
 * or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. Thread-safe.
 */
signkey_status signkey_keyring_new(const signkey_slice *keys,
                                   size_t count,
                                   signkey_keyring **keyring,
                                   signkey_failure *failure);

/**
 * Makes a keyring of one signing key that is not optional: a blank text is an error of its own.
 *
 * - `text`, `text_len`: the key; it is not kept.
 * - `keyring`: receives the keyring, which the caller owns; end it with `signkey_keyring_free`.
 * - `failure`: receives the reason, or NULL.
 *
 * Returns `SIGNKEY_OK`, or the first that applies of `SIGNKEY_ERROR_INVALID_ARGUMENT`,
 * `_EMPTY_KEY`, `_KEY_TOO_LONG`, `_MALFORMED_KEY_PREFIX`, `_EVENT_KEY`, `_NON_HEX_KEY`,
 * `_ODD_KEY_LENGTH`, `_OUT_OF_MEMORY`; or `_INTERNAL`. Thread-safe.
 */
signkey_status signkey_keyring_from_key(const uint8_t *text,
                                        size_t text_len,
                                        signkey_keyring **keyring,
                                        signkey_failure *failure);

/**
 * Ends a keyring. Its keys are cleared from memory when the endpoints have ended, too, that were made
 * with it, and the configuration that it is of.
 *
 * - `keyring`: made by the library, and not used again; NULL does nothing.
 *
 * No other thread may be using the keyring.
 */
void signkey_keyring_free(signkey_keyring *keyring);

/**
 * Counts the keys of a keyring.
 *
 * - `keyring`: the keyring.
 * - `count`: receives 1 to `SIGNKEY_KEYS_MAX`.
 *
 * Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL. Thread-safe.
 */
signkey_status signkey_keyring_count(const signkey_keyring *keyring, uint32_t *count);

/**
 * Writes the id of a key: the first 12 hexadecimal digits of its hash, which may be shown.
 *
 * - `keyring`: the keyring.
 * - `key_index`: which key; 0 is the primary.
 * - `out`: receives the digits and a final NUL.
 *
 * Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if there is no such key or a pointer
 * is NULL. Thread-safe.
 */
signkey_status signkey_keyring_key_id(const signkey_keyring *keyring,
                                      uint32_t key_index,
                                      char out[SIGNKEY_KEY_ID_MAX]);

/**
 * Writes the token that authenticates calls to the platform's API under a key. It goes behind
 * `Bearer ` in the header `Authorization`.
 *
 * - `keyring`: the keyring.
 * - `key_index`: which key; 0 is the primary.
 * - `out`: receives the token and a final NUL. It is a secret; clear it after use.
 *
 * Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if there is no such key or a pointer
 * is NULL. Thread-safe.
 */
signkey_status signkey_keyring_api_token(const signkey_keyring *keyring,
                                         uint32_t key_index,
                                         char out[SIGNKEY_API_TOKEN_MAX]);

/**
 * The name of a form that all languages share.
 *
 * - `form`: any number.
 *
 * Returns "raw", "canonical" or "trimmed", and "unknown" for a number that this version does not
 * know. The text is static. Thread-safe.
 */
const char *signkey_form_name(uint32_t form);

/**
 * Verifies a request: its body as received, and if no key matches that, its canonical form.
 *
 * - `keyring`: the keys to try, in order.
 * - `body`, `body_len`: the body as received; NULL and 0 are an empty one.
 * - `header`, `header_len`: the value of `X-Inngest-Signature`. NULL and 0 say that the request has
 *   none; an empty value is another pointer and 0, and is malformed.
 * - `now`: the clock, in seconds since 1970-01-01 00:00 UTC.
 * - `options`: what differs from the defaults, or NULL.
 * - `verified`: receives which key signed, when, and in which form.
 * - `failure`: receives the reason, or NULL.
 *
 * Returns `SIGNKEY_OK`, or the first that applies of
 * - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, or a `size` is not set;
 * - `SIGNKEY_ERROR_MISSING_SIGNATURE`: there is no header;
 * - `SIGNKEY_ERROR_MALFORMED_SIGNATURE`: the header does not have the one form that is accepted;
 * - `SIGNKEY_ERROR_SIGNATURE_MISMATCH`: no key matches;
 * - `SIGNKEY_ERROR_EXPIRED`: authentic, but too old;
 * - `SIGNKEY_ERROR_NOT_YET_VALID`: authentic, but too far ahead of the clock;
 *
 * or `SIGNKEY_ERROR_INTERNAL`. Thread-safe.
 */
signkey_status signkey_verify_request(const signkey_keyring *keyring,
                                      const uint8_t *body,
                                      size_t body_len,
                                      const uint8_t *header,
                                      size_t header_len,
                                      uint64_t now,
                                      const signkey_verify_options *options,
                                      signkey_verified *verified,
                                      signkey_failure *failure);

/**
 * Verifies the canonical form of a JSON document that has lost the bytes it was sent as, for
 * frameworks that hand over parsed bodies only. The bytes as they are are not tried.
 *
 * Arguments, statuses and thread safety are those of `signkey_verify_request`.
 */
signkey_status signkey_verify_canonical(const signkey_keyring *keyring,
                                        const uint8_t *json,
                                        size_t json_len,
                                        const uint8_t *header,
                                        size_t header_len,
                                        uint64_t now,
                                        const signkey_verify_options *options,
                                        signkey_verified *verified,
                                        signkey_failure *failure);

/**
 * Verifies a message in the form it was received, and in no other.
 *
 * Arguments, statuses and thread safety are those of `signkey_verify_request`; `max_json_size` in
 * `options` has no effect.
 */
signkey_status signkey_verify_raw(const signkey_keyring *keyring,
                                  const uint8_t *body,
                                  size_t body_len,
                                  const uint8_t *header,
                                  size_t header_len,
                                  uint64_t now,
                                  const signkey_verify_options *options,
                                  signkey_verified *verified,
                                  signkey_failure *failure);

/**
 * Verifies a response: its body as received, or less one trailing line feed. It is never
 * canonicalized.
 *
 * Arguments, statuses and thread safety are those of `signkey_verify_request`; `max_json_size` in
 * `options` has no effect.
 */
signkey_status signkey_verify_response(const signkey_keyring *keyring,
                                       const uint8_t *body,
                                       size_t body_len,
                                       const uint8_t *header,
                                       size_t header_len,
                                       uint64_t now,
                                       const signkey_verify_options *options,
                                       signkey_verified *verified,
                                       signkey_failure *failure);

/**
 * Begins to verify a message that arrives in pieces.
 *
 * - `keyring`: the keys to try; it may be freed before the verifier.
 * - `header`, `header_len`: as in `signkey_verify_request`.
 * - `verifier`: receives the verifier, which the caller owns; end it with `signkey_verifier_free`.
 * - `failure`: receives the reason, or NULL.
 *
 * Returns `SIGNKEY_OK`, or
 * - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL;
 * - `SIGNKEY_ERROR_MISSING_SIGNATURE`: there is no header;
 * - `SIGNKEY_ERROR_MALFORMED_SIGNATURE`: the header does not have the one form that is accepted;
 *
 * or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. Thread-safe.
 */
signkey_status signkey_verifier_new(const signkey_keyring *keyring,
                                    const uint8_t *header,
                                    size_t header_len,
                                    signkey_verifier **verifier,
                                    signkey_failure *failure);

/**
 * Takes the next piece of the body.
 *
 * - `verifier`: the verifier.
 * - `chunk`, `chunk_len`: the piece, of any size; NULL and 0 are none.
 *
 * Returns `SIGNKEY_OK`, or
 * - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a pointer is NULL;
 * - `SIGNKEY_ERROR_FINISHED`: `signkey_verifier_finish` has given its verdict already;
 *
 * or `SIGNKEY_ERROR_INTERNAL`. One thread at a time.
 */
signkey_status signkey_verifier_update(signkey_verifier *verifier,
                                       const uint8_t *chunk,
                                       size_t chunk_len);

/**
 * Ends the message and gives the verdict. Nothing of the message may be acted on before.
 *
 * - `verifier`: the verifier, which is finished afterwards unless an argument was invalid; it is
 *   still to be freed.
 * - `now`: the clock, in seconds since 1970-01-01 00:00 UTC.
 * - `options`: what differs from the defaults, or NULL; `max_json_size` has no effect.
 * - `verified`: receives which key signed, and when; the form is always `SIGNKEY_FORM_RAW`.
 * - `failure`: receives the reason, or NULL.
 *
 * Returns `SIGNKEY_OK`, or the first that applies of
 * - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, or a `size` is not set;
 * - `SIGNKEY_ERROR_FINISHED`: the verdict was given already;
 * - `SIGNKEY_ERROR_SIGNATURE_MISMATCH`: no key matches;
 * - `SIGNKEY_ERROR_EXPIRED`: authentic, but too old;
 * - `SIGNKEY_ERROR_NOT_YET_VALID`: authentic, but too far ahead of the clock;
 *
 * or `SIGNKEY_ERROR_INTERNAL`. One thread at a time.
 */
signkey_status signkey_verifier_finish(signkey_verifier *verifier,
                                       uint64_t now,
                                       const signkey_verify_options *options,
                                       signkey_verified *verified,
                                       signkey_failure *failure);

/**
 * Ends a verifier, finished or not.
 *
 * - `verifier`: from `signkey_verifier_new`, and not used again; NULL does nothing.
 *
 * No other thread may be using the verifier.
 */
void signkey_verifier_free(signkey_verifier *verifier);

/**
 * Signs a request as the platform does: the canonical form (RFC 8785) of its JSON body. Send the
 * canonical form too (`signkey_canonicalize`), so that the receiver need not compute it.
 *
 * - `keyring`, `key_index`: the key to sign with; 0 is the primary.
 * - `body`, `body_len`: a JSON document of at most 16 MiB.
 * - `timestamp`: the clock, in seconds since 1970-01-01 00:00 UTC.
 * - `out`: receives the value of `X-Inngest-Signature` and a final NUL.
 * - `failure`: receives the reason, or NULL.
 *
 * Returns `SIGNKEY_OK`, or
 * - `SIGNKEY_ERROR_INVALID_ARGUMENT`: there is no such key, or a required pointer is NULL;
 * - `SIGNKEY_ERROR_INVALID_TIMESTAMP`: the timestamp has more than 19 digits;
 * - `SIGNKEY_ERROR_JSON_NUMBER_LOSSY`: the canonical form would be another document;
 * - the errors of `signkey_canonicalize`.
 *
 * Thread-safe.
 */
signkey_status signkey_sign_request(const signkey_keyring *keyring,
                                    uint32_t key_index,
                                    const uint8_t *body,
                                    size_t body_len,
                                    uint64_t timestamp,
                                    char out[SIGNKEY_HEADER_MAX],
                                    signkey_failure *failure);

/**
 * Signs bytes as they are.
 *
 * - `keyring`, `key_index`: the key to sign with; 0 is the primary.
 * - `body`, `body_len`: the bytes; NULL and 0 are none.
 * - `timestamp`: the clock, in seconds since 1970-01-01 00:00 UTC.
 * - `out`: receives the value of `X-Inngest-Signature` and a final NUL.
 * - `failure`: receives the reason, or NULL.
 *
 * Returns `SIGNKEY_OK`, or
 * - `SIGNKEY_ERROR_INVALID_ARGUMENT`: there is no such key, or a required pointer is NULL;
 * - `SIGNKEY_ERROR_INVALID_TIMESTAMP`: the timestamp has more than 19 digits;
 *
 * or `SIGNKEY_ERROR_INTERNAL`. Thread-safe.
 */
signkey_status signkey_sign_raw(const signkey_keyring *keyring,
                                uint32_t key_index,
                                const uint8_t *body,
                                size_t body_len,
                                uint64_t timestamp,
                                char out[SIGNKEY_HEADER_MAX],
                                signkey_failure *failure);

/**
 * Signs a response: its bytes exactly as they are sent. Use the key that verified the request:
 * `key_index` of `signkey_verified`.
 *
 * Arguments, statuses and thread safety are those of `signkey_sign_raw`.
 */
signkey_status signkey_sign_response(const signkey_keyring *keyring,
                                     uint32_t key_index,
                                     const uint8_t *body,
                                     size_t body_len,
                                     uint64_t timestamp,
                                     char out[SIGNKEY_HEADER_MAX],
                                     signkey_failure *failure);

/**
 * Brings a JSON document into canonical form (RFC 8785): UTF-8 without white space, members
 * sorted, numbers as ECMAScript writes them. Linear time but for the sorting; constant stack.
 *
 * - `json`, `json_len`: the document; UTF-8 without a byte order mark.
 * - `max_size`: the largest document to accept, in bytes; 0 is `SIGNKEY_JSON_SIZE_DEFAULT`, and
 *   more than 512 MiB is taken as that.
 * - `out`: receives the canonical form, which the caller owns; end it with `signkey_buffer_free`.
 *   What it held before is not freed.
 * - `lossless`: receives whether the exact decimal value of every number, and the sign of zero,
 *   survived, or NULL. If not, other documents have the same canonical form.
 * - `failure`: receives the reason, or NULL.
 *
 * Returns `SIGNKEY_OK`, or
 * - `SIGNKEY_ERROR_INVALID_ARGUMENT`: `out` is NULL;
 * - `SIGNKEY_ERROR_JSON_TOO_LARGE`: the document is over the limit;
 * - `SIGNKEY_ERROR_JSON_INVALID_UTF8`;
 * - what the scan meets first: `SIGNKEY_ERROR_INVALID_JSON`, `_JSON_LONE_SURROGATE`,
 *   `_JSON_DUPLICATE_MEMBER`, `_JSON_TOO_DEEP` (over 512 open containers) or
 *   `_JSON_NUMBER_OUT_OF_RANGE`;
 *
 * or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. Thread-safe.
 */
signkey_status signkey_canonicalize(const uint8_t *json,
                                    size_t json_len,
                                    uint64_t max_size,
                                    signkey_buffer *out,
                                    bool *lossless,
                                    signkey_failure *failure);

/**
 * Clears the bytes of a buffer, frees them and empties it, so that freeing it again does nothing.
 *
 * - `buffer`: filled in by the library, or all zero; NULL does nothing.
 *
 * No other thread may be using the buffer.
 */
void signkey_buffer_free(signkey_buffer *buffer);

/**
 * Makes an encryptor of encryption keys, which have nothing to do with signing keys. A blank key
 * is an error: one that is not configured is absent.
 *
 * - `options`: the keys and what differs from the defaults; none of it is kept.
 * - `encryptor`: receives the encryptor, which the caller owns; end it with
 *   `signkey_encryptor_free`.
 * - `failure`: receives the reason, or NULL.
 *
 * Returns `SIGNKEY_OK`, or
 * - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a pointer is NULL, `size` is not set, a flag is unknown, or
 *   `event_field` is not UTF-8;
 * - for the first key that is refused, `SIGNKEY_ERROR_INVALID_ARGUMENT` (an unknown kind, a text
 *   that is not UTF-8, NULL with a length), `_EMPTY_ENCRYPTION_KEY` or
 *   `_INVALID_ENCRYPTION_KEY_LENGTH`;
 * - `SIGNKEY_ERROR_MISSING_ENCRYPTION_KEY`: there is no primary key; with
 *   `SIGNKEY_ENCRYPTOR_DECRYPT_ONLY`, there is no key at all;
 *
 * or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. Thread-safe.
 */
signkey_status signkey_encryptor_new(const signkey_encryptor_options *options,
                                     signkey_encryptor **encryptor,
                                     signkey_failure *failure);

/**
 * Ends an encryptor and clears its keys from memory.
 *
 * - `encryptor`: from `signkey_encryptor_new`, and not used again; NULL does nothing.
 *
 * No other thread may be using the encryptor.
 */
void signkey_encryptor_free(signkey_encryptor *encryptor);

/**
 * Encrypts the output of a step or of a function: any JSON value, `null` included. A value that
 * looks like an envelope is encrypted like any other.
 *
 * - `encryptor`: the keys and options. One that only decrypts returns a copy of the input.
 * - `json`, `json_len`: a JSON document; UTF-8 without a byte order mark, of any size.
 * - `nonce`: NULL, for a random one from the operating system. Otherwise bytes that never served
 *   before and never will again under this key: two messages under one nonce betray each other,
 *   and let anyone forge more. For hosts without an operating system, and for tests.
 * - `out`: receives the envelope, a JSON document, which the caller owns; end it with
 *   `signkey_buffer_free`. What it held before is not freed.
 * - `failure`: receives the reason, or NULL.
 *
 * Returns `SIGNKEY_OK`, or
 * - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL;
 * - `SIGNKEY_ERROR_RANDOM_SOURCE_FAILED`: `nonce` is NULL, and the operating system has no random
 *   bytes to give; a WebAssembly module never has;
 * - `SIGNKEY_ERROR_JSON_INVALID_UTF8`, `_INVALID_JSON` or `_JSON_TOO_DEEP` (over 512 open
 *   containers);
 *
 * or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. Thread-safe.
 */
signkey_status signkey_encrypt_value(const signkey_encryptor *encryptor,
                                     const uint8_t *json,
                                     size_t json_len,
                                     const uint8_t nonce[SIGNKEY_NONCE_SIZE],
                                     signkey_buffer *out,
                                     signkey_failure *failure);

/**
 * Encrypts the encrypted field of event data, or of the data of an invocation, whatever the field
 * holds. The rest is kept byte for byte, and stays readable for the platform's routing; data
 * without the field is copied as it is.
 *
 * - `json`, `json_len`: a JSON object, or `null` for no data.
 *
 * The other arguments, and thread safety, are those of `signkey_encrypt_value`; so are the
 * statuses, and besides
 * - `SIGNKEY_ERROR_INVALID_ARGUMENT`: also a document that is neither an object nor `null`;
 * - `SIGNKEY_ERROR_JSON_DUPLICATE_MEMBER`: the object holds a name twice.
 */
signkey_status signkey_encrypt_event_data(const signkey_encryptor *encryptor,
                                          const uint8_t *json,
                                          size_t json_len,
                                          const uint8_t nonce[SIGNKEY_NONCE_SIZE],
                                          signkey_buffer *out,
                                          signkey_failure *failure);

/**
 * Encrypts the error of a step or of a function: a JSON object with name, message, stack and
 * whatever else, or any other JSON value. The outcome is an error too, for the platform to store
 * and to show, whose message is the envelope; nothing of the original stays readable.
 *
 * Arguments, statuses and thread safety are those of `signkey_encrypt_value`.
 */
signkey_status signkey_encrypt_error(const signkey_encryptor *encryptor,
                                     const uint8_t *json,
                                     size_t json_len,
                                     const uint8_t nonce[SIGNKEY_NONCE_SIZE],
                                     signkey_buffer *out,
                                     signkey_failure *failure);

/**
 * Decrypts the output of a step or of a function. A value without the marker
 * `"__ENCRYPTED__":true` is plaintext: it is copied as it is, or refused if the encryptor has
 * `SIGNKEY_ENCRYPTOR_REQUIRE_ENCRYPTED`.
 *
 * - `encryptor`: the keys to try, in order, and options.
 * - `json`, `json_len`: a JSON document; UTF-8 without a byte order mark, of any size.
 * - `out`: receives a JSON document in plain text, which the caller owns; end it with
 *   `signkey_buffer_free`, which clears it. What it held before is not freed.
 * - `was_encrypted`: receives whether the document, or a part of it, was encrypted and authentic,
 *   or NULL. If not, it is the input as it was, and nothing is known about where it comes from.
 * - `failure`: receives the reason, or NULL.
 *
 * Returns `SIGNKEY_OK`, or
 * - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL;
 * - `SIGNKEY_ERROR_JSON_INVALID_UTF8`, `_INVALID_JSON` or `_JSON_TOO_DEEP` (over 512 open
 *   containers);
 * - `SIGNKEY_ERROR_ENCRYPTION_REQUIRED`: it is plaintext, and must not be;
 * - `SIGNKEY_ERROR_JSON_DUPLICATE_MEMBER`, `_UNKNOWN_ENCRYPTION_STRATEGY` or
 *   `_MALFORMED_ENVELOPE`: it is not the envelope that it says it is;
 * - `SIGNKEY_ERROR_DECRYPTION_FAILED`: no key opens it, or it was changed;
 * - `SIGNKEY_ERROR_MALFORMED_PLAINTEXT`: what it holds is not the JSON that belongs there;
 *
 * or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. Thread-safe.
 */
signkey_status signkey_decrypt_value(const signkey_encryptor *encryptor,
                                     const uint8_t *json,
                                     size_t json_len,
                                     signkey_buffer *out,
                                     bool *was_encrypted,
                                     signkey_failure *failure);

/**
 * Decrypts event data: every field that is an envelope, whatever its name; or data that is an
 * envelope as a whole, as older writers made it, whose members that the platform put beside the
 * envelope stay. What was decrypted is not decrypted again. With
 * `SIGNKEY_ENCRYPTOR_REQUIRE_ENCRYPTED`, plaintext in the encrypted field is refused; there need
 * not be such a field.
 *
 * - `json`, `json_len`: a JSON object, or `null` for no data.
 *
 * The other arguments, and thread safety, are those of `signkey_decrypt_value`; so are the
 * statuses, and `SIGNKEY_ERROR_INVALID_ARGUMENT` is also a document that is neither an object nor
 * `null`.
 */
signkey_status signkey_decrypt_event_data(const signkey_encryptor *encryptor,
                                          const uint8_t *json,
                                          size_t json_len,
                                          signkey_buffer *out,
                                          bool *was_encrypted,
                                          signkey_failure *failure);

/**
 * Decrypts the data of an event that the platform sends when a run ends, such as
 * `inngest/function.failed` and `inngest/function.finished`: `error`, `result`, and the data of
 * `event` and of each of `events`. With `SIGNKEY_ENCRYPTOR_REQUIRE_ENCRYPTED`, a `result` in
 * plaintext is refused, unless it is `null` or beside an `error`.
 *
 * Arguments, statuses and thread safety are those of `signkey_decrypt_event_data`.
 */
signkey_status signkey_decrypt_lifecycle_data(const signkey_encryptor *encryptor,
                                              const uint8_t *json,
                                              size_t json_len,
                                              signkey_buffer *out,
                                              bool *was_encrypted,
                                              signkey_failure *failure);

/**
 * Decrypts an error whose message is an envelope into the error that it was. Any other error is
 * plaintext, and copied as it is even with `SIGNKEY_ENCRYPTOR_REQUIRE_ENCRYPTED`: time-outs and
 * crashes are the platform's own errors, and it has no key. `was_encrypted` tells them apart.
 *
 * Arguments, statuses and thread safety are those of `signkey_decrypt_value`, without
 * `SIGNKEY_ERROR_ENCRYPTION_REQUIRED`.
 */
signkey_status signkey_decrypt_error(const signkey_encryptor *encryptor,
                                     const uint8_t *json,
                                     size_t json_len,
                                     signkey_buffer *out,
                                     bool *was_encrypted,
                                     signkey_failure *failure);

/**
 * The name of a mode that all languages share.
 *
 * - `mode`: any number.
 *
 * Returns "cloud" or "dev", and "unknown" for a number that this version does not know. The text is
 * static. Thread-safe.
 */
const char *signkey_mode_name(uint32_t mode);

/**
 * Reads the settings of an app: from options, from variables, else by default.
 *
 * - `options`: what goes before the variables, or NULL. None of it is kept.
 * - `variables`, `variable_count`: the environment, or as much of it as there is: of the names of
 *   `signkey_config_variable`, those that are set. Others are ignored; of a name that comes more
 *   than once, the first counts. Values should be in UTF-8; in one that is not, each fault counts
 *   as U+FFFD, which no setting accepts. None of it is kept.
 * - `config`: receives the configuration, which the caller owns; end it with `signkey_config_free`.
 * - `failure`: receives the reason, or NULL.
 *
 * Returns `SIGNKEY_OK`, or
 * - `SIGNKEY_ERROR_INVALID_ARGUMENT`: `config` is NULL, `size` is not set, `mode` is unknown, or an
 *   option is not UTF-8;
 *
 * or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. Thread-safe.
 */
signkey_status signkey_config_new(const signkey_config_options *options,
                                  const signkey_field *variables,
                                  size_t variable_count,
                                  signkey_config **config,
                                  signkey_failure *failure);

/**
 * Ends a configuration. Its keys are cleared from memory when everything has ended that was made of
 * it: keyrings, endpoints, handshakes.
 *
 * - `config`: from `signkey_config_new`, and not used again; NULL does nothing.
 *
 * No other thread may be using the configuration.
 */
void signkey_config_free(signkey_config *config);

/**
 * The names of all variables that are read, one by one.
 *
 * - `index`: from 0.
 *
 * Returns the name, for example for `getenv`, or NULL behind the last one. The text is static.
 * Thread-safe.
 */
const char *signkey_config_variable(size_t index);

/**
 * Counts everything that is wrong with the settings, or looks so.
 *
 * - `config`: the configuration.
 * - `count`: receives how many problems there are.
 *
 * Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL. Thread-safe.
 */
signkey_status signkey_config_problem_count(const signkey_config *config, size_t *count);

/**
 * Says what is wrong with a setting.
 *
 * - `config`: the configuration.
 * - `index`: which problem, from 0, in the order of the settings.
 * - `problem`: receives the problem.
 *
 * Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL, `size` is not set
 * or there is no such problem. Thread-safe.
 */
signkey_status signkey_config_problem(const signkey_config *config,
                                      size_t index,
                                      signkey_problem *problem);

/**
 * Says what a setting is.
 *
 * - `config`: the configuration.
 * - `setting`: one of `SIGNKEY_SETTING_*`.
 * - `value`: receives the value in UTF-8, or `{NULL, 0}` if there is none. It is lent until the end
 *   of the configuration.
 * - `source`: receives the name of the option or of the variable that it comes from, or `default`;
 *   `{NULL, 0}` if there is no value, and for all settings but the mode and the environment. It is
 *   static. Or NULL.
 * - `failure`: receives the reason, or NULL.
 *
 * Returns `SIGNKEY_OK`, or
 * - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, or the setting is unknown;
 * - `SIGNKEY_ERROR_INVALID_SETTING`: the mode is neither cloud nor dev;
 * - `SIGNKEY_ERROR_INVALID_HEADER_VALUE`: the environment or the platform is not printable ASCII;
 * - `SIGNKEY_ERROR_MALFORMED_URL`: an origin or a path is none;
 *
 * or `SIGNKEY_ERROR_INTERNAL`. Thread-safe.
 */
signkey_status signkey_config_get(const signkey_config *config,
                                  uint32_t setting,
                                  signkey_slice *value,
                                  signkey_slice *source,
                                  signkey_failure *failure);

/**
 * Says whether requests come from the platform or from a development server.
 *
 * - `config`: the configuration.
 * - `mode`: receives the mode.
 *
 * Returns `SIGNKEY_OK`, `SIGNKEY_ERROR_INVALID_SETTING` if `INNGEST_DEV` says neither, or
 * `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL. Thread-safe.
 */
signkey_status signkey_config_mode(const signkey_config *config, signkey_mode *mode);

/**
 * Says whether the configuration of the functions may be returned in the response to a signed sync.
 *
 * - `config`: the configuration.
 * - `allows`: receives the answer.
 *
 * Returns `SIGNKEY_OK`, `SIGNKEY_ERROR_INVALID_SETTING` if the variable says neither yes nor no, or
 * `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL. Thread-safe.
 */
signkey_status signkey_config_allows_in_band_sync(const signkey_config *config, bool *allows);

/**
 * The name of a sender that all languages share: of those that are not verified, the reason why
 * they were let through.
 *
 * - `sender`: any number.
 *
 * Returns "verified", "dev", "dev_without_key", "unsigned_method" or "unsigned_sync", and "unknown"
 * for `SIGNKEY_SENDER_UNDECIDED` and for a number that this version does not know. The text is
 * static. Thread-safe.
 */
const char *signkey_sender_name(uint32_t sender);

/**
 * The name of a warning that all languages share.
 *
 * - `warning`: any number.
 *
 * Returns "dev_server_in_cloud_mode" or "cloud_server_in_dev_mode", and "unknown" for a number that
 * this version does not know. The text is static. Thread-safe.
 */
const char *signkey_warning_code(uint32_t warning);

/**
 * A sentence about a warning, for people.
 *
 * - `warning`: any number.
 *
 * Returns an English sentence without a final stop, also for a number that this version does not
 * know. The text is static. Thread-safe.
 */
const char *signkey_warning_message(uint32_t warning);

/**
 * Makes an endpoint that is not that of a configuration.
 *
 * - `options`: what differs from the strictest endpoint, or NULL.
 * - `keyring`: the keys, or NULL if there are none; it may be freed before the endpoint.
 * - `keyring_failure`: why there are none, as the call that would have made the keyring has filled it
 *   in, or NULL. Every request gets to hear of it that needs a key. It is not looked at if there is
 *   a keyring; if it holds no failure either, or is NULL, that is
 *   `SIGNKEY_ERROR_MISSING_SIGNING_KEY`.
 * - `endpoint`: receives the endpoint, which the caller owns; end it with `signkey_endpoint_free`.
 * - `failure`: receives the reason, or NULL.
 *
 * Returns `SIGNKEY_OK`, or
 * - `SIGNKEY_ERROR_INVALID_ARGUMENT`: `endpoint` is NULL, a `size` is not set, a mode, a flag or the
 *   status of `keyring_failure` is unknown, or a method is not UTF-8;
 *
 * or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. Thread-safe.
 */
signkey_status signkey_endpoint_new(const signkey_endpoint_options *options,
                                    const signkey_keyring *keyring,
                                    const signkey_failure *keyring_failure,
                                    signkey_endpoint **endpoint,
                                    signkey_failure *failure);

/**
 * Judges a request.
 *
 * - `endpoint`: the endpoint.
 * - `request`: the request; its query is not looked at.
 * - `now`: the clock, in seconds since 1970-01-01 00:00 UTC.
 * - `sender`: receives who sent the request.
 * - `verified`: receives the proof for `SIGNKEY_SENDER_VERIFIED`; for anyone else it is cleared.
 * - `failure`: receives the reason, or NULL. `signkey_status_http` is the status to answer with.
 *
 * Returns `SIGNKEY_OK` if the request is to be let through, or
 * - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, or a `size` is not set;
 * - why there is no keyring, for which `SIGNKEY_ERROR_MISSING_SIGNING_KEY` is no reason in dev mode,
 *   nor any other one for a request there without a signature;
 * - the errors of `signkey_verify_request`. A signature header that comes more than once is
 *   `SIGNKEY_ERROR_MALFORMED_SIGNATURE`.
 *
 * Thread-safe.
 */
signkey_status signkey_endpoint_authenticate(const signkey_endpoint *endpoint,
                                             const signkey_request *request,
                                             uint64_t now,
                                             signkey_sender *sender,
                                             signkey_verified *verified,
                                             signkey_failure *failure);

/**
 * Judges a request before its body is read, so that none is read in vain.
 *
 * - `endpoint`: the endpoint.
 * - `request`: the request; its query and its body are not looked at.
 * - `sender`: receives who sent the request, or `SIGNKEY_SENDER_UNDECIDED` if the body decides: then
 *   read it, and ask `signkey_endpoint_authenticate`. It is never `SIGNKEY_SENDER_VERIFIED`.
 * - `failure`: receives the reason, or NULL. `signkey_status_http` is the status to answer with.
 *
 * Returns `SIGNKEY_OK`, or what `signkey_endpoint_authenticate` returns whatever the body is:
 * - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, or a `size` is not set;
 * - why there is no keyring, where that counts;
 * - `SIGNKEY_ERROR_MISSING_SIGNATURE`, `SIGNKEY_ERROR_MALFORMED_SIGNATURE`.
 *
 * Thread-safe.
 */
signkey_status signkey_endpoint_authenticate_unread(const signkey_endpoint *endpoint,
                                                    const signkey_request *request,
                                                    signkey_sender *sender,
                                                    signkey_failure *failure);

/**
 * Says what the headers of a request say that contradicts the mode. It proves nothing, and changes
 * nothing in how the request is judged.
 *
 * - `endpoint`: the endpoint.
 * - `request`: the request; its headers alone are looked at.
 * - `warning`: receives the warning, or `SIGNKEY_WARNING_NONE`.
 *
 * Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL or `size` is not set.
 * Thread-safe.
 */
signkey_status signkey_endpoint_warning(const signkey_endpoint *endpoint,
                                        const signkey_request *request,
                                        signkey_warning *warning);

/**
 * Ends an endpoint.
 *
 * - `endpoint`: made by the library, and not used again; NULL does nothing.
 *
 * No other thread may be using the endpoint.
 */
void signkey_endpoint_free(signkey_endpoint *endpoint);

/**
 * Authenticates calls to an API that is not that of a configuration.
 *
 * - `keyring`: the keys, or NULL for calls that carry no credential; it may be freed before.
 * - `origin`, `origin_len`: the API's URL, of which the scheme, the host and the port count.
 * - `auth`: receives the object, which the caller owns; end it with `signkey_api_auth_free`.
 * - `failure`: receives the reason, or NULL.
 *
 * Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if `auth` is NULL or the URL is not
 * UTF-8, `SIGNKEY_ERROR_MALFORMED_URL`, `_OUT_OF_MEMORY` or `_INTERNAL`. Thread-safe.
 */
signkey_status signkey_api_auth_new(const signkey_keyring *keyring,
                                    const uint8_t *origin,
                                    size_t origin_len,
                                    signkey_api_auth **auth,
                                    signkey_failure *failure);

/**
 * Begins a call.
 *
 * - `auth`: the object.
 * - `attempt`: receives the number of the first attempt, which goes into the other functions.
 *
 * Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL. Thread-safe.
 */
signkey_status signkey_api_auth_begin(const signkey_api_auth *auth, uint32_t *attempt);

/**
 * Writes the value of `Authorization` for an attempt. Send it only where
 * `signkey_api_auth_may_send_to` allows it.
 *
 * - `auth`: the object.
 * - `attempt`: from `signkey_api_auth_begin` or `_after`.
 * - `out`: receives the value, with its `Bearer `, and a final NUL; an empty text if there is no key,
 *   and so no header to send. It is a secret; clear it after use.
 *
 * Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL or there can be no
 * such attempt. Thread-safe.
 */
signkey_status signkey_api_auth_authorization(const signkey_api_auth *auth,
                                              uint32_t attempt,
                                              char out[SIGNKEY_AUTHORIZATION_MAX]);

/**
 * Takes the status of the answer to an attempt.
 *
 * - `auth`: the object.
 * - `attempt`: the attempt that was answered.
 * - `http_status`: the status, 0 to 65535.
 * - `again`: receives whether the call is to be sent again. If not, the answer stands, whatever it
 *   is.
 * - `next`: receives the attempt with which to send it again, or else the one that was answered.
 *
 * Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL, there can be no
 * such attempt, or no such status. Thread-safe.
 */
signkey_status signkey_api_auth_after(const signkey_api_auth *auth,
                                      uint32_t attempt,
                                      uint32_t http_status,
                                      bool *again,
                                      uint32_t *next);

/**
 * Says whether a credential may be sent to a URL: whether it has the API's origin. Follow no redirect
 * to any other one with a credential.
 *
 * - `auth`: the object.
 * - `url`, `url_len`: the URL, absolute. Whatever is none may not be sent to.
 * - `may`: receives the answer.
 *
 * Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a required pointer is NULL.
 * Thread-safe.
 */
signkey_status signkey_api_auth_may_send_to(const signkey_api_auth *auth,
                                            const uint8_t *url,
                                            size_t url_len,
                                            bool *may);

/**
 * Ends API authentication. Its credentials are cleared from memory when the handshakes have ended,
 * too, that use it.
 *
 * - `auth`: made by the library, and not used again; NULL does nothing.
 *
 * No other thread may be using the object.
 */
void signkey_api_auth_free(signkey_api_auth *auth);

/**
 * Finds the key whose API token a caller presents: the server's half of `signkey_api_auth`. Every
 * key is compared, in constant time.
 *
 * - `keyring`: the keys.
 * - `authorization`, `authorization_len`: the value of `Authorization`. NULL and 0 say that the
 *   request has none. Prefixes of tokens are for people, and are not compared.
 * - `key_index`: receives the index of the key; 0 is the primary.
 * - `failure`: receives the reason, or NULL.
 *
 * Returns `SIGNKEY_OK`, or the first that applies of
 * - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL;
 * - `SIGNKEY_ERROR_MISSING_TOKEN`: there is no header;
 * - `SIGNKEY_ERROR_MALFORMED_TOKEN`: it is not `Bearer` and an API token;
 * - `SIGNKEY_ERROR_TOKEN_MISMATCH`: the token is that of no key;
 *
 * or `SIGNKEY_ERROR_INTERNAL`. Thread-safe.
 */
signkey_status signkey_keyring_verify_token(const signkey_keyring *keyring,
                                            const uint8_t *authorization,
                                            size_t authorization_len,
                                            uint32_t *key_index,
                                            signkey_failure *failure);

/**
 * Makes a keyring of the signing key of a configuration and its fallback, if there is one.
 *
 * - `config`: the configuration; it may be freed before the keyring.
 * - `keyring`: receives the keyring, which the caller owns; end it with `signkey_keyring_free`.
 * - `failure`: receives the reason, or NULL.
 *
 * Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a required pointer is NULL, the
 * errors of `signkey_keyring_new` for the keys that are set, `SIGNKEY_ERROR_OUT_OF_MEMORY` or
 * `_INTERNAL`. Thread-safe.
 */
signkey_status signkey_config_keyring(const signkey_config *config,
                                      signkey_keyring **keyring,
                                      signkey_failure *failure);

/**
 * Makes the endpoint of a configuration: of its mode, with its keys or why there are none, and as
 * strict as its settings say.
 *
 * - `config`: the configuration; it may be freed before the endpoint.
 * - `options`: what else differs from the strictest endpoint, or NULL. Its `mode` is not set.
 * - `endpoint`: receives the endpoint, which the caller owns; end it with `signkey_endpoint_free`.
 * - `failure`: receives the reason, or NULL.
 *
 * Returns `SIGNKEY_OK`, or
 * - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, `size` is not set, a mode is set, a
 *   flag is unknown, or a method is not UTF-8;
 *
 * or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. Thread-safe.
 */
signkey_status signkey_config_endpoint(const signkey_config *config,
                                       const signkey_endpoint_options *options,
                                       signkey_endpoint **endpoint,
                                       signkey_failure *failure);

/**
 * Authenticates calls to the API of a configuration: not at all in dev mode without a usable key.
 *
 * - `config`: the configuration; it may be freed before.
 * - `auth`: receives the object, which the caller owns; end it with `signkey_api_auth_free`.
 * - `failure`: receives the reason, or NULL.
 *
 * Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a required pointer is NULL,
 * `SIGNKEY_ERROR_MALFORMED_URL` for the URL of the API, in cloud mode the errors of
 * `signkey_config_keyring`, `SIGNKEY_ERROR_OUT_OF_MEMORY` or `_INTERNAL`. Thread-safe.
 */
signkey_status signkey_config_api_auth(const signkey_config *config,
                                       signkey_api_auth **auth,
                                       signkey_failure *failure);

/**
 * Makes the URL to report to the platform: that of a request to this app, under the origin and path
 * that were set, without `deployId` in its query. Other parameters stay byte for byte.
 *
 * - `config`: the configuration.
 * - `url`, `url_len`: the URL of the request, absolute.
 * - `out`: receives the URL, which the caller owns; end it with `signkey_buffer_free`. What it held
 *   before is not freed.
 * - `failure`: receives the reason, or NULL.
 *
 * Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a required pointer is NULL or the URL
 * is not UTF-8, `SIGNKEY_ERROR_MALFORMED_URL` (also of the settings) or `_INTERNAL`. Thread-safe.
 */
signkey_status signkey_config_serve_url(const signkey_config *config,
                                        const uint8_t *url,
                                        size_t url_len,
                                        signkey_buffer *out,
                                        signkey_failure *failure);

/**
 * Writes the settings and their problems as a JSON object, for logs. Of keys it says the ids, of the
 * event key whether there is one; what is malformed is `null`.
 *
 * - `config`: the configuration.
 * - `out`: receives the JSON, which the caller owns; end it with `signkey_buffer_free`. What it held
 *   before is not freed.
 *
 * Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL. Thread-safe.
 */
signkey_status signkey_config_describe(const signkey_config *config,
                                       signkey_buffer *out);

/**
 * Writes the body of the answer to a `GET`, in which an endpoint says what it is (SDK specification,
 * section 4.5). Only a request with a valid signature brings the privileged members, and even then
 * no more of a signing key than its id; a request that the endpoint refuses brings the least.
 *
 * - `config`: the configuration.
 * - `app`: the app.
 * - `endpoint`: who judges the request.
 * - `request`: the request.
 * - `now`: the clock, in seconds since 1970-01-01 00:00 UTC.
 * - `out`: receives the JSON, which the caller owns; end it with `signkey_buffer_free`. What it held
 *   before is not freed.
 * - `failure`: receives the reason, or NULL.
 *
 * Returns `SIGNKEY_OK`, whatever the endpoint says of the request, or
 * `SIGNKEY_ERROR_INVALID_ARGUMENT` if a required pointer is NULL, a `size` is not set, a flag is
 * unknown or a text of the app is not UTF-8, or `SIGNKEY_ERROR_INTERNAL`. Thread-safe.
 */
signkey_status signkey_config_introspect(const signkey_config *config,
                                         const signkey_app *app,
                                         const signkey_endpoint *endpoint,
                                         const signkey_request *request,
                                         uint64_t now,
                                         signkey_buffer *out,
                                         signkey_failure *failure);

/**
 * Begins a sync: judges the request as `signkey_endpoint_authenticate` does, and looks at what it
 * asks for. In band it goes only if the request asks for it, its signature was verified, and the
 * settings allow it.
 *
 * - `config`: the settings; they may be freed before the handshake.
 * - `auth`: whose credentials go to the platform: that of `signkey_config_api_auth`; it may be freed
 *   before the handshake.
 * - `app`: the app, whose `sdk` is of the form `name:v1.2.3`; it and `framework` are printable ASCII.
 * - `endpoint`: who judges the request: that of `signkey_config_endpoint`.
 * - `request`: the request, a `PUT`.
 * - `now`: the clock, in seconds since 1970-01-01 00:00 UTC.
 * - `handshake`: receives the handshake, which the caller owns; end it with
 *   `signkey_handshake_free`.
 * - `failure`: receives the reason, or NULL. `signkey_status_http` is the status to answer with.
 *
 * Returns `SIGNKEY_OK`, or the first that applies of
 * - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, a `size` is not set, a flag is
 *   unknown or a text of the app is not UTF-8;
 * - the errors of `signkey_endpoint_authenticate`;
 * - `SIGNKEY_ERROR_METHOD_NOT_ALLOWED`: the method is not `PUT`;
 * - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a text of the app cannot stand in a header;
 * - `SIGNKEY_ERROR_MISSING_ENVIRONMENT`, `_INVALID_HEADER_VALUE` or `_MALFORMED_URL`, of the
 *   settings;
 *
 * or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. Thread-safe.
 */
signkey_status signkey_handshake_begin(const signkey_config *config,
                                       const signkey_api_auth *auth,
                                       const signkey_app *app,
                                       const signkey_endpoint *endpoint,
                                       const signkey_request *request,
                                       uint64_t now,
                                       signkey_handshake **handshake,
                                       signkey_failure *failure);

/**
 * Says how far a sync is.
 *
 * - `handshake`: the handshake.
 * - `state`: receives what comes next.
 *
 * Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL. One thread at a
 * time.
 */
signkey_status signkey_handshake_state(const signkey_handshake *handshake,
                                       signkey_sync_state *state);

/**
 * Takes the platform's answer to the request. Whatever is lent by the handshake ends.
 *
 * - `handshake`: the handshake.
 * - `http_status`: the status of the answer, 0 to 65535; 0 stands for none that arrived.
 * - `body`, `body_len`: the body of the answer.
 *
 * Returns `SIGNKEY_OK`, or
 * - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, there is no such status, or the
 *   sync is in band;
 * - `SIGNKEY_ERROR_FINISHED`: the platform has answered for good already;
 *
 * or `SIGNKEY_ERROR_INTERNAL`. One thread at a time.
 */
signkey_status signkey_handshake_answer(signkey_handshake *handshake,
                                        uint32_t http_status,
                                        const uint8_t *body,
                                        size_t body_len);

/**
 * Says how a sync ended that was not in band.
 *
 * - `handshake`: the handshake.
 * - `message`: receives what happened, for people: the platform's own words where it gave some. It
 *   holds no credential, and is lent until the end of the handshake.
 * - `modified`: receives whether the platform changed anything.
 *
 * Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL or the state is not
 * `SIGNKEY_SYNC_DONE`. One thread at a time.
 */
signkey_status signkey_handshake_outcome(const signkey_handshake *handshake,
                                         signkey_slice *message,
                                         bool *modified);

/**
 * Ends a handshake and clears its credential from memory.
 *
 * - `handshake`: from `signkey_handshake_begin`, and not used again; NULL does nothing.
 *
 * No other thread may be using the handshake.
 */
void signkey_handshake_free(signkey_handshake *handshake);

/**
 * Says what to send to the platform.
 *
 * - `handshake`: the handshake.
 * - `registration`: receives the request. What it points to is lent until the next call with the
 *   handshake other than `signkey_handshake_state`. It holds a credential, which is cleared then.
 * - `failure`: receives the reason, or NULL.
 *
 * Returns `SIGNKEY_OK`, or
 * - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, `size` is not set, or the sync is
 *   in band;
 * - `SIGNKEY_ERROR_FINISHED`: the platform has answered for good;
 *
 * or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. One thread at a time.
 */
signkey_status signkey_handshake_request(signkey_handshake *handshake,
                                         signkey_registration *registration,
                                         signkey_failure *failure);

/**
 * Says what to answer to the request that began the sync.
 *
 * - `handshake`: the handshake.
 * - `body`, `body_len`: the configuration of the functions if the sync is in band, else NULL and 0.
 * - `now`: the clock, in seconds since 1970-01-01 00:00 UTC.
 * - `response`: receives the response, signed if, and only if, the request was verified. What it
 *   points to is lent until the next call with the handshake other than `signkey_handshake_state`.
 * - `failure`: receives the reason, or NULL.
 *
 * Returns `SIGNKEY_OK`, or
 * - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, `size` is not set, the platform has
 *   not answered for good yet, there is no body where it is the response, or one where it is not; or
 *   the request was verified with other keys than those of the configuration;
 * - `SIGNKEY_ERROR_INVALID_TIMESTAMP`: `now` has more than 19 digits;
 *
 * or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. One thread at a time.
 */
signkey_status signkey_handshake_response(signkey_handshake *handshake,
                                          const uint8_t *body,
                                          size_t body_len,
                                          uint64_t now,
                                          signkey_response *response,
                                          signkey_failure *failure);

/**
 * Allocates memory inside the library, for hosts of WebAssembly to pass arguments in. C programs
 * have no need of it.
 *
 * - `size`: in bytes.
 *
 * Returns memory that is aligned to 16 bytes and holds zeros, or NULL if `size` is 0 or there is
 * no memory. The caller owns it; end it with `signkey_dealloc`. Thread-safe.
 */
uint8_t *signkey_alloc(size_t size);

/**
 * Frees memory of `signkey_alloc`.
 *
 * - `data`: from `signkey_alloc`, and not used again; NULL does nothing.
 * - `size`: the size with which it was allocated.
 *
 * No other thread may be using the memory.
 */
void signkey_dealloc(uint8_t *data, size_t size);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* SIGNKEY_H */

/* The layout that the library was built with, where the language can check it. */
#if defined(__cplusplus) && __cplusplus >= 201103L
#define SIGNKEY_ASSERT(condition) static_assert(condition, #condition);
#elif !defined(__cplusplus) && defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define SIGNKEY_ASSERT(condition) _Static_assert(condition, #condition);
#else
#define SIGNKEY_ASSERT(condition)
#endif
SIGNKEY_ASSERT(sizeof(signkey_status) == 4)
SIGNKEY_ASSERT(sizeof(signkey_form) == 4)
SIGNKEY_ASSERT(sizeof(signkey_detail) == 4)
SIGNKEY_ASSERT(sizeof(signkey_mode) == 4)
SIGNKEY_ASSERT(sizeof(signkey_severity) == 4)
SIGNKEY_ASSERT(sizeof(signkey_sender) == 4)
SIGNKEY_ASSERT(sizeof(signkey_warning) == 4)
SIGNKEY_ASSERT(sizeof(signkey_sync_state) == 4)
SIGNKEY_ASSERT(sizeof(signkey_slice) == 2 * sizeof(size_t))
SIGNKEY_ASSERT(sizeof(signkey_buffer) == 3 * sizeof(size_t))
#if SIZE_MAX == UINT64_MAX
SIGNKEY_ASSERT(sizeof(signkey_failure) == 24)
SIGNKEY_ASSERT(offsetof(signkey_failure, status) == 8)
SIGNKEY_ASSERT(offsetof(signkey_failure, detail_kind) == 12)
SIGNKEY_ASSERT(offsetof(signkey_failure, detail) == 16)
SIGNKEY_ASSERT(sizeof(signkey_verify_options) == 32)
SIGNKEY_ASSERT(offsetof(signkey_verify_options, past_seconds) == 8)
SIGNKEY_ASSERT(offsetof(signkey_verify_options, future_seconds) == 16)
SIGNKEY_ASSERT(offsetof(signkey_verify_options, max_json_size) == 24)
SIGNKEY_ASSERT(sizeof(signkey_verified) == 48)
SIGNKEY_ASSERT(offsetof(signkey_verified, timestamp) == 8)
SIGNKEY_ASSERT(offsetof(signkey_verified, age_seconds) == 16)
SIGNKEY_ASSERT(offsetof(signkey_verified, key_index) == 24)
SIGNKEY_ASSERT(offsetof(signkey_verified, form) == 28)
SIGNKEY_ASSERT(offsetof(signkey_verified, key_id) == 32)
SIGNKEY_ASSERT(sizeof(signkey_encryption_key) == 24)
SIGNKEY_ASSERT(offsetof(signkey_encryption_key, data) == 0)
SIGNKEY_ASSERT(offsetof(signkey_encryption_key, len) == 8)
SIGNKEY_ASSERT(offsetof(signkey_encryption_key, kind) == 16)
SIGNKEY_ASSERT(sizeof(signkey_encryptor_options) == 48)
SIGNKEY_ASSERT(offsetof(signkey_encryptor_options, keys) == 8)
SIGNKEY_ASSERT(offsetof(signkey_encryptor_options, key_count) == 16)
SIGNKEY_ASSERT(offsetof(signkey_encryptor_options, event_field) == 24)
SIGNKEY_ASSERT(offsetof(signkey_encryptor_options, flags) == 40)
SIGNKEY_ASSERT(sizeof(signkey_field) == 32)
SIGNKEY_ASSERT(offsetof(signkey_field, name) == 0)
SIGNKEY_ASSERT(offsetof(signkey_field, value) == 16)
SIGNKEY_ASSERT(sizeof(signkey_config_options) == 192)
SIGNKEY_ASSERT(offsetof(signkey_config_options, mode) == 8)
SIGNKEY_ASSERT(offsetof(signkey_config_options, dev_server_url) == 16)
SIGNKEY_ASSERT(offsetof(signkey_config_options, base_url) == 32)
SIGNKEY_ASSERT(offsetof(signkey_config_options, api_base_url) == 48)
SIGNKEY_ASSERT(offsetof(signkey_config_options, event_api_base_url) == 64)
SIGNKEY_ASSERT(offsetof(signkey_config_options, signing_key) == 80)
SIGNKEY_ASSERT(offsetof(signkey_config_options, signing_key_fallback) == 96)
SIGNKEY_ASSERT(offsetof(signkey_config_options, event_key) == 112)
SIGNKEY_ASSERT(offsetof(signkey_config_options, environment) == 128)
SIGNKEY_ASSERT(offsetof(signkey_config_options, platform) == 144)
SIGNKEY_ASSERT(offsetof(signkey_config_options, serve_origin) == 160)
SIGNKEY_ASSERT(offsetof(signkey_config_options, serve_path) == 176)
SIGNKEY_ASSERT(sizeof(signkey_problem) == 64)
SIGNKEY_ASSERT(offsetof(signkey_problem, severity) == 8)
SIGNKEY_ASSERT(offsetof(signkey_problem, code) == 16)
SIGNKEY_ASSERT(offsetof(signkey_problem, setting) == 32)
SIGNKEY_ASSERT(offsetof(signkey_problem, sentence) == 48)
SIGNKEY_ASSERT(sizeof(signkey_app) == 88)
SIGNKEY_ASSERT(offsetof(signkey_app, id) == 8)
SIGNKEY_ASSERT(offsetof(signkey_app, sdk) == 24)
SIGNKEY_ASSERT(offsetof(signkey_app, language) == 40)
SIGNKEY_ASSERT(offsetof(signkey_app, framework) == 56)
SIGNKEY_ASSERT(offsetof(signkey_app, functions) == 72)
SIGNKEY_ASSERT(offsetof(signkey_app, flags) == 80)
SIGNKEY_ASSERT(sizeof(signkey_request) == 72)
SIGNKEY_ASSERT(offsetof(signkey_request, method) == 8)
SIGNKEY_ASSERT(offsetof(signkey_request, query) == 24)
SIGNKEY_ASSERT(offsetof(signkey_request, headers) == 40)
SIGNKEY_ASSERT(offsetof(signkey_request, header_count) == 48)
SIGNKEY_ASSERT(offsetof(signkey_request, body) == 56)
SIGNKEY_ASSERT(sizeof(signkey_endpoint_options) == 56)
SIGNKEY_ASSERT(offsetof(signkey_endpoint_options, mode) == 8)
SIGNKEY_ASSERT(offsetof(signkey_endpoint_options, flags) == 12)
SIGNKEY_ASSERT(offsetof(signkey_endpoint_options, unsigned_methods) == 16)
SIGNKEY_ASSERT(offsetof(signkey_endpoint_options, unsigned_method_count) == 24)
SIGNKEY_ASSERT(offsetof(signkey_endpoint_options, past_seconds) == 32)
SIGNKEY_ASSERT(offsetof(signkey_endpoint_options, future_seconds) == 40)
SIGNKEY_ASSERT(offsetof(signkey_endpoint_options, max_json_size) == 48)
SIGNKEY_ASSERT(sizeof(signkey_registration) == 40)
SIGNKEY_ASSERT(offsetof(signkey_registration, url) == 8)
SIGNKEY_ASSERT(offsetof(signkey_registration, headers) == 24)
SIGNKEY_ASSERT(offsetof(signkey_registration, header_count) == 32)
SIGNKEY_ASSERT(sizeof(signkey_response) == 48)
SIGNKEY_ASSERT(offsetof(signkey_response, http_status) == 8)
SIGNKEY_ASSERT(offsetof(signkey_response, headers) == 16)
SIGNKEY_ASSERT(offsetof(signkey_response, header_count) == 24)
SIGNKEY_ASSERT(offsetof(signkey_response, body) == 32)
#endif
#undef SIGNKEY_ASSERT
