/* End-to-end encryption. Envelopes are from tests/vectors/encryption, under the key and the nonce
   of test.h, and from the published packages where it says so. */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#define TEXT(text) {BYTES(text), SIGNKEY_ENCRYPTION_KEY_TEXT}
#define RAW(bytes) {BYTES(bytes), SIGNKEY_ENCRYPTION_KEY_BYTES}
#define RAW_KEY "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f" \
                "\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f"
#define RAW_NONCE "\xc1\xfc\x72\x2f\x0c\x5e\x4a\x58\x9c\x7a\x9a\x43\x6a\x6c\xeb\x4e" \
                  "\x98\x74\xd6\x33\xbf\x30\x58\x09"

#define ENVELOPE(data) \
    "{\"__ENCRYPTED__\":true,\"__STRATEGY__\":\"inngest/libsodium\",\"data\":\"" data "\"}"
#define EVENT ENVELOPE("ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7UOKrNwHFnOf788LDbZxBo2UOUA==")
#define FAILURE \
    "{\"name\":\"EncryptedError\",\"message\":\"{\\\"__ENCRYPTED__\\\":true," \
    "\\\"__STRATEGY__\\\":\\\"inngest/libsodium\\\",\\\"data\\\":\\\"" \
    "ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7H9KFzpxZhkxdY3tMA4Pkv2UUHYDxmw==\\\"}\"}"

typedef signkey_status encryption(const signkey_encryptor *encryptor, const uint8_t *json,
                                  size_t json_len, const uint8_t *nonce, signkey_buffer *out,
                                  signkey_failure *failure);
typedef signkey_status decryption(const signkey_encryptor *encryptor, const uint8_t *json,
                                  size_t json_len, signkey_buffer *out, bool *was_encrypted,
                                  signkey_failure *failure);

static signkey_encryptor *make(const signkey_encryption_key *keys, size_t count, uint64_t flags) {
    signkey_encryptor_options options = SIGNKEY_ENCRYPTOR_OPTIONS_INIT;
    signkey_encryptor *encryptor = NULL;
    options.keys = keys;
    options.key_count = count;
    options.flags = flags;
    CHECK_STATUS(signkey_encryptor_new(&options, &encryptor, NULL), SIGNKEY_OK);
    return encryptor;
}

signkey_encryptor *one_secret(uint64_t flags) {
    const signkey_encryption_key key = TEXT(SECRET);
    return make(&key, 1, flags);
}

/* The status; if it is success, the document has to be this one. */
static signkey_status encrypted(encryption *call, const signkey_encryptor *encryptor,
                                const char *json, const char *nonce, const char *expected) {
    signkey_buffer out = {NULL, 0, 0};
    signkey_status status = call(encryptor, (const uint8_t *)json, strlen(json),
                                 (const uint8_t *)nonce, &out, NULL);
    if (status == SIGNKEY_OK) {
        CHECK(out.len == strlen(expected) && memcmp(out.data, expected, out.len) == 0);
    } else {
        CHECK(out.data == NULL);
    }
    signkey_buffer_free(&out);
    return status;
}

/* Likewise, and whether it was encrypted is whether it changed. */
static signkey_status decrypted(decryption *call, const signkey_encryptor *encryptor,
                                const char *json, const char *expected) {
    signkey_buffer out = {NULL, 0, 0};
    bool changed = strcmp(json, expected) != 0, was_encrypted = !changed;
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    signkey_status status = call(encryptor, (const uint8_t *)json, strlen(json), &out,
                                 &was_encrypted, &failure);
    CHECK(failure.status == status);
    if (status == SIGNKEY_OK) {
        CHECK(out.len == strlen(expected) && memcmp(out.data, expected, out.len) == 0);
        CHECK(was_encrypted == changed);
    } else {
        CHECK(out.data == NULL && was_encrypted == !changed);
    }
    signkey_buffer_free(&out);
    CHECK(out.data == NULL && out.len == 0);
    signkey_buffer_free(&out);
    return status;
}

