/* Who gets in: with proof, or why without. */
#include "app.h"

/* Judges a request, in one call over an old proof, and in two. Returns who sent it. */
static signkey_caller judged(const signkey_endpoint *endpoint, const struct request *request,
                             signkey_status expected) {
    signkey_admission admission = SIGNKEY_ADMISSION_INIT, other = SIGNKEY_ADMISSION_INIT;
    signkey_verified verified = SIGNKEY_VERIFIED_INIT, again = SIGNKEY_VERIFIED_INIT;
    verified.timestamp = 1;
    verified.key_id[0] = '?';
    signkey_step step = judge(endpoint, request, &admission, &verified);
    CHECK_STATUS(step.status, expected);
    CHECK(verified.size == sizeof verified);
    if (step.caller == SIGNKEY_CALLER_VERIFIED) {
        CHECK(verified.timestamp == NOW && verified.form == SIGNKEY_FORM_RAW);
        CHECK_TEXT(verified.key_id, KEY_ID);
    } else {
        /* Nothing is left that could be taken for proof. */
        CHECK(verified.timestamp == 0 && verified.form == 0 && verified.key_id[0] == '\0');
    }

    signkey_step first = begin(endpoint, request, &other);
    if (first.kind == SIGNKEY_STEP_READ_BODY) {
        CHECK_STATUS(signkey_endpoint_receive_body(endpoint, &other, request->body.data,
                                                   request->body.len, SIGNKEY_FRAMING_ENDED, 0, NOW,
                                                   &first, &again, NULL),
                     SIGNKEY_OK);
        CHECK(strcmp(again.key_id, verified.key_id) == 0);
    }
    CHECK(first.kind == step.kind && first.status == step.status && first.caller == step.caller);
    return step.caller;
}

static signkey_endpoint *endpoint_by_itself(const signkey_endpoint_options *options,
                                            const signkey_keyring *keyring,
                                            const signkey_failure *why) {
    signkey_endpoint *endpoint = NULL;
    CHECK_STATUS(signkey_endpoint_new(keyring, why, options, &endpoint, NULL), SIGNKEY_OK);
    return endpoint;
}

static void the_strictest_endpoint_admits_what_is_signed(void) {
    const signkey_field wrong[] = {FIELD(SIGNKEY_SIGNATURE_HEADER, "t=1")};
    const signkey_field twice[] = {FIELD("X-Inngest-Signature", HEADER),
                                   FIELD("x-inngest-signature", HEADER)};
    const signkey_field empty[] = {{TEXT(SIGNKEY_SIGNATURE_HEADER), {NULL, 0}}};
    const char *const methods[] = {"GET", "PUT", "POST", "get", "", "\xff"};
    signkey_keyring *keyring = two_keys();
    signkey_endpoint *endpoint = endpoint_by_itself(NULL, keyring, NULL);
    signkey_keyring_free(keyring);
    for (size_t at = 0; at < COUNT(methods); at++) {
        struct request request = request_of(methods[at], SIGNED, 1);
        CHECK(judged(endpoint, &request, SIGNKEY_OK) == SIGNKEY_CALLER_VERIFIED);
        request = request_of(methods[at], NULL, 0);
        judged(endpoint, &request, SIGNKEY_ERROR_MISSING_SIGNATURE);
        request = request_of(methods[at], wrong, 1);
        judged(endpoint, &request, SIGNKEY_ERROR_MALFORMED_SIGNATURE);
        request = request_of(methods[at], twice, 2);
        judged(endpoint, &request, SIGNKEY_ERROR_MALFORMED_SIGNATURE);
        request = request_of(methods[at], empty, 1);
        judged(endpoint, &request, SIGNKEY_ERROR_MALFORMED_SIGNATURE);
        request = request_of(methods[at], SIGNED, 1);
        request.body.len--;
        judged(endpoint, &request, SIGNKEY_ERROR_SIGNATURE_MISMATCH);
    }
    signkey_endpoint_free(endpoint);
    signkey_endpoint_free(NULL);
}

