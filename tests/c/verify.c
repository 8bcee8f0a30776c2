/* Verification: forms, windows, the order of verdicts, and what is written. */
#include "test.h"

#include <string.h>

typedef signkey_status (*verify_function)(const signkey_keyring *, const uint8_t *, size_t,
                                          const uint8_t *, size_t, uint64_t,
                                          const signkey_verify_options *, signkey_verified *,
                                          signkey_failure *);

static signkey_keyring *keyring;

/* Verifies at NOW with the defaults, and looks at what was written. */
static signkey_status verify(verify_function function, const char *body, const char *header,
                             uint32_t key_index, signkey_form form) {
    signkey_verified verified = SIGNKEY_VERIFIED_INIT;
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    signkey_status status =
        function(keyring, (const uint8_t *)body, strlen(body), (const uint8_t *)header,
                 header ? strlen(header) : 0, NOW, NULL, &verified, &failure);
    if (status == SIGNKEY_OK) {
        CHECK(verified.key_index == key_index && verified.form == form);
        CHECK(verified.timestamp == NOW && verified.age_seconds == 0);
        CHECK_TEXT(verified.key_id, key_index ? OTHER_KEY_ID : KEY_ID);
        CHECK(failure.status == SIGNKEY_OK);
    } else {
        CHECK(verified.timestamp == 0 && verified.key_id[0] == '\0');
        CHECK(failure.status == status);
    }
    return status;
}

static void a_signature_matches_in_the_forms_that_are_allowed(void) {
    const char spaced[] = "{ \"ok\": true }";

    CHECK_STATUS(verify(signkey_verify_request, BODY, HEADER, 0, SIGNKEY_FORM_RAW), SIGNKEY_OK);
    CHECK_STATUS(verify(signkey_verify_request, BODY, OTHER_HEADER, 1, SIGNKEY_FORM_RAW),
                 SIGNKEY_OK);
    CHECK_STATUS(verify(signkey_verify_request, spaced, OTHER_HEADER, 1, SIGNKEY_FORM_CANONICAL),
                 SIGNKEY_OK);
    CHECK_STATUS(verify(signkey_verify_request, BODY "\n", HEADER, 0, SIGNKEY_FORM_CANONICAL),
                 SIGNKEY_OK);
    CHECK_STATUS(verify(signkey_verify_canonical, spaced, HEADER, 0, SIGNKEY_FORM_CANONICAL),
                 SIGNKEY_OK);
    CHECK_STATUS(verify(signkey_verify_raw, BODY, HEADER, 0, SIGNKEY_FORM_RAW), SIGNKEY_OK);
    CHECK_STATUS(verify(signkey_verify_raw, spaced, HEADER, 0, 0),
                 SIGNKEY_ERROR_SIGNATURE_MISMATCH);
    CHECK_STATUS(verify(signkey_verify_response, BODY, HEADER, 0, SIGNKEY_FORM_RAW), SIGNKEY_OK);
    CHECK_STATUS(verify(signkey_verify_response, BODY "\n", OTHER_HEADER, 1, SIGNKEY_FORM_TRIMMED),
                 SIGNKEY_OK);
    CHECK_STATUS(verify(signkey_verify_response, spaced, HEADER, 0, 0),
                 SIGNKEY_ERROR_SIGNATURE_MISMATCH);
}

static void verdicts_come_in_their_order(void) {
    const verify_function all[] = {signkey_verify_request, signkey_verify_canonical,
                                   signkey_verify_raw, signkey_verify_response};
    for (size_t at = 0; at < 4; at++) {
        CHECK_STATUS(verify(all[at], BODY, NULL, 0, 0), SIGNKEY_ERROR_MISSING_SIGNATURE);
        CHECK_STATUS(verify(all[at], BODY, "", 0, 0), SIGNKEY_ERROR_MALFORMED_SIGNATURE);
        CHECK_STATUS(verify(all[at], BODY, " " HEADER, 0, 0), SIGNKEY_ERROR_MALFORMED_SIGNATURE);
        CHECK_STATUS(verify(all[at], BODY, HEADER ", " HEADER, 0, 0),
                     SIGNKEY_ERROR_MALFORMED_SIGNATURE);
        CHECK_STATUS(verify(all[at], "{}", HEADER, 0, 0), SIGNKEY_ERROR_SIGNATURE_MISMATCH);
    }
}

/* The status at this time with these tolerances, and the skew that is reported. */
static signkey_status at(uint64_t now, uint64_t past, uint64_t future, uint64_t skew) {
    signkey_verify_options options = SIGNKEY_VERIFY_OPTIONS_INIT;
    signkey_verified verified = SIGNKEY_VERIFIED_INIT;
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    options.past_seconds = past;
    options.future_seconds = future;
    signkey_status status = signkey_verify_request(keyring, BYTES(BODY), BYTES(HEADER), now,
                                                   &options, &verified, &failure);
    if (status == SIGNKEY_OK) {
        CHECK(verified.age_seconds == (int64_t)(now - NOW));
    } else {
        CHECK(failure.detail_kind == SIGNKEY_DETAIL_SKEW_SECONDS && failure.detail == skew);
    }
    return status;
}