static void envelopes_are_those_of_an_independent_source(void) {
    const signkey_encryption_key raw = RAW(RAW_KEY);
    signkey_encryptor *secret = one_secret(0), *raw_secret = make(&raw, 1, 0);
    const char *value =
        ENVELOPE("wfxyLwxeSliceppDamzrTph01jO/MFgJwJr4/Xr9I47mDy7TjUlloMBLe9jHvU4=");

    CHECK_STATUS(encrypted(signkey_encrypt_value, raw_secret, " {\"a\":1}\n", RAW_NONCE, value),
                 SIGNKEY_OK);
    CHECK_STATUS(decrypted(signkey_decrypt_value, raw_secret, value, "{\"a\":1}"), SIGNKEY_OK);

    CHECK_STATUS(encrypted(signkey_encrypt_event_data, secret, "{\"b\": 1,\"encrypted\":\"x\"}",
                           NONCE, "{\"b\": 1,\"encrypted\":" EVENT "}"),
                 SIGNKEY_OK);
    CHECK_STATUS(decrypted(signkey_decrypt_event_data, secret, "{\"b\": 1,\"other\":" EVENT "}",
                           "{\"b\": 1,\"other\":\"x\"}"),
                 SIGNKEY_OK);
    CHECK_STATUS(encrypted(signkey_encrypt_error, secret, "\"boom\"", NONCE, FAILURE), SIGNKEY_OK);
    CHECK_STATUS(decrypted(signkey_decrypt_error, secret, FAILURE, "\"boom\""), SIGNKEY_OK);
    CHECK_STATUS(decrypted(signkey_decrypt_lifecycle_data, secret,
                           "{\"error\": " FAILURE ",\"event\":{\"data\":{\"a\":" EVENT "}}}",
                           "{\"error\": \"boom\",\"event\":{\"data\":{\"a\":\"x\"}}}"),
                 SIGNKEY_OK);

    /* What is not encrypted, or to be, stays as it is. */
    CHECK_STATUS(encrypted(signkey_encrypt_event_data, secret, " {\"b\":1}", NONCE, " {\"b\":1}"),
                 SIGNKEY_OK);
    CHECK_STATUS(decrypted(signkey_decrypt_value, secret, " [1] ", " [1] "), SIGNKEY_OK);
    CHECK_STATUS(decrypted(signkey_decrypt_error, secret, "{\"message\":\"x\"}",
                           "{\"message\":\"x\"}"),
                 SIGNKEY_OK);
    signkey_encryptor_free(secret);
    signkey_encryptor_free(raw_secret);
}

/* Made by @inngest/middleware-encryption 2.0.0 and its older service, under "my-secret-key". */
static void envelopes_of_the_published_package_are_opened(void) {
    const signkey_encryption_key keys[] = {TEXT("another"), TEXT("\xef\xbb\xbf my-secret-key\n")};
    const char *current = ENVELOPE(
        "89qMBdTeJsIEtPTzqEQJnf9hHx3WNX64yZQmYcG3gkFi1l/+kE3LfhV/fhfTPLLKEnEPAUTL9O6uj2vf");
    const char *old = "{\"__ENCRYPTED__\":true,\"data\":\""
                      "U2FsdGVkX1932jpZEyeKjLBIEaUtSjCYOmGic0tCwaTeyHRGWmbnmO5b29FsZxan\"}";
    const char *plaintext = "{\"phone\":\"867-5309\"}";
    signkey_encryptor *encryptor = make(keys, 2, 0);
    signkey_encryptor *lenient = make(keys, 2, SIGNKEY_ENCRYPTOR_LEGACY_AES);

    CHECK_STATUS(decrypted(signkey_decrypt_value, encryptor, current, plaintext), SIGNKEY_OK);
    CHECK_STATUS(decrypted(signkey_decrypt_value, encryptor, old, plaintext),
                 SIGNKEY_ERROR_UNKNOWN_ENCRYPTION_STRATEGY);
    CHECK_STATUS(decrypted(signkey_decrypt_value, lenient, old, plaintext), SIGNKEY_OK);
    signkey_encryptor_free(encryptor);
    signkey_encryptor_free(lenient);
}

