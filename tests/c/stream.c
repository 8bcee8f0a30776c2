/* Verification of a body that arrives in pieces. */
#include "test.h"

static signkey_verifier *begin(const signkey_keyring *keyring) {
    signkey_verifier *verifier = NULL;
    CHECK_STATUS(signkey_verifier_new(keyring, BYTES(OTHER_HEADER), &verifier, NULL), SIGNKEY_OK);
    return verifier;
}

static void pieces_of_any_size_verify(const signkey_keyring *keyring) {
    const uint8_t body[] = BODY;
    size_t len = sizeof body - 1;

    for (size_t split = 0; split <= len; split++) {
        signkey_verified verified = SIGNKEY_VERIFIED_INIT;
        signkey_verifier *verifier = begin(keyring);
        CHECK_STATUS(signkey_verifier_update(verifier, body, split), SIGNKEY_OK);
        CHECK_STATUS(signkey_verifier_update(verifier, NULL, 0), SIGNKEY_OK);
        CHECK_STATUS(signkey_verifier_update(verifier, body + split, len - split), SIGNKEY_OK);
        CHECK_STATUS(signkey_verifier_finish(verifier, NOW + 5, NULL, &verified, NULL), SIGNKEY_OK);
        CHECK(verified.key_index == 1 && verified.form == SIGNKEY_FORM_RAW);
        CHECK(verified.timestamp == NOW && verified.age_seconds == 5);
        CHECK_TEXT(verified.key_id, OTHER_KEY_ID);
        signkey_verifier_free(verifier);
    }
}

static void a_verdict_is_given_once(const signkey_keyring *keyring) {
    signkey_verified verified = SIGNKEY_VERIFIED_INIT;
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    signkey_verifier *verifier = NULL;

    CHECK_STATUS(signkey_verifier_new(keyring, NULL, 0, &verifier, &failure),
                 SIGNKEY_ERROR_MISSING_SIGNATURE);
    CHECK_STATUS(signkey_verifier_new(keyring, BYTES("t=1&s=2"), &verifier, &failure),
                 SIGNKEY_ERROR_MALFORMED_SIGNATURE);
    CHECK(verifier == NULL && failure.status == SIGNKEY_ERROR_MALFORMED_SIGNATURE);

    /* Part of the body is not the body. */
    verifier = begin(keyring);
    CHECK_STATUS(signkey_verifier_update(verifier, BYTES("{\"ok\"")), SIGNKEY_OK);
    CHECK_STATUS(signkey_verifier_finish(verifier, NOW, NULL, &verified, &failure),
                 SIGNKEY_ERROR_SIGNATURE_MISMATCH);
    CHECK_STATUS(signkey_verifier_update(verifier, BYTES(":true}")), SIGNKEY_ERROR_FINISHED);
    CHECK_STATUS(signkey_verifier_finish(verifier, NOW, NULL, &verified, &failure),
                 SIGNKEY_ERROR_FINISHED);
    CHECK(verified.timestamp == 0);
    signkey_verifier_free(verifier);

    verifier = begin(keyring);
    CHECK_STATUS(signkey_verifier_update(verifier, BYTES(BODY)), SIGNKEY_OK);
    CHECK_STATUS(signkey_verifier_finish(verifier, NOW + 301, NULL, &verified, &failure),
                 SIGNKEY_ERROR_EXPIRED);
    CHECK(failure.detail == 301);
    signkey_verifier_free(verifier);

    /* One that is never finished. */
    signkey_verifier_free(begin(keyring));
    signkey_verifier_free(NULL);
}

void test_stream(void) {
    signkey_keyring *keyring = two_keys();
    pieces_of_any_size_verify(keyring);
    a_verdict_is_given_once(keyring);
    signkey_keyring_free(keyring);
}
