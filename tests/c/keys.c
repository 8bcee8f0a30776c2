/* Keyrings: which texts they take, and what they say of the others. */
#include "test.h"

#include <string.h>

/* The status for one key that is not optional; nothing of its text may be in the sentence. */
static signkey_status one(const char *text, uint64_t position) {
    signkey_keyring *keyring = NULL;
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    char message[SIGNKEY_MESSAGE_MAX];
    signkey_status status =
        signkey_keyring_from_key((const uint8_t *)text, strlen(text), &keyring, &failure);

    CHECK((keyring != NULL) == (status == SIGNKEY_OK));
    CHECK(failure.status == status && failure.detail == position);
    CHECK(failure.detail_kind == (position ? SIGNKEY_DETAIL_POSITION : SIGNKEY_DETAIL_NONE));
    CHECK_STATUS(signkey_failure_message(&failure, message), SIGNKEY_OK);
    CHECK(strstr(message, "c0ffee") == NULL);
    signkey_keyring_free(keyring);
    return status;
}

static void a_text_is_a_key_or_says_why_not(void) {
    char long_key[514];

    CHECK_STATUS(one("12345678", 0), SIGNKEY_OK);
    CHECK_STATUS(one(" \tsignkey-branch-ABcd\r\n", 0), SIGNKEY_OK);
    CHECK_STATUS(one("", 0), SIGNKEY_ERROR_EMPTY_KEY);
    CHECK_STATUS(one(" \t\r\n\f", 0), SIGNKEY_ERROR_EMPTY_KEY);
    CHECK_STATUS(one("signkey-test-", 0), SIGNKEY_ERROR_EMPTY_KEY);
    CHECK_STATUS(one("signkey-test-c0ffee1", 0), SIGNKEY_ERROR_ODD_KEY_LENGTH);
    CHECK_STATUS(one("signkey-test-c0ffee-c0ffee", 20), SIGNKEY_ERROR_NON_HEX_KEY);
    CHECK_STATUS(one("  xc0ffee", 1), SIGNKEY_ERROR_NON_HEX_KEY);
    CHECK_STATUS(one("signkey-c0ffee", 0), SIGNKEY_ERROR_MALFORMED_KEY_PREFIX);
    CHECK_STATUS(one("zZyYxXwWvVuUtTsSrRqQpPoOnNmMlLkK-c0ffee", 0), SIGNKEY_ERROR_EVENT_KEY);

    memset(long_key, 'a', sizeof long_key);
    long_key[512] = '\0';
    CHECK_STATUS(one(long_key, 0), SIGNKEY_OK);
    long_key[512] = 'a';
    long_key[513] = '\0';
    CHECK_STATUS(one(long_key, 0), SIGNKEY_ERROR_KEY_TOO_LONG);
}

static void a_sentence_says_what_is_wrong_and_quotes_nothing(void) {
    signkey_keyring *keyring = NULL;
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    char message[SIGNKEY_MESSAGE_MAX];

    signkey_keyring_from_key(BYTES("signkey-test-1234567x"), &keyring, &failure);
    CHECK_STATUS(signkey_failure_message(&failure, message), SIGNKEY_OK);
    CHECK_TEXT(message, "character 21 of the signing key is not hexadecimal");
    CHECK_STATUS(signkey_failure_message(NULL, message), SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(signkey_failure_message(&failure, NULL), SIGNKEY_ERROR_INVALID_ARGUMENT);
    failure.size = 0;
    CHECK_STATUS(signkey_failure_message(&failure, message), SIGNKEY_ERROR_INVALID_ARGUMENT);
}

static signkey_status list(const signkey_slice *keys, size_t count, uint32_t left) {
    signkey_keyring *keyring = NULL;
    uint32_t found = 0;
    signkey_status status = signkey_keyring_new(keys, count, &keyring, NULL);
    if (status == SIGNKEY_OK) {
        CHECK_STATUS(signkey_keyring_count(keyring, &found), SIGNKEY_OK);
    }
    CHECK(found == left);
    signkey_keyring_free(keyring);
    return status;
}

static void absent_and_blank_keys_are_dropped(void) {
    const signkey_slice absent = {NULL, 0}, empty = {BYTES("")}, blank = {BYTES(" \t\n")};
    const signkey_slice key = {BYTES(KEY)}, bad = {BYTES("abc")}, event = {BYTES("signkey-x")};
    const signkey_slice some[] = {absent, blank, key, empty, key};
    const signkey_slice none[] = {absent, empty, blank};
    const signkey_slice faulty[] = {key, bad, event};
    signkey_slice many[10];

    CHECK_STATUS(list(some, 5, 2), SIGNKEY_OK);
    CHECK_STATUS(list(none, 3, 0), SIGNKEY_ERROR_MISSING_SIGNING_KEY);
    CHECK_STATUS(list(NULL, 0, 0), SIGNKEY_ERROR_MISSING_SIGNING_KEY);
    CHECK_STATUS(list(faulty, 3, 0), SIGNKEY_ERROR_ODD_KEY_LENGTH);
    for (size_t at = 0; at < 10; at++) {
        many[at] = at == 4 ? blank : key;
    }
    CHECK_STATUS(list(many, 9, 8), SIGNKEY_OK);
    CHECK_STATUS(list(many, 10, 0), SIGNKEY_ERROR_TOO_MANY_KEYS);
}

static void a_key_has_an_id_and_a_token(void) {
    signkey_keyring *keyring = two_keys();
    char id[SIGNKEY_KEY_ID_MAX], token[SIGNKEY_API_TOKEN_MAX];

    CHECK_STATUS(signkey_keyring_key_id(keyring, 0, id), SIGNKEY_OK);
    CHECK_TEXT(id, KEY_ID);
    CHECK_STATUS(signkey_keyring_key_id(keyring, 1, id), SIGNKEY_OK);
    CHECK_TEXT(id, OTHER_KEY_ID);
    CHECK_STATUS(signkey_keyring_key_id(keyring, 2, id), SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(signkey_keyring_api_token(keyring, 1, token), SIGNKEY_OK);
    CHECK_TEXT(token, "signkey-prod-"
                      "0ff00797339fb73386351d32fd3a0092f28e87f3978b7b08c5938950d18313b4");
    CHECK_STATUS(signkey_keyring_api_token(keyring, 2, token), SIGNKEY_ERROR_INVALID_ARGUMENT);
    signkey_keyring_free(keyring);
    signkey_keyring_free(NULL);
}

void test_keys(void) {
    a_text_is_a_key_or_says_why_not();
    a_sentence_says_what_is_wrong_and_quotes_nothing();
    absent_and_blank_keys_are_dropped();
    a_key_has_an_id_and_a_token();
}