/* A large value under nonces from the operating system, which never are the same. */
static void no_two_envelopes_are_the_same(void) {
    enum { SIZE = 4 << 20 };
    signkey_encryptor *encryptor = one_secret(SIGNKEY_ENCRYPTOR_REQUIRE_ENCRYPTED);
    signkey_buffer first = {NULL, 0, 0}, second = {NULL, 0, 0}, opened = {NULL, 0, 0};
    bool was_encrypted = false;
    uint8_t *json = malloc(SIZE);
    CHECK(json != NULL);
    memset(json, 'x', SIZE);
    json[0] = json[SIZE - 1] = '"';

    CHECK_STATUS(signkey_encrypt_value(encryptor, json, SIZE, NULL, &first, NULL), SIGNKEY_OK);
    CHECK_STATUS(signkey_encrypt_value(encryptor, json, SIZE, NULL, &second, NULL), SIGNKEY_OK);
    CHECK(first.len == second.len && memcmp(first.data, second.data, first.len) != 0);
    CHECK_STATUS(signkey_decrypt_value(encryptor, first.data, first.len, &opened, &was_encrypted,
                                       NULL),
                 SIGNKEY_OK);
    CHECK(was_encrypted && opened.len == SIZE && memcmp(opened.data, json, SIZE) == 0);
    signkey_buffer_free(&opened);

    /* One changed character is enough. */
    uint8_t *middle = &first.data[first.len / 2];
    *middle = *middle == 'A' ? 'B' : 'A';
    CHECK_STATUS(signkey_decrypt_value(encryptor, first.data, first.len, &opened, NULL, NULL),
                 SIGNKEY_ERROR_DECRYPTION_FAILED);
    CHECK(opened.data == NULL);
    signkey_buffer_free(&first);
    signkey_buffer_free(&second);
    signkey_encryptor_free(encryptor);
    free(json);
}

static void options_change_what_is_accepted(void) {
    const signkey_encryption_key only_fallback[] = {{NULL, 0, 0}, TEXT(SECRET)};
    signkey_encryptor *reader = make(only_fallback, 2, SIGNKEY_ENCRYPTOR_DECRYPT_ONLY);
    signkey_encryptor *strict = one_secret(SIGNKEY_ENCRYPTOR_REQUIRE_ENCRYPTED);
    signkey_encryptor_options settings = SIGNKEY_ENCRYPTOR_OPTIONS_INIT;
    signkey_encryptor *named = NULL;

    CHECK_STATUS(encrypted(signkey_encrypt_value, reader, " 1", NONCE, " 1"), SIGNKEY_OK);
    CHECK_STATUS(decrypted(signkey_decrypt_error, reader, FAILURE, "\"boom\""), SIGNKEY_OK);
    CHECK_STATUS(decrypted(signkey_decrypt_value, strict, "1", "1"),
                 SIGNKEY_ERROR_ENCRYPTION_REQUIRED);
    CHECK_STATUS(decrypted(signkey_decrypt_event_data, strict, "{\"encrypted\":1}", ""),
                 SIGNKEY_ERROR_ENCRYPTION_REQUIRED);
    CHECK_STATUS(decrypted(signkey_decrypt_lifecycle_data, strict, "{\"result\":1}", ""),
                 SIGNKEY_ERROR_ENCRYPTION_REQUIRED);

    settings.keys = &only_fallback[1];
    settings.key_count = 1;
    settings.event_field = (signkey_slice){BYTES("caf\xc3\xa9")};
    CHECK_STATUS(signkey_encryptor_new(&settings, &named, NULL), SIGNKEY_OK);
    CHECK_STATUS(encrypted(signkey_encrypt_event_data, named,
                           "{\"encrypted\":\"x\",\"caf\\u00e9\":\"x\"}", NONCE,
                           "{\"encrypted\":\"x\",\"caf\\u00e9\":" EVENT "}"),
                 SIGNKEY_OK);
    signkey_encryptor_free(reader);
    signkey_encryptor_free(strict);
    signkey_encryptor_free(named);
}