static void options_let_more_in(void) {
    const signkey_slice methods[] = {TEXT("GET"), TEXT("HEAD")};
    signkey_endpoint_options options = SIGNKEY_ENDPOINT_OPTIONS_INIT;
    signkey_keyring *keyring = two_keys();
    options.unsigned_methods = methods;
    options.unsigned_method_count = COUNT(methods);
    options.flags = SIGNKEY_ENDPOINT_UNSIGNED_SYNC;
    options.past_seconds = 0;
    signkey_endpoint *endpoint = endpoint_by_itself(&options, keyring, NULL);

    struct request request = request_of("HEAD", NULL, 0);
    CHECK(judged(endpoint, &request, SIGNKEY_OK) == SIGNKEY_CALLER_UNSIGNED_METHOD);
    request = request_of("PUT", NULL, 0);
    CHECK(judged(endpoint, &request, SIGNKEY_OK) == SIGNKEY_CALLER_UNSIGNED_SYNC);
    request = request_of("POST", NULL, 0);
    judged(endpoint, &request, SIGNKEY_ERROR_MISSING_SIGNATURE);
    request = request_of("GET", SIGNED, 1);
    CHECK(judged(endpoint, &request, SIGNKEY_OK) == SIGNKEY_CALLER_VERIFIED);

    signkey_admission admission = SIGNKEY_ADMISSION_INIT;
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    signkey_step step = begin(endpoint, &request, &admission);
    CHECK(step.kind == SIGNKEY_STEP_READ_BODY);
    CHECK_STATUS(signkey_endpoint_receive_body(endpoint, &admission, BYTES(BODY),
                                               SIGNKEY_FRAMING_ENDED, 0, NOW + 1, &step, NULL,
                                               &failure),
                 SIGNKEY_OK);
    CHECK_STATUS(step.status, SIGNKEY_ERROR_EXPIRED);
    CHECK(failure.detail_kind == SIGNKEY_DETAIL_SKEW_SECONDS && failure.detail == 1);
    signkey_endpoint_free(endpoint);
    signkey_keyring_free(keyring);
}

static void a_websocket_opens_with_a_get_without_a_body(void) {
    signkey_keyring *keyring = two_keys();
    signkey_endpoint *endpoint = endpoint_by_itself(NULL, keyring, NULL);
    char header[SIGNKEY_HEADER_MAX];
    CHECK_STATUS(signkey_sign_raw(keyring, 1, NULL, 0, NOW, header, NULL), SIGNKEY_OK);
    const signkey_field headers[] = {
        {TEXT(SIGNKEY_SIGNATURE_HEADER), {(const uint8_t *)header, strlen(header)}},
    };
    signkey_admission admission = SIGNKEY_ADMISSION_INIT;
    signkey_verified verified = SIGNKEY_VERIFIED_INIT;
    signkey_step step = SIGNKEY_STEP_INIT;
    CHECK_STATUS(signkey_endpoint_admit_websocket(endpoint, headers, 1, NOW, &admission, &step,
                                                  &verified, NULL),
                 SIGNKEY_OK);
    CHECK(step.caller == SIGNKEY_CALLER_VERIFIED && verified.key_index == 1);
    CHECK_STATUS(signkey_endpoint_admit_websocket(endpoint, SIGNED, 1, NOW, &admission, &step,
                                                  &verified, NULL),
                 SIGNKEY_OK);
    CHECK(step.status == SIGNKEY_ERROR_SIGNATURE_MISMATCH && verified.timestamp == 0);
    signkey_endpoint_free(endpoint);
    signkey_keyring_free(keyring);
}

