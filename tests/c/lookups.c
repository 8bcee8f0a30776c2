/* Versions, names and numbers. */
#include "test.h"

#include <string.h>

void test_lookups(void) {
    CHECK_TEXT(signkey_version(), SIGNKEY_VERSION);
    CHECK(signkey_abi_version() == SIGNKEY_ABI_VERSION);

    CHECK_TEXT(signkey_status_code(SIGNKEY_OK), "ok");
    CHECK_TEXT(signkey_status_code(SIGNKEY_ERROR_EXPIRED), "expired");
    CHECK_TEXT(signkey_status_code(SIGNKEY_ERROR_JSON_NUMBER_OUT_OF_RANGE),
               "json_number_out_of_range");
    CHECK_TEXT(signkey_status_message(SIGNKEY_ERROR_MISSING_SIGNATURE),
               "the signature header is missing");
    CHECK_TEXT(signkey_status_hint(SIGNKEY_ERROR_MISSING_SIGNING_KEY), "set INNGEST_SIGNING_KEY");
    CHECK(signkey_status_hint(SIGNKEY_ERROR_INVALID_ARGUMENT) == NULL);
    CHECK(signkey_status_http(SIGNKEY_OK) == 200);
    CHECK(signkey_status_http(SIGNKEY_ERROR_BODY_INCOMPLETE) == 400);
    CHECK(signkey_status_http(SIGNKEY_ERROR_SIGNATURE_MISMATCH) == 401);
    CHECK(signkey_status_http(SIGNKEY_ERROR_BODY_TOO_LARGE) == 413);
    CHECK(signkey_status_http(SIGNKEY_ERROR_MISSING_SIGNING_KEY) == 500);

    CHECK_TEXT(SIGNKEY_SIGNATURE_HEADER, "X-Inngest-Signature");
    CHECK_TEXT(SIGNKEY_AUTHORIZATION_HEADER, "Authorization");
    CHECK_TEXT(signkey_form_name(SIGNKEY_FORM_RAW), "raw");
    CHECK_TEXT(signkey_form_name(SIGNKEY_FORM_CANONICAL), "canonical");
    CHECK_TEXT(signkey_form_name(SIGNKEY_FORM_TRIMMED), "trimmed");
    CHECK_TEXT(signkey_form_name(0), "unknown");

    CHECK_TEXT(signkey_mode_name(SIGNKEY_MODE_CLOUD), "cloud");
    CHECK_TEXT(signkey_mode_name(SIGNKEY_MODE_DEV), "dev");
    CHECK_TEXT(signkey_mode_name(0), "unknown");
    CHECK_TEXT(signkey_caller_name(SIGNKEY_CALLER_VERIFIED), "verified");
    CHECK_TEXT(signkey_caller_name(SIGNKEY_CALLER_DEV), "dev");
    CHECK_TEXT(signkey_caller_name(SIGNKEY_CALLER_DEV_WITHOUT_KEY), "dev_without_key");
    CHECK_TEXT(signkey_caller_name(SIGNKEY_CALLER_UNSIGNED_METHOD), "unsigned_method");
    CHECK_TEXT(signkey_caller_name(SIGNKEY_CALLER_UNSIGNED_SYNC), "unsigned_sync");
    CHECK_TEXT(signkey_caller_name(SIGNKEY_CALLER_NONE), "unknown");
    CHECK_TEXT(signkey_warning_code(SIGNKEY_WARNING_DEV_SERVER_IN_CLOUD_MODE),
               "dev_server_in_cloud_mode");
    CHECK_TEXT(signkey_warning_code(SIGNKEY_WARNING_CLOUD_SERVER_IN_DEV_MODE),
               "cloud_server_in_dev_mode");
    CHECK_TEXT(signkey_warning_code(SIGNKEY_WARNING_NONE), "unknown");
    CHECK_TEXT(signkey_warning_message(SIGNKEY_WARNING_CLOUD_SERVER_IN_DEV_MODE),
               "the request says that it is from the platform, but the app is in dev mode");
    CHECK(strlen(signkey_warning_message(77)) > 0);

    CHECK_TEXT(signkey_config_file_variable(0), "INNGEST_SIGNING_KEY_FILE");
    CHECK(signkey_config_file_variable(SIZE_MAX) == NULL);

    /* Any number has a name and a sentence. */
    uint32_t known = 0;
    for (uint32_t status = 0; status < 1000; status++) {
        const char *code = signkey_status_code(status);
        known += strcmp(code, "unknown") != 0;
        CHECK(strlen(code) > 0 && strlen(signkey_status_message(status)) > 0);
    }
    CHECK(known >= 29);
    CHECK_TEXT(signkey_status_code(UINT32_MAX), "unknown");
}