static signkey_status refused(const signkey_encryption_key *keys, size_t count, uint64_t flags) {
    signkey_encryptor_options settings = SIGNKEY_ENCRYPTOR_OPTIONS_INIT;
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    signkey_encryptor *encryptor = NULL;
    settings.keys = keys;
    settings.key_count = count;
    settings.flags = flags;
    signkey_status status = signkey_encryptor_new(&settings, &encryptor, &failure);
    CHECK(status != SIGNKEY_OK && failure.status == status && encryptor == NULL);
    return status;
}

static void keys_that_are_none_are_refused(void) {
    const signkey_encryption_key absent = {NULL, 0, 0}, key = TEXT(SECRET);
    const signkey_encryption_key blank = TEXT(" \t\xe2\x80\x83\xef\xbb\xbf"), empty = RAW("");
    const signkey_encryption_key not_utf8 = TEXT("\xff"), short_key = RAW("16 bytes of raw.");
    const signkey_encryption_key odd = {BYTES(SECRET), 2};
    const signkey_encryption_key no_primary[] = {absent, key}, bad_fallback[] = {key, blank};

    CHECK_STATUS(refused(NULL, 0, 0), SIGNKEY_ERROR_MISSING_ENCRYPTION_KEY);
    CHECK_STATUS(refused(no_primary, 2, 0), SIGNKEY_ERROR_MISSING_ENCRYPTION_KEY);
    CHECK_STATUS(refused(&absent, 1, SIGNKEY_ENCRYPTOR_DECRYPT_ONLY),
                 SIGNKEY_ERROR_MISSING_ENCRYPTION_KEY);
    CHECK_STATUS(refused(bad_fallback, 2, 0), SIGNKEY_ERROR_EMPTY_ENCRYPTION_KEY);
    CHECK_STATUS(refused(&empty, 1, 0), SIGNKEY_ERROR_EMPTY_ENCRYPTION_KEY);
    CHECK_STATUS(refused(&short_key, 1, 0), SIGNKEY_ERROR_INVALID_ENCRYPTION_KEY_LENGTH);
    CHECK_STATUS(refused(&not_utf8, 1, 0), SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(refused(&odd, 1, 0), SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(refused(&key, 1, 8), SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(refused(NULL, 1, 0), SIGNKEY_ERROR_INVALID_ARGUMENT);
    signkey_encryptor_free(NULL);
}

static void documents_that_are_none_are_refused(void) {
    const signkey_encryption_key other = TEXT("another");
    signkey_encryptor *secret = one_secret(0), *stranger = make(&other, 1, 0);
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    signkey_buffer out = {NULL, 0, 0};

    CHECK_STATUS(decrypted(signkey_decrypt_value, stranger, EVENT, "\"x\""),
                 SIGNKEY_ERROR_DECRYPTION_FAILED);
    CHECK_STATUS(decrypted(signkey_decrypt_value, secret, ENVELOPE("AAAA"), ""),
                 SIGNKEY_ERROR_MALFORMED_ENVELOPE);
    CHECK_STATUS(decrypted(signkey_decrypt_event_data, secret, "[]", "{}"),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(decrypted(signkey_decrypt_event_data, secret, EVENT, "{}"),
                 SIGNKEY_ERROR_MALFORMED_PLAINTEXT);
    CHECK_STATUS(encrypted(signkey_encrypt_value, secret, "", NONCE, ""),
                 SIGNKEY_ERROR_INVALID_JSON);
    CHECK_STATUS(encrypted(signkey_encrypt_event_data, secret, "{\"a\":1,\"a\":1}", NONCE, ""),
                 SIGNKEY_ERROR_JSON_DUPLICATE_MEMBER);
    CHECK_STATUS(signkey_encrypt_error(secret, BYTES("[1,x]"), NULL, &out, &failure),
                 SIGNKEY_ERROR_INVALID_JSON);
    CHECK(failure.detail_kind == SIGNKEY_DETAIL_POSITION && failure.detail == 3);
    CHECK(out.data == NULL);
    signkey_encryptor_free(secret);
    signkey_encryptor_free(stranger);
}

void test_encryption(void) {
    envelopes_are_those_of_an_independent_source();
    envelopes_of_the_published_package_are_opened();
    no_two_envelopes_are_the_same();
    options_change_what_is_accepted();
    keys_that_are_none_are_refused();
    documents_that_are_none_are_refused();
}