static void the_reason_for_no_keys_refuses_what_needs_one(void) {
    signkey_failure why = SIGNKEY_FAILURE_INIT, unwritten = SIGNKEY_FAILURE_INIT;
    signkey_endpoint_options dev = SIGNKEY_ENDPOINT_OPTIONS_INIT;
    const signkey_slice key = TEXT("signkey-test-12x4");
    signkey_keyring *keyring = NULL;
    dev.mode = SIGNKEY_MODE_DEV;
    CHECK_STATUS(signkey_keyring_new(&key, 1, &keyring, &why), SIGNKEY_ERROR_NON_HEX_KEY);

    struct request plain = request_of("POST", NULL, 0), request = request_of("POST", SIGNED, 1);
    const struct {
        const signkey_endpoint_options *options;
        const signkey_failure *why;
        signkey_status unsigned_status, signed_status;
        uint32_t unsigned_caller, signed_caller;
    } rows[] = {
        {NULL, &why, SIGNKEY_ERROR_NON_HEX_KEY, SIGNKEY_ERROR_NON_HEX_KEY, 0, 0},
        {NULL, NULL, SIGNKEY_ERROR_MISSING_SIGNING_KEY, SIGNKEY_ERROR_MISSING_SIGNING_KEY, 0, 0},
        {NULL, &unwritten, SIGNKEY_ERROR_MISSING_SIGNING_KEY, SIGNKEY_ERROR_MISSING_SIGNING_KEY, 0,
         0},
        {&dev, &why, SIGNKEY_OK, SIGNKEY_ERROR_NON_HEX_KEY, SIGNKEY_CALLER_DEV, 0},
        {&dev, NULL, SIGNKEY_OK, SIGNKEY_OK, SIGNKEY_CALLER_DEV, SIGNKEY_CALLER_DEV_WITHOUT_KEY},
    };
    for (size_t at = 0; at < COUNT(rows); at++) {
        signkey_endpoint *endpoint = endpoint_by_itself(rows[at].options, keyring, rows[at].why);
        CHECK(judged(endpoint, &plain, rows[at].unsigned_status) == rows[at].unsigned_caller);
        CHECK(judged(endpoint, &request, rows[at].signed_status) == rows[at].signed_caller);
        signkey_endpoint_free(endpoint);
    }
    signkey_endpoint *endpoint = NULL;
    why.status = (signkey_status)999;
    CHECK_STATUS(signkey_endpoint_new(NULL, &why, NULL, &endpoint, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK(endpoint == NULL);
}

static void a_server_of_the_other_mode_is_a_warning(void) {
    const signkey_field from_dev[] = {FIELD("X-Inngest-Server-Kind", "dev")};
    const signkey_field from_cloud[] = {FIELD("x-inngest-server-kind", "cloud")};
    signkey_endpoint_options options = SIGNKEY_ENDPOINT_OPTIONS_INIT;
    struct request dev = request_of("PUT", from_dev, 1), cloud = request_of("PUT", from_cloud, 1);
    signkey_admission admission = SIGNKEY_ADMISSION_INIT;
    signkey_endpoint *in_cloud = endpoint_by_itself(&options, NULL, NULL);
    options.mode = SIGNKEY_MODE_DEV;
    signkey_endpoint *in_dev = endpoint_by_itself(&options, NULL, NULL);

    CHECK(begin(in_cloud, &cloud, &admission).warning == SIGNKEY_WARNING_NONE);
    CHECK(begin(in_cloud, &dev, &admission).warning == SIGNKEY_WARNING_DEV_SERVER_IN_CLOUD_MODE);
    CHECK(begin(in_dev, &cloud, &admission).warning == SIGNKEY_WARNING_CLOUD_SERVER_IN_DEV_MODE);
    CHECK(begin(in_dev, &dev, &admission).warning == SIGNKEY_WARNING_NONE);
    signkey_endpoint_free(in_cloud);
    signkey_endpoint_free(in_dev);
}

static void the_endpoint_of_a_configuration_is_as_strict_as_its_settings(void) {
    const signkey_field variables[] = {
        FIELD("INNGEST_SIGNING_KEY", KEY),
        FIELD("INNGEST_ENABLE_UNAUTHED_SYNC", "1"),
    };
    signkey_config *config = config_of(variables, COUNT(variables));
    signkey_endpoint_options options = SIGNKEY_ENDPOINT_OPTIONS_INIT;
    signkey_endpoint *endpoint = NULL, *none = NULL;
    CHECK_STATUS(signkey_config_endpoint(config, &options, &endpoint, NULL), SIGNKEY_OK);
    options.mode = SIGNKEY_MODE_CLOUD;
    CHECK_STATUS(signkey_config_endpoint(config, &options, &none, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK(none == NULL);
    signkey_config_free(config);

    struct request request = request_of("PUT", NULL, 0);
    CHECK(judged(endpoint, &request, SIGNKEY_OK) == SIGNKEY_CALLER_UNSIGNED_SYNC);
    request = request_of("POST", NULL, 0);
    judged(endpoint, &request, SIGNKEY_ERROR_MISSING_SIGNATURE);
    request = request_of("PUT", SIGNED, 1);
    CHECK(judged(endpoint, &request, SIGNKEY_OK) == SIGNKEY_CALLER_VERIFIED);
    signkey_endpoint_free(endpoint);
}

static void a_switch_that_says_nothing_known_refuses_every_request(void) {
    static const char *const switches[] = {"INNGEST_DEV", "INNGEST_ENABLE_UNAUTHED_SYNC",
                                           "INNGEST_ALLOW_IN_BAND_SYNC"};
    for (size_t at = 0; at < COUNT(switches); at++) {
        const signkey_field variables[] = {
            FIELD("INNGEST_SIGNING_KEY", KEY),
            {{(const uint8_t *)switches[at], strlen(switches[at])}, TEXT("\"0\"")},
        };
        signkey_config *config = config_of(variables, COUNT(variables));
        signkey_endpoint *endpoint = NULL;
        signkey_admission admission = SIGNKEY_ADMISSION_INIT;
        signkey_failure failure = SIGNKEY_FAILURE_INIT;
        signkey_step step = SIGNKEY_STEP_INIT;
        struct request request = request_of("PUT", NULL, 0);
        CHECK_STATUS(signkey_config_endpoint(config, NULL, &endpoint, NULL), SIGNKEY_OK);
        judged(endpoint, &request, SIGNKEY_ERROR_INVALID_SETTING);
        request = request_of("POST", SIGNED, 1);
        judged(endpoint, &request, SIGNKEY_ERROR_INVALID_SETTING);
        begin(endpoint, &request, &admission);
        CHECK_STATUS(signkey_admission_step(&admission, &step, NULL, &failure), SIGNKEY_OK);
        CHECK(IS(failure.setting, switches[at]) && step.is_fault && step.http_status == 500);
        signkey_endpoint_free(endpoint);
        signkey_config_free(config);
    }
}

static void options_that_make_no_sense_are_refused(void) {
    signkey_endpoint_options options = SIGNKEY_ENDPOINT_OPTIONS_INIT;
    const signkey_slice methods[] = {TEXT("\xff"), TEXT("get"), TEXT(""), TEXT("GET ")};
    signkey_endpoint *endpoint = NULL;
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    options.flags = 16;
    CHECK_STATUS(signkey_endpoint_new(NULL, NULL, &options, &endpoint, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    options.flags = 0;
    options.mode = 3;
    CHECK_STATUS(signkey_endpoint_new(NULL, NULL, &options, &endpoint, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    options.mode = 0;
    options.unsigned_method_count = 1;
    for (size_t at = 0; at < COUNT(methods); at++) {
        options.unsigned_methods = &methods[at];
        CHECK_STATUS(signkey_endpoint_new(NULL, NULL, &options, &endpoint, &failure),
                     SIGNKEY_ERROR_INVALID_ARGUMENT);
        CHECK(at == 0 || IS(failure.setting, "unsigned_methods"));
    }
    CHECK(endpoint == NULL);
    char message[SIGNKEY_MESSAGE_MAX];
    CHECK_STATUS(signkey_failure_message(&failure, message), SIGNKEY_OK);
    CHECK(strncmp(message, "unsigned_methods: ", strlen("unsigned_methods: ")) == 0);
}

void test_endpoint(void) {
    the_strictest_endpoint_admits_what_is_signed();
    options_let_more_in();
    a_websocket_opens_with_a_get_without_a_body();
    the_reason_for_no_keys_refuses_what_needs_one();
    a_server_of_the_other_mode_is_a_warning();
    the_endpoint_of_a_configuration_is_as_strict_as_its_settings();
    a_switch_that_says_nothing_known_refuses_every_request();
    options_that_make_no_sense_are_refused();
}
