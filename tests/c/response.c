/* Responses on their way out: which are held and signed, and which must not go out. */
#include "app.h"

static signkey_endpoint *signing_endpoint(uint64_t max_response_size) {
    signkey_endpoint_options options = SIGNKEY_ENDPOINT_OPTIONS_INIT;
    options.flags = SIGNKEY_ENDPOINT_SIGN_RESPONSES;
    options.max_response_size = max_response_size;
    return endpoint_of(&options);
}

/* What becomes of a response; its `Content-Type` may be NULL. */
static signkey_response_step response_to(const signkey_endpoint *endpoint,
                                         const signkey_admission *admission, uint32_t http_status,
                                         const char *content_type) {
    signkey_response_step step = SIGNKEY_RESPONSE_STEP_INIT;
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    CHECK_STATUS(signkey_endpoint_response(endpoint, admission, http_status,
                                           (const uint8_t *)content_type,
                                           content_type ? strlen(content_type) : 0, &step,
                                           &failure),
                 SIGNKEY_OK);
    CHECK((step.kind == SIGNKEY_RESPONSE_REFUSE) ==
          (failure.status == SIGNKEY_ERROR_RESPONSE_UNSIGNABLE));
    return step;
}

static void only_a_verified_request_has_a_signed_response(void) {
    signkey_endpoint *signing = signing_endpoint(SIGNKEY_RESPONSE_SIZE_DEFAULT);
    signkey_endpoint *other = endpoint_of(NULL);
    signkey_admission verified = SIGNKEY_ADMISSION_INIT, refused = SIGNKEY_ADMISSION_INIT;
    struct request request = request_of("POST", SIGNED, 1), plain = request_of("POST", NULL, 0);
    char header[SIGNKEY_HEADER_MAX] = "?";
    judge(signing, &request, &verified, NULL);
    judge(signing, &plain, &refused, NULL);

    signkey_response_step step = response_to(signing, &verified, 200, NULL);
    CHECK(step.kind == SIGNKEY_RESPONSE_HOLD && !step.empty);
    CHECK(step.at_most == SIGNKEY_RESPONSE_SIZE_DEFAULT);
    CHECK(response_to(signing, &refused, 200, NULL).kind == SIGNKEY_RESPONSE_FORWARD);
    CHECK(response_to(other, &verified, 200, NULL).kind == SIGNKEY_RESPONSE_FORWARD);

    CHECK_STATUS(signkey_endpoint_sign_response(signing, &refused, BYTES(BODY), NOW, header, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(signkey_endpoint_sign_response(signing, &verified, BYTES(BODY), UINT64_MAX, header,
                                                NULL),
                 SIGNKEY_ERROR_INVALID_TIMESTAMP);
    CHECK_TEXT(header, "?");
    CHECK_STATUS(signkey_endpoint_sign_response(signing, &verified, BYTES(BODY), NOW, header, NULL),
                 SIGNKEY_OK);
    CHECK_TEXT(header, HEADER);
    signkey_endpoint_free(signing);
    signkey_endpoint_free(other);
}

static void a_response_is_signed_with_the_key_that_verified_the_request(void) {
    const signkey_field headers[] = {FIELD(SIGNKEY_SIGNATURE_HEADER, OTHER_HEADER)};
    signkey_endpoint *endpoint = signing_endpoint(SIGNKEY_RESPONSE_SIZE_DEFAULT);
    signkey_admission admission = SIGNKEY_ADMISSION_INIT;
    struct request request = request_of("POST", headers, 1);
    char header[SIGNKEY_HEADER_MAX];
    judge(endpoint, &request, &admission, NULL);
    CHECK_STATUS(signkey_endpoint_sign_response(endpoint, &admission, BYTES(BODY), NOW, header,
                                                NULL),
                 SIGNKEY_OK);
    CHECK_TEXT(header, OTHER_HEADER);
    signkey_endpoint_free(endpoint);

    /* An endpoint without that key signs nothing with another one. */
    const signkey_field one[] = {FIELD("INNGEST_SIGNING_KEY", KEY)};
    signkey_config *config = config_of(one, 1);
    CHECK_STATUS(signkey_config_endpoint(config, NULL, &endpoint, NULL), SIGNKEY_OK);
    CHECK_STATUS(signkey_endpoint_sign_response(endpoint, &admission, BYTES(BODY), NOW, header,
                                                NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    signkey_endpoint_free(endpoint);
    signkey_config_free(config);
}

static void a_response_without_content_is_signed_as_empty(void) {
    static const struct {
        const char *method;
        uint32_t http_status;
        bool empty;
    } rows[] = {
        {"GET", 200, false}, {"HEAD", 200, true}, {"GET", 204, true},
        {"GET", 205, true},  {"GET", 304, true},  {"GET", 500, false},
    };
    signkey_endpoint *endpoint = signing_endpoint(SIGNKEY_RESPONSE_SIZE_DEFAULT);
    for (size_t at = 0; at < COUNT(rows); at++) {
        signkey_admission admission = SIGNKEY_ADMISSION_INIT;
        struct request request = request_of(rows[at].method, SIGNED, 1);
        judge(endpoint, &request, &admission, NULL);
        signkey_response_step step =
            response_to(endpoint, &admission, rows[at].http_status, "text/plain");
        bool sends = rows[at].empty;
        CHECK(step.kind == SIGNKEY_RESPONSE_HOLD && step.empty == rows[at].empty);
        CHECK_STATUS(signkey_admission_sends_content(&admission, rows[at].http_status, &sends),
                     SIGNKEY_OK);
        CHECK(sends == !rows[at].empty);
    }
    signkey_endpoint_free(endpoint);
}

static void what_cannot_be_signed_does_not_go_out(void) {
    signkey_endpoint *endpoint = signing_endpoint(sizeof BODY - 2);
    signkey_admission admission = SIGNKEY_ADMISSION_INIT;
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    signkey_refusal refusal = SIGNKEY_REFUSAL_INIT, same = SIGNKEY_REFUSAL_INIT;
    struct request request = request_of("POST", SIGNED, 1);
    char header[SIGNKEY_HEADER_MAX];
    judge(endpoint, &request, &admission, NULL);
    CHECK(response_to(endpoint, &admission, 200, "Text/Event-Stream; charset=utf-8").kind ==
          SIGNKEY_RESPONSE_REFUSE);
    CHECK(response_to(endpoint, &admission, 200, NULL).at_most == sizeof BODY - 2);
    CHECK_STATUS(signkey_endpoint_sign_response(endpoint, &admission, BYTES(BODY), NOW, header,
                                                &failure),
                 SIGNKEY_ERROR_RESPONSE_UNSIGNABLE);
    CHECK_STATUS(signkey_endpoint_unsignable(endpoint, &refusal), SIGNKEY_OK);
    CHECK_STATUS(signkey_endpoint_refuse(endpoint, &failure, &same), SIGNKEY_OK);
    CHECK(refusal.http_status == 500 && refusal.status == SIGNKEY_ERROR_RESPONSE_UNSIGNABLE);
    CHECK_TEXT(refusal.body, same.body);
    signkey_endpoint_free(endpoint);
}

static void a_status_that_there_is_not_is_refused(void) {
    signkey_endpoint *endpoint = signing_endpoint(SIGNKEY_RESPONSE_SIZE_DEFAULT);
    signkey_admission admission = SIGNKEY_ADMISSION_INIT;
    signkey_response_step step = SIGNKEY_RESPONSE_STEP_INIT;
    struct request request = request_of("POST", SIGNED, 1);
    judge(endpoint, &request, &admission, NULL);
    CHECK_STATUS(signkey_endpoint_response(endpoint, &admission, 65536 + 200, NULL, 0, &step, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(signkey_endpoint_response(endpoint, &admission, 200, NULL, 1, &step, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK(step.kind == 0);
    signkey_endpoint_free(endpoint);
}

void test_response(void) {
    only_a_verified_request_has_a_signed_response();
    a_response_is_signed_with_the_key_that_verified_the_request();
    a_response_without_content_is_signed_as_empty();
    what_cannot_be_signed_does_not_go_out();
    a_status_that_there_is_not_is_refused();
}
