/* Signing. */
#include "test.h"

#include <string.h>

static void signatures_are_those_of_an_independent_source(const signkey_keyring *keyring) {
    char header[SIGNKEY_HEADER_MAX];

    CHECK_STATUS(signkey_sign_raw(keyring, 0, BYTES(BODY), NOW, header, NULL), SIGNKEY_OK);
    CHECK_TEXT(header, HEADER);
    CHECK_STATUS(signkey_sign_response(keyring, 1, BYTES(BODY), NOW, header, NULL), SIGNKEY_OK);
    CHECK_TEXT(header, OTHER_HEADER);
    CHECK_STATUS(signkey_sign_request(keyring, 0, BYTES(" {\"ok\" : true}"), NOW, header, NULL),
                 SIGNKEY_OK);
    CHECK_TEXT(header, HEADER);
    CHECK_STATUS(signkey_sign_request(keyring, 0, BYTES("{\"b\":\"\\u20ac\",\"a\":4.50}"), NOW,
                                      header, NULL),
                 SIGNKEY_OK);
    CHECK_TEXT(header,
               "t=1700000000&s=59d9a77be88fce217b3669f146816049947a7f1bb21ae2a6775725ec40d7bffd");
    CHECK_STATUS(signkey_sign_raw(keyring, 0, NULL, 0, NOW, header, NULL), SIGNKEY_OK);
    CHECK_TEXT(header,
               "t=1700000000&s=189656184e486419febc1f6fd73e1c45bc8595c99633a32ebe1ea40ac8adf630");
    CHECK_STATUS(signkey_sign_raw(keyring, 0, BYTES("x"), 0, header, NULL), SIGNKEY_OK);
    CHECK_TEXT(header, "t=0&s=e2c316ed66a3c5e760fdf283b972e8ce035de4585712d73f772f854375b52757");

    /* The longest header there is. */
    CHECK_STATUS(signkey_sign_raw(keyring, 0, BYTES("x"), UINT64_C(9999999999999999999), header,
                                  NULL),
                 SIGNKEY_OK);
    CHECK_TEXT(header, "t=9999999999999999999"
                       "&s=10102b1446abb323321e4a89ff424333478c34e3f34bf8904f14c80f5d820c21");
    CHECK(strlen(header) == SIGNKEY_HEADER_MAX - 1);
}

static void what_cannot_be_signed_is_refused(const signkey_keyring *keyring) {
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    char header[SIGNKEY_HEADER_MAX] = "as it was";

    CHECK_STATUS(signkey_sign_raw(keyring, 2, BYTES(BODY), NOW, header, &failure),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(signkey_sign_raw(keyring, 0, BYTES(BODY), UINT64_C(10000000000000000000), header,
                                  &failure),
                 SIGNKEY_ERROR_INVALID_TIMESTAMP);
    CHECK_STATUS(signkey_sign_request(keyring, 0, BYTES("[1e400]"), NOW, header, &failure),
                 SIGNKEY_ERROR_JSON_NUMBER_OUT_OF_RANGE);
    CHECK(failure.detail_kind == SIGNKEY_DETAIL_POSITION && failure.detail == 1);
    CHECK_STATUS(signkey_sign_request(keyring, 0, BYTES("[9007199254740993]"), NOW, header,
                                      &failure),
                 SIGNKEY_ERROR_JSON_NUMBER_LOSSY);
    CHECK_STATUS(signkey_sign_request(keyring, 0, NULL, 0, NOW, header, &failure),
                 SIGNKEY_ERROR_INVALID_JSON);
    CHECK_STATUS(signkey_sign_request(keyring, 0, BYTES(BODY), NOW, NULL, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_TEXT(header, "as it was");
}

void test_sign(void) {
    signkey_keyring *keyring = two_keys();
    signatures_are_those_of_an_independent_source(keyring);
    what_cannot_be_signed_is_refused(keyring);
    signkey_keyring_free(keyring);
}
