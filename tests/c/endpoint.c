/* Who sends a request: proof, or why it is let through without one. */
#include "around.h"

/* Judges a request as if its body were still to be read. */
static void judge_unread(const signkey_endpoint *endpoint, signkey_request request,
                         signkey_status expected, signkey_sender expected_sender) {
    signkey_sender sender = SIGNKEY_SENDER_VERIFIED;
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    request.body = (signkey_slice){NULL, 0};

    signkey_status status =
        signkey_endpoint_authenticate_unread(endpoint, &request, &sender, &failure);
    CHECK_STATUS(status, expected);
    CHECK(failure.status == status);
    CHECK(sender == (status == SIGNKEY_OK ? expected_sender : SIGNKEY_SENDER_VERIFIED));
}

/* Whether another body could have changed a verdict. */
static bool is_of_body(signkey_status status, signkey_sender sender) {
    return sender == SIGNKEY_SENDER_VERIFIED || status == SIGNKEY_ERROR_SIGNATURE_MISMATCH;
}

/* Judges a request, over a proof of an earlier one, and before its body is read. Returns the sender,
 * 0 if it is refused. */
static signkey_sender judge(const signkey_endpoint *endpoint, const signkey_request *request,
                            signkey_status expected) {
    signkey_sender sender = (signkey_sender)0;
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    signkey_verified verified = SIGNKEY_VERIFIED_INIT;
    verified.timestamp = 1;
    verified.key_id[0] = '?';

    signkey_status status =
        signkey_endpoint_authenticate(endpoint, request, NOW, &sender, &verified, &failure);
    CHECK_STATUS(status, expected);
    CHECK(failure.status == status && verified.size == sizeof verified);
    if (status != SIGNKEY_OK) {
        CHECK(sender == 0 && verified.timestamp == 1);
    } else if (sender == SIGNKEY_SENDER_VERIFIED) {
        CHECK(verified.timestamp == NOW && verified.form == SIGNKEY_FORM_RAW);
        CHECK_TEXT(verified.key_id, KEY_ID);
    } else {
        /* Nothing is left that could be taken for proof. */
        CHECK(verified.timestamp == 0 && verified.form == 0 && verified.key_id[0] == '\0');
    }
    if (is_of_body(status, sender)) {
        judge_unread(endpoint, *request, SIGNKEY_OK, SIGNKEY_SENDER_UNDECIDED);
    } else {
        judge_unread(endpoint, *request, status, sender);
    }
    return sender;
}

static signkey_endpoint *endpoint_of(const signkey_endpoint_options *options,
                                     const signkey_keyring *keyring, const signkey_failure *why) {
    signkey_endpoint *endpoint = NULL;
    CHECK_STATUS(signkey_endpoint_new(options, keyring, why, &endpoint, NULL), SIGNKEY_OK);
    return endpoint;
}

/* The strictest endpoint, which outlives its keyring. */
static void strictly(void) {
    const signkey_field wrong[] = {FIELD(SIGNATURE, "t=1")};
    const signkey_field twice[] = {FIELD(SIGNATURE, HEADER), FIELD("x-inngest-signature", HEADER)};
    const signkey_field empty[] = {{TEXT(SIGNATURE), {NULL, 0}}};
    const char *const methods[] = {"GET", "PUT", "POST", "get", ""};
    signkey_keyring *keyring = two_keys();
    signkey_endpoint *endpoint = endpoint_of(NULL, keyring, NULL);
    signkey_keyring_free(keyring);

    for (size_t at = 0; at < COUNT(methods); at++) {
        signkey_request request = request_of(methods[at], SIGNED, 1);
        CHECK(judge(endpoint, &request, SIGNKEY_OK) == SIGNKEY_SENDER_VERIFIED);
        request = request_of(methods[at], NULL, 0);
        judge(endpoint, &request, SIGNKEY_ERROR_MISSING_SIGNATURE);
        request = request_of(methods[at], wrong, 1);
        judge(endpoint, &request, SIGNKEY_ERROR_MALFORMED_SIGNATURE);
        request = request_of(methods[at], twice, 2);
        judge(endpoint, &request, SIGNKEY_ERROR_MALFORMED_SIGNATURE);
        request = request_of(methods[at], empty, 1);
        judge(endpoint, &request, SIGNKEY_ERROR_MALFORMED_SIGNATURE);
        request = request_of(methods[at], SIGNED, 1);
        request.body.len--;
        judge(endpoint, &request, SIGNKEY_ERROR_SIGNATURE_MISMATCH);
    }
    signkey_request request = request_of("\xff", SIGNED, 1);
    CHECK(judge(endpoint, &request, SIGNKEY_OK) == SIGNKEY_SENDER_VERIFIED);
    signkey_endpoint_free(endpoint);
    signkey_endpoint_free(NULL);
}

