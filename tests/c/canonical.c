/* Canonical JSON. */
#include "test.h"

#include <stdlib.h>
#include <string.h>

/* The status for a document; if it has a canonical form, that has to be this one. */
static signkey_status canonical(const char *json, const char *expected, bool expected_lossless) {
    signkey_buffer buffer = {NULL, 0, 0};
    bool lossless = !expected_lossless;
    signkey_status status = signkey_canonicalize((const uint8_t *)json, strlen(json), 0, &buffer,
                                                 &lossless, NULL);
    if (status == SIGNKEY_OK) {
        CHECK(buffer.len == strlen(expected) && memcmp(buffer.data, expected, buffer.len) == 0);
        CHECK(lossless == expected_lossless);
    } else {
        CHECK(buffer.data == NULL && lossless == !expected_lossless);
    }
    signkey_buffer_free(&buffer);
    CHECK(buffer.data == NULL && buffer.len == 0);
    signkey_buffer_free(&buffer);
    return status;
}

static void a_document_has_one_canonical_form(void) {
    CHECK_STATUS(canonical("{}", "{}", true), SIGNKEY_OK);
    CHECK_STATUS(canonical(" {\"b\":1,\"a\":[ ]} ", "{\"a\":[],\"b\":1}", true), SIGNKEY_OK);
    CHECK_STATUS(canonical("[1E30,4.50,2e-3,0.000001]", "[1e+30,4.5,0.002,0.000001]", true),
                 SIGNKEY_OK);
    CHECK_STATUS(canonical("-0", "0", false), SIGNKEY_OK);
    CHECK_STATUS(canonical("9007199254740993", "9007199254740992", false), SIGNKEY_OK);
    CHECK_STATUS(canonical("\"\\u20ac\\/\\u000a\"", "\"\xe2\x82\xac/\\n\"", true), SIGNKEY_OK);

    CHECK_STATUS(canonical("", "", true), SIGNKEY_ERROR_INVALID_JSON);
    CHECK_STATUS(canonical("[1,]", "", true), SIGNKEY_ERROR_INVALID_JSON);
    CHECK_STATUS(canonical("\"\xff\"", "", true), SIGNKEY_ERROR_JSON_INVALID_UTF8);
    CHECK_STATUS(canonical("\"\\ud800\"", "", true), SIGNKEY_ERROR_JSON_LONE_SURROGATE);
    CHECK_STATUS(canonical("{\"a\":1,\"\\u0061\":1}", "", true),
                 SIGNKEY_ERROR_JSON_DUPLICATE_MEMBER);
    CHECK_STATUS(canonical("1e400", "", true), SIGNKEY_ERROR_JSON_NUMBER_OUT_OF_RANGE);
}

static void documents_have_limits(void) {
    signkey_buffer buffer = {NULL, 0, 0};
    signkey_failure failure = SIGNKEY_FAILURE_INIT;

    CHECK_STATUS(signkey_canonicalize(BYTES("[1,2]"), 5, &buffer, NULL, NULL), SIGNKEY_OK);
    signkey_buffer_free(&buffer);
    CHECK_STATUS(signkey_canonicalize(BYTES("[1,2]"), 4, &buffer, NULL, &failure),
                 SIGNKEY_ERROR_JSON_TOO_LARGE);
    CHECK(failure.detail_kind == SIGNKEY_DETAIL_NONE);
    CHECK_STATUS(signkey_canonicalize(BYTES("[1,2]"), UINT64_MAX, &buffer, NULL, NULL),
                 SIGNKEY_OK);
    signkey_buffer_free(&buffer);
    CHECK_STATUS(signkey_canonicalize(BYTES("[1,x]"), 0, &buffer, NULL, &failure),
                 SIGNKEY_ERROR_INVALID_JSON);
    CHECK(failure.detail_kind == SIGNKEY_DETAIL_POSITION && failure.detail == 3);
    CHECK_STATUS(signkey_canonicalize(BYTES("[]"), 0, NULL, NULL, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
}

/* `depth` arrays in each other. */
static signkey_status nested(size_t depth) {
    signkey_buffer buffer = {NULL, 0, 0};
    uint8_t *json = malloc(2 * depth);
    if (json == NULL) {
        return SIGNKEY_ERROR_OUT_OF_MEMORY;
    }
    memset(json, '[', depth);
    memset(json + depth, ']', depth);
    signkey_status status = signkey_canonicalize(json, 2 * depth, 0, &buffer, NULL, NULL);
    CHECK(buffer.len == (status == SIGNKEY_OK ? 2 * depth : 0));
    signkey_buffer_free(&buffer);
    free(json);
    return status;
}

void test_canonical(void) {
    a_document_has_one_canonical_form();
    documents_have_limits();
    CHECK_STATUS(nested(512), SIGNKEY_OK);
    CHECK_STATUS(nested(513), SIGNKEY_ERROR_JSON_TOO_DEEP);
    CHECK_STATUS(nested(2000000), SIGNKEY_ERROR_JSON_TOO_DEEP);
    signkey_buffer_free(NULL);
}
