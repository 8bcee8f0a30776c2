/* What the tests of an app share. */
#include "app.h"

const signkey_field SIGNED[1] = {FIELD(SIGNKEY_SIGNATURE_HEADER, HEADER)};

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

signkey_endpoint *endpoint_of(const signkey_endpoint_options *options) {
    signkey_config *config = two_key_config();
    signkey_endpoint *endpoint = NULL;
    CHECK_STATUS(signkey_config_endpoint(config, options, &endpoint, NULL), SIGNKEY_OK);
    signkey_config_free(config);
    return endpoint;
}

struct request request_of(const char *method, const signkey_field *headers, size_t count) {
    return (struct request){method, headers, count, TEXT(BODY)};
}

/* The place for a step, with values that none has. */
static signkey_step untouched(void) {
    signkey_step step = SIGNKEY_STEP_INIT;
    step.at_most = step.length = step.http_status = 77;
    return step;
}

/* A refusal is a step, and its error is in the failure, too. */
static signkey_step checked(signkey_status status, signkey_step step, signkey_failure failure) {
    CHECK_STATUS(status, SIGNKEY_OK);
    CHECK(failure.status == step.status && step.at_most != 77);
    CHECK((step.kind == SIGNKEY_STEP_REFUSE) == (step.status != SIGNKEY_OK));
    CHECK((step.kind == SIGNKEY_STEP_ADMIT) == (step.caller != SIGNKEY_CALLER_NONE));
    CHECK((step.kind == SIGNKEY_STEP_READ_BODY) == (step.at_most != 0));
    CHECK(step.http_status == (step.status ? signkey_status_http(step.status) : 0));
    return step;
}

signkey_step begin(const signkey_endpoint *endpoint, const struct request *request,
                   signkey_admission *admission) {
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    signkey_step step = untouched();
    signkey_status status = signkey_endpoint_admit(
        endpoint, (const uint8_t *)request->method, strlen(request->method), request->headers,
        request->header_count, admission, &step, &failure);
    return checked(status, step, failure);
}

signkey_step judge(const signkey_endpoint *endpoint, const struct request *request,
                   signkey_admission *admission, signkey_verified *verified) {
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    signkey_step step = untouched();
    signkey_status status = signkey_endpoint_admit_whole(
        endpoint, (const uint8_t *)request->method, strlen(request->method), request->headers,
        request->header_count, request->body.data, request->body.len, NOW, admission, &step,
        verified, &failure);
    return checked(status, step, failure);
}
