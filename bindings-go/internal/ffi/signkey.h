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
 *   SIGNKEY_ERROR_INTERNAL (as a WebAssembly module, the library traps instead). None keeps a
 *   global state, reads the clock or the environment. Encryption without a nonce asks the operating
 *   system for random bytes, and nothing else asks it for more than memory.
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
 * Encrypts what goes to the platform and decrypts what comes back: the platform stores envelopes
 * (XSalsa20-Poly1305) that only the owners of the keys can read. It never changes, so any number
 * of threads may use it at once.
 *
 * To rotate keys: deploy the new key as a fallback everywhere, then as the primary key with the
 * old one as a fallback, and drop the old one when nothing is left that it encrypted.
 */
typedef struct signkey_encryptor signkey_encryptor;

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
 * Ends a keyring and clears its keys from memory.
 *
 * - `keyring`: from `signkey_keyring_new` or `_from_key`, and not used again; NULL does nothing.
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
#endif
#undef SIGNKEY_ASSERT
