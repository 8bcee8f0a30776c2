/* What the tests of the protocol around the key share. */
#include "around.h"

const signkey_field SIGNED[1] = {FIELD(SIGNATURE, HEADER)};

bool is_text(const uint8_t *data, size_t len, const char *text) {
    return data != NULL && len == strlen(text) && memcmp(data, text, len) == 0;
}

signkey_config *config_of(const signkey_field *variables, size_t count) {
    signkey_config *config = NULL;
    CHECK_STATUS(signkey_config_new(NULL, variables, count, &config, NULL), SIGNKEY_OK);
    return config;
}

signkey_config *two_key_config(void) {
    static const signkey_field variables[] = {
        FIELD("INNGEST_SIGNING_KEY", KEY),
        FIELD("INNGEST_SIGNING_KEY_FALLBACK", OTHER_KEY),
    };
    return config_of(variables, COUNT(variables));
}

signkey_request request_of(const char *method, const signkey_field *headers, size_t count) {
    signkey_request request = SIGNKEY_REQUEST_INIT;
    request.method = (signkey_slice){(const uint8_t *)method, strlen(method)};
    request.headers = headers;
    request.header_count = count;
    request.body = (signkey_slice)TEXT(BODY);
    return request;
}