static void opt_ins(void) {
    const signkey_slice methods[] = {TEXT("GET"), TEXT("HEAD")};
    signkey_endpoint_options options = SIGNKEY_ENDPOINT_OPTIONS_INIT;
    signkey_keyring *keyring = two_keys();
    options.unsigned_methods = methods;
    options.unsigned_method_count = COUNT(methods);
    options.flags = SIGNKEY_ENDPOINT_UNSIGNED_SYNC;
    options.past_seconds = 0;
    signkey_endpoint *endpoint = endpoint_of(&options, keyring, NULL);

    signkey_request request = request_of("HEAD", NULL, 0);
    CHECK(judge(endpoint, &request, SIGNKEY_OK) == SIGNKEY_SENDER_UNSIGNED_METHOD);
    request = request_of("PUT", NULL, 0);
    CHECK(judge(endpoint, &request, SIGNKEY_OK) == SIGNKEY_SENDER_UNSIGNED_SYNC);
    request = request_of("POST", NULL, 0);
    judge(endpoint, &request, SIGNKEY_ERROR_MISSING_SIGNATURE);
    request = request_of("GET", SIGNED, 1);
    CHECK(judge(endpoint, &request, SIGNKEY_OK) == SIGNKEY_SENDER_VERIFIED);
    signkey_sender sender;
    signkey_verified verified = SIGNKEY_VERIFIED_INIT;
    CHECK_STATUS(signkey_endpoint_authenticate(endpoint, &request, NOW + 1, &sender, &verified,
                                               NULL),
                 SIGNKEY_ERROR_EXPIRED);
    /* Time is not looked at before there is proof. */
    judge_unread(endpoint, request, SIGNKEY_OK, SIGNKEY_SENDER_UNDECIDED);
    CHECK_STATUS(signkey_endpoint_authenticate_unread(endpoint, &request, NULL, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(signkey_endpoint_authenticate_unread(endpoint, NULL, &sender, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    signkey_endpoint_free(endpoint);
    signkey_keyring_free(keyring);
}

/* Without a keyring, the reason why there is none is what needs one gets to hear. */
static void without_keys(void) {
    signkey_failure why = SIGNKEY_FAILURE_INIT, unwritten = SIGNKEY_FAILURE_INIT;
    signkey_endpoint_options dev = SIGNKEY_ENDPOINT_OPTIONS_INIT;
    const signkey_slice key = TEXT("signkey-test-12x4");
    signkey_keyring *keyring = NULL;
    dev.mode = SIGNKEY_MODE_DEV;
    CHECK_STATUS(signkey_keyring_new(&key, 1, &keyring, &why), SIGNKEY_ERROR_NON_HEX_KEY);

    signkey_request plain = request_of("POST", NULL, 0);
    signkey_request request = request_of("POST", SIGNED, 1);
    const struct {
        const signkey_endpoint_options *options;
        const signkey_failure *why;
        signkey_status unsigned_status, signed_status;
        uint32_t unsigned_sender, signed_sender;
    } rows[] = {
        {NULL, &why, SIGNKEY_ERROR_NON_HEX_KEY, SIGNKEY_ERROR_NON_HEX_KEY, 0, 0},
        {NULL, NULL, SIGNKEY_ERROR_MISSING_SIGNING_KEY, SIGNKEY_ERROR_MISSING_SIGNING_KEY, 0, 0},
        {NULL, &unwritten, SIGNKEY_ERROR_MISSING_SIGNING_KEY, SIGNKEY_ERROR_MISSING_SIGNING_KEY, 0,
         0},
        {&dev, &why, SIGNKEY_OK, SIGNKEY_ERROR_NON_HEX_KEY, SIGNKEY_SENDER_DEV, 0},
        {&dev, NULL, SIGNKEY_OK, SIGNKEY_OK, SIGNKEY_SENDER_DEV, SIGNKEY_SENDER_DEV_WITHOUT_KEY},
    };
    for (size_t at = 0; at < COUNT(rows); at++) {
        signkey_endpoint *endpoint = endpoint_of(rows[at].options, keyring, rows[at].why);
        CHECK(judge(endpoint, &plain, rows[at].unsigned_status) == rows[at].unsigned_sender);
        CHECK(judge(endpoint, &request, rows[at].signed_status) == rows[at].signed_sender);
        signkey_endpoint_free(endpoint);
    }
    signkey_endpoint *endpoint = NULL;
    why.status = (signkey_status)999;
    CHECK_STATUS(signkey_endpoint_new(NULL, NULL, &why, &endpoint, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK(endpoint == NULL);
}

static void warnings(void) {
    const signkey_field from_dev[] = {FIELD("X-Inngest-Server-Kind", "dev")};
    const signkey_field from_cloud[] = {FIELD("x-inngest-server-kind", "cloud")};
    signkey_endpoint_options options = SIGNKEY_ENDPOINT_OPTIONS_INIT;
    signkey_request dev = request_of("PUT", from_dev, 1), cloud = request_of("PUT", from_cloud, 1);
    signkey_endpoint *in_cloud = endpoint_of(&options, NULL, NULL);
    options.mode = SIGNKEY_MODE_DEV;
    signkey_endpoint *in_dev = endpoint_of(&options, NULL, NULL);
    signkey_warning warning;

    CHECK_STATUS(signkey_endpoint_warning(in_cloud, &cloud, &warning), SIGNKEY_OK);
    CHECK(warning == SIGNKEY_WARNING_NONE);
    CHECK_STATUS(signkey_endpoint_warning(in_cloud, &dev, &warning), SIGNKEY_OK);
    CHECK(warning == SIGNKEY_WARNING_DEV_SERVER_IN_CLOUD_MODE);
    CHECK_STATUS(signkey_endpoint_warning(in_dev, &cloud, &warning), SIGNKEY_OK);
    CHECK(warning == SIGNKEY_WARNING_CLOUD_SERVER_IN_DEV_MODE);
    CHECK_STATUS(signkey_endpoint_warning(in_dev, &dev, NULL), SIGNKEY_ERROR_INVALID_ARGUMENT);
    signkey_endpoint_free(in_cloud);
    signkey_endpoint_free(in_dev);
}

/* The endpoint of a configuration has its mode, keys and opt-ins, and outlives it. */
static void of_a_configuration(void) {
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

    signkey_request request = request_of("PUT", NULL, 0);
    CHECK(judge(endpoint, &request, SIGNKEY_OK) == SIGNKEY_SENDER_UNSIGNED_SYNC);
    request = request_of("POST", NULL, 0);
    judge(endpoint, &request, SIGNKEY_ERROR_MISSING_SIGNATURE);
    request = request_of("PUT", SIGNED, 1);
    CHECK(judge(endpoint, &request, SIGNKEY_OK) == SIGNKEY_SENDER_VERIFIED);
    signkey_endpoint_free(endpoint);
}

static void refused_options(void) {
    signkey_endpoint_options options = SIGNKEY_ENDPOINT_OPTIONS_INIT;
    const signkey_slice method = TEXT("\xff");
    signkey_endpoint *endpoint = NULL;
    options.flags = 2;
    CHECK_STATUS(signkey_endpoint_new(&options, NULL, NULL, &endpoint, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    options.flags = 0;
    options.mode = 3;
    CHECK_STATUS(signkey_endpoint_new(&options, NULL, NULL, &endpoint, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    options.mode = 0;
    options.unsigned_methods = &method;
    options.unsigned_method_count = 1;
    CHECK_STATUS(signkey_endpoint_new(&options, NULL, NULL, &endpoint, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK(endpoint == NULL);
}

void test_endpoint(void) {
    strictly();
    opt_ins();
    without_keys();
    warnings();
    of_a_configuration();
    refused_options();
}