static void the_border_of_the_window_is_accepted(void) {
    CHECK_STATUS(at(NOW + 300, 300, 300, 0), SIGNKEY_OK);
    CHECK_STATUS(at(NOW + 301, 300, 300, 301), SIGNKEY_ERROR_EXPIRED);
    CHECK_STATUS(at(NOW - 300, 300, 300, 0), SIGNKEY_OK);
    CHECK_STATUS(at(NOW - 301, 300, 300, 301), SIGNKEY_ERROR_NOT_YET_VALID);
    CHECK_STATUS(at(NOW, 0, 0, 0), SIGNKEY_OK);
    CHECK_STATUS(at(NOW + 1, 0, 9, 1), SIGNKEY_ERROR_EXPIRED);
    CHECK_STATUS(at(NOW - 1, 9, 0, 1), SIGNKEY_ERROR_NOT_YET_VALID);
    CHECK_STATUS(at(UINT64_MAX, 300, 300, UINT64_MAX - NOW), SIGNKEY_ERROR_EXPIRED);
    CHECK_STATUS(at(0, 300, 300, NOW), SIGNKEY_ERROR_NOT_YET_VALID);
    CHECK_STATUS(at(0, 0, UINT64_MAX, 0), SIGNKEY_OK);
}

static void options_and_sizes_are_checked(void) {
    const char spaced[] = "{ \"ok\": true }";
    signkey_verify_options options = SIGNKEY_VERIFY_OPTIONS_INIT;
    signkey_verified verified = SIGNKEY_VERIFIED_INIT;
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    struct {
        signkey_verify_options known;
        uint64_t later;
    } newer = {SIGNKEY_VERIFY_OPTIONS_INIT, 0};

    options.max_json_size = sizeof spaced - 2;
    CHECK_STATUS(signkey_verify_request(keyring, BYTES(spaced), BYTES(HEADER), NOW, &options,
                                        &verified, NULL),
                 SIGNKEY_ERROR_SIGNATURE_MISMATCH);
    options.max_json_size++;
    CHECK_STATUS(signkey_verify_request(keyring, BYTES(spaced), BYTES(HEADER), NOW, &options,
                                        &verified, NULL),
                 SIGNKEY_OK);

    newer.known.size = sizeof newer;
    CHECK_STATUS(signkey_verify_request(keyring, BYTES(BODY), BYTES(HEADER), NOW, &newer.known,
                                        &verified, NULL),
                 SIGNKEY_OK);
    newer.later = 1;
    CHECK_STATUS(signkey_verify_request(keyring, BYTES(BODY), BYTES(HEADER), NOW, &newer.known,
                                        &verified, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);

    verified.size = 0;
    CHECK_STATUS(signkey_verify_request(keyring, BYTES(BODY), BYTES(HEADER), NOW, NULL, &verified,
                                        &failure),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK(failure.status == SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(signkey_verify_request(NULL, BYTES(BODY), BYTES(HEADER), NOW, NULL, &verified,
                                        NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
}

/* Of the header and of the body. */
static void every_bit_counts(void) {
    uint8_t body[] = BODY, header[] = HEADER;
    size_t body_len = sizeof body - 1, header_len = sizeof header - 1;
    signkey_verified verified = SIGNKEY_VERIFIED_INIT;

    for (size_t bit = 0; bit < 8 * (body_len + header_len); bit++) {
        uint8_t *byte = bit < 8 * body_len ? &body[bit / 8] : &header[bit / 8 - body_len];
        *byte ^= (uint8_t)(1u << bit % 8);
        CHECK(signkey_verify_request(keyring, body, body_len, header, header_len, NOW, NULL,
                                     &verified, NULL) != SIGNKEY_OK);
        *byte ^= (uint8_t)(1u << bit % 8);
    }
    for (size_t len = 0; len < header_len; len++) {
        CHECK_STATUS(signkey_verify_request(keyring, body, body_len, header, len, NOW, NULL,
                                            &verified, NULL),
                     SIGNKEY_ERROR_MALFORMED_SIGNATURE);
    }
    CHECK_STATUS(signkey_verify_request(keyring, body, body_len, header, header_len, NOW, NULL,
                                        &verified, NULL),
                 SIGNKEY_OK);
}

void test_verify(void) {
    keyring = two_keys();
    a_signature_matches_in_the_forms_that_are_allowed();
    verdicts_come_in_their_order();
    the_border_of_the_window_is_accepted();
    options_and_sizes_are_checked();
    every_bit_counts();
    signkey_keyring_free(keyring);
}
