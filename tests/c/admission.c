/* A request on its way in: the order of calls, limits, what became of the body, and refusals. */
#include "app.h"

#include <pthread.h>
#include <stdlib.h>

/* Hands over the first bytes of BODY and returns the verdict. */
static signkey_step receive(const signkey_endpoint *endpoint, signkey_admission *admission,
                            size_t len, uint32_t framing, uint64_t declared) {
    signkey_step step = SIGNKEY_STEP_INIT;
    CHECK_STATUS(signkey_endpoint_receive_body(endpoint, admission, (const uint8_t *)BODY, len,
                                               framing, declared, NOW, &step, NULL, NULL),
                 SIGNKEY_OK);
    return step;
}

static void an_admission_that_no_call_has_filled_in_is_refused(void) {
    signkey_endpoint *endpoint = endpoint_of(NULL);
    signkey_admission admission = SIGNKEY_ADMISSION_INIT;
    signkey_step step = SIGNKEY_STEP_INIT;
    signkey_response_step response = SIGNKEY_RESPONSE_STEP_INIT;
    signkey_refusal refusal = SIGNKEY_REFUSAL_INIT;
    char header[SIGNKEY_HEADER_MAX] = "?";
    CHECK_STATUS(signkey_endpoint_receive_body(endpoint, &admission, BYTES(BODY),
                                               SIGNKEY_FRAMING_ENDED, 0, NOW, &step, NULL, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(signkey_endpoint_no_body(endpoint, &admission, SIGNKEY_NO_BODY_PARSED, &step,
                                          NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(signkey_admission_step(&admission, &step, NULL, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(signkey_admission_refusal(&admission, &refusal), SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(signkey_endpoint_response(endpoint, &admission, 200, NULL, 0, &response, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(signkey_endpoint_sign_response(endpoint, &admission, NULL, 0, NOW, header, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK(step.kind == 0 && response.kind == 0 && refusal.body_len == 0 && header[0] == '?');

    /* Nor is one of another size filled in. */
    struct request request = request_of("POST", SIGNED, 1);
    admission.size--;
    CHECK_STATUS(signkey_endpoint_admit(endpoint, BYTES("POST"), request.headers, 1, &admission,
                                        &step, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK(step.kind == 0);
    signkey_endpoint_free(endpoint);
}

static void calls_in_the_wrong_order_change_nothing(void) {
    signkey_endpoint *endpoint = endpoint_of(NULL);
    signkey_admission admission = SIGNKEY_ADMISSION_INIT;
    signkey_step step = SIGNKEY_STEP_INIT;
    struct request request = request_of("POST", SIGNED, 1);
    char header[SIGNKEY_HEADER_MAX] = "?";

    /* There is no one to sign for before the verdict. */
    begin(endpoint, &request, &admission);
    CHECK_STATUS(signkey_endpoint_sign_response(endpoint, &admission, NULL, 0, NOW, header, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    signkey_refusal refusal = SIGNKEY_REFUSAL_INIT;
    CHECK_STATUS(signkey_admission_refusal(&admission, &refusal), SIGNKEY_ERROR_INVALID_ARGUMENT);
    step = receive(endpoint, &admission, sizeof BODY - 1, SIGNKEY_FRAMING_ENDED, 0);
    CHECK(step.caller == SIGNKEY_CALLER_VERIFIED);

    /* A verdict that was given stays given. */
    step.kind = (signkey_step_kind)0;
    CHECK_STATUS(signkey_endpoint_receive_body(endpoint, &admission, NULL, 0,
                                               SIGNKEY_FRAMING_ENDED, 0, NOW, &step, NULL, NULL),
                 SIGNKEY_ERROR_FINISHED);
    CHECK_STATUS(signkey_endpoint_no_body(endpoint, &admission, SIGNKEY_NO_BODY_ABORTED, &step,
                                          NULL),
                 SIGNKEY_ERROR_FINISHED);
    CHECK(step.kind == 0);
    CHECK_STATUS(signkey_admission_step(&admission, &step, NULL, NULL), SIGNKEY_OK);
    CHECK(step.caller == SIGNKEY_CALLER_VERIFIED);
    signkey_endpoint_free(endpoint);
}

static void every_reason_for_no_body_refuses(void) {
    static const struct {
        signkey_no_body reason;
        signkey_status status;
        bool unread, is_fault;
    } rows[] = {
        {SIGNKEY_NO_BODY_TOO_LARGE, SIGNKEY_ERROR_BODY_TOO_LARGE, true, false},
        {SIGNKEY_NO_BODY_PARSED, SIGNKEY_ERROR_BODY_UNAVAILABLE, false, true},
        {SIGNKEY_NO_BODY_UNFRAMED, SIGNKEY_ERROR_BODY_UNAVAILABLE, true, true},
        {SIGNKEY_NO_BODY_ABORTED, SIGNKEY_ERROR_BODY_INCOMPLETE, true, false},
    };
    signkey_endpoint *endpoint = endpoint_of(NULL);
    struct request request = request_of("POST", SIGNED, 1);
    signkey_admission first = SIGNKEY_ADMISSION_INIT;
    begin(endpoint, &request, &first);
    for (size_t at = 0; at < COUNT(rows); at++) {
        /* Copies go their own ways. */
        signkey_admission admission = first;
        signkey_step step = SIGNKEY_STEP_INIT;
        signkey_failure failure = SIGNKEY_FAILURE_INIT;
        CHECK_STATUS(signkey_endpoint_no_body(endpoint, &admission, rows[at].reason, &step,
                                              &failure),
                     SIGNKEY_OK);
        CHECK_STATUS(step.status, rows[at].status);
        CHECK(step.kind == SIGNKEY_STEP_REFUSE && failure.status == step.status);
        CHECK(step.unread == rows[at].unread && step.is_fault == rows[at].is_fault);
    }
    signkey_step step = receive(endpoint, &first, sizeof BODY - 1, SIGNKEY_FRAMING_ENDED, 0);
    CHECK(step.caller == SIGNKEY_CALLER_VERIFIED);
    signkey_endpoint_free(endpoint);
}

static void the_end_of_a_body_is_part_of_the_verdict(void) {
    enum { LEN = sizeof BODY - 1 };
    const signkey_field declared[] = {SIGNED[0], FIELD("CONTENT-LENGTH", "11")};
    const signkey_field chunked[] = {SIGNED[0], FIELD("Transfer-Encoding", "chunked")};
    const struct {
        const signkey_field *headers;
        size_t len;
        uint32_t framing;
        uint64_t declared;
        signkey_status status;
    } rows[] = {
        {SIGNED, LEN, SIGNKEY_FRAMING_ENDED, 0, SIGNKEY_OK},
        {SIGNED, LEN, SIGNKEY_FRAMING_UNKNOWN, 0, SIGNKEY_OK},
        {SIGNED, 0, SIGNKEY_FRAMING_UNKNOWN, 0, SIGNKEY_ERROR_BODY_UNAVAILABLE},
        {SIGNED, 0, SIGNKEY_FRAMING_ENDED, 0, SIGNKEY_ERROR_SIGNATURE_MISMATCH},
        {SIGNED, 0, SIGNKEY_FRAMING_HEAD, 0, SIGNKEY_ERROR_SIGNATURE_MISMATCH},
        {SIGNED, LEN, SIGNKEY_FRAMING_DECLARED, LEN, SIGNKEY_OK},
        {SIGNED, LEN, SIGNKEY_FRAMING_DECLARED, LEN + 1, SIGNKEY_ERROR_BODY_UNAVAILABLE},
        {declared, LEN, SIGNKEY_FRAMING_UNKNOWN, 0, SIGNKEY_OK},
        {declared, LEN, SIGNKEY_FRAMING_HEAD, 0, SIGNKEY_OK},
        {declared, 0, SIGNKEY_FRAMING_HEAD, 0, SIGNKEY_ERROR_BODY_UNAVAILABLE},
        {declared, 0, SIGNKEY_FRAMING_DECLARED, 0, SIGNKEY_ERROR_BODY_UNAVAILABLE},
        {chunked, 0, SIGNKEY_FRAMING_HEAD, 0, SIGNKEY_ERROR_BODY_UNAVAILABLE},
        {chunked, LEN, SIGNKEY_FRAMING_HEAD, 0, SIGNKEY_OK},
    };
    signkey_endpoint *endpoint = endpoint_of(NULL);
    for (size_t at = 0; at < COUNT(rows); at++) {
        size_t header_count = rows[at].headers == SIGNED ? 1 : 2;
        struct request request = request_of("POST", rows[at].headers, header_count);
        signkey_admission admission = SIGNKEY_ADMISSION_INIT;
        signkey_step step = begin(endpoint, &request, &admission);
        CHECK(step.kind == SIGNKEY_STEP_READ_BODY);
        CHECK(step.has_length == (rows[at].headers == declared));
        CHECK(step.length == (step.has_length ? LEN : 0));
        step = receive(endpoint, &admission, rows[at].len, rows[at].framing, rows[at].declared);
        CHECK_STATUS(step.status, rows[at].status);
    }
    signkey_endpoint_free(endpoint);
}

static void bodies_have_a_limit(void) {
    const signkey_field over[] = {SIGNED[0], FIELD("Content-Length", "11")};
    signkey_endpoint_options options = SIGNKEY_ENDPOINT_OPTIONS_INIT;
    options.max_body_size = 10;
    signkey_endpoint *endpoint = endpoint_of(&options);
    signkey_admission admission = SIGNKEY_ADMISSION_INIT;

    /* What is declared too large is not read. */
    struct request request = request_of("POST", over, 2);
    signkey_step step = begin(endpoint, &request, &admission);
    CHECK_STATUS(step.status, SIGNKEY_ERROR_BODY_TOO_LARGE);
    CHECK(step.unread && step.http_status == 413);
    request = request_of("POST", SIGNED, 1);
    step = begin(endpoint, &request, &admission);
    CHECK(step.at_most == 10);
    step = receive(endpoint, &admission, 11, SIGNKEY_FRAMING_ENDED, 0);
    CHECK_STATUS(step.status, SIGNKEY_ERROR_BODY_TOO_LARGE);
    signkey_endpoint_free(endpoint);

    endpoint = endpoint_of(NULL);
    step = begin(endpoint, &request, &admission);
    CHECK(step.at_most == SIGNKEY_BODY_SIZE_DEFAULT);
    signkey_endpoint_free(endpoint);
}

/* The canonical form has its own limit, which follows from that of bodies unless it is set. */
static void a_large_body_matches_only_as_received(void) {
    signkey_endpoint_options options = SIGNKEY_ENDPOINT_OPTIONS_INIT;
    struct request request = request_of("POST", SIGNED, 1);
    request.body = (signkey_slice)TEXT("{ \"ok\" : true }");
    signkey_admission admission = SIGNKEY_ADMISSION_INIT;
    signkey_verified verified = SIGNKEY_VERIFIED_INIT;
    for (uint64_t limit = 14; limit <= 16; limit++) {
        options.max_json_size = limit == 16 ? SIGNKEY_JSON_SIZE_BY_BODY : limit;
        signkey_endpoint *endpoint = endpoint_of(&options);
        signkey_step step = judge(endpoint, &request, &admission, &verified);
        CHECK_STATUS(step.status, limit < 15 ? SIGNKEY_ERROR_SIGNATURE_MISMATCH : SIGNKEY_OK);
        CHECK(verified.form == (limit < 15 ? 0 : SIGNKEY_FORM_CANONICAL));
        signkey_endpoint_free(endpoint);
    }
}

static void headers_that_are_not_wanted_do_not_matter(void) {
    enum { MANY = 1000 };
    signkey_field *headers = calloc(MANY, sizeof *headers);
    size_t wanted = 0;
    bool signature = false;
    for (const char *name; (name = signkey_wanted_header(wanted)) != NULL; wanted++) {
        signature |= strcmp(name, "x-inngest-signature") == 0;
    }
    CHECK(wanted == 5 && signature && signkey_wanted_header(SIZE_MAX) == NULL);
    if (headers == NULL) {
        return;
    }
    for (size_t at = 0; at < MANY; at++) {
        headers[at] = (signkey_field)FIELD("X-Other", "\xff\n");
    }
    headers[MANY / 2] = (signkey_field)FIELD("X-INNGEST-signature", HEADER);
    signkey_endpoint *endpoint = endpoint_of(NULL);
    signkey_admission admission = SIGNKEY_ADMISSION_INIT;
    struct request request = request_of("POST", headers, MANY);
    CHECK(judge(endpoint, &request, &admission, NULL).caller == SIGNKEY_CALLER_VERIFIED);
    signkey_endpoint_free(endpoint);
    free(headers);
}

struct handler {
    const signkey_endpoint *endpoint;
    signkey_admission admission;
    char header[SIGNKEY_HEADER_MAX];
};

static void *handle(void *argument) {
    struct handler *handler = argument;
    signkey_step step =
        receive(handler->endpoint, &handler->admission, sizeof BODY - 1, SIGNKEY_FRAMING_ENDED, 0);
    if (step.caller == SIGNKEY_CALLER_VERIFIED) {
        signkey_endpoint_sign_response(handler->endpoint, &handler->admission, BYTES(BODY), NOW,
                                       handler->header, NULL);
    }
    return NULL;
}

static void an_admission_may_go_on_in_another_thread(void) {
    signkey_endpoint *endpoint = endpoint_of(NULL);
    struct request request = request_of("POST", SIGNED, 1);
    struct handler handler = {endpoint, SIGNKEY_ADMISSION_INIT, ""};
    pthread_t thread;
    begin(endpoint, &request, &handler.admission);
    CHECK(pthread_create(&thread, NULL, handle, &handler) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK_TEXT(handler.header, HEADER);
    /* Here is all that is known, after the endpoint, too. */
    signkey_endpoint_free(endpoint);
    signkey_step step = SIGNKEY_STEP_INIT;
    signkey_verified verified = SIGNKEY_VERIFIED_INIT;
    CHECK_STATUS(signkey_admission_step(&handler.admission, &step, &verified, NULL), SIGNKEY_OK);
    CHECK(step.caller == SIGNKEY_CALLER_VERIFIED);
    CHECK_TEXT(verified.key_id, KEY_ID);
}

static void a_refusal_is_all_that_an_adapter_sends(void) {
    signkey_endpoint *endpoint = endpoint_of(NULL);
    signkey_admission admission = SIGNKEY_ADMISSION_INIT;
    signkey_refusal refusal = SIGNKEY_REFUSAL_INIT;
    struct request request = request_of("POST", NULL, 0);
    begin(endpoint, &request, &admission);
    CHECK_STATUS(signkey_admission_refusal(&admission, &refusal), SIGNKEY_OK);
    signkey_endpoint_free(endpoint);
    CHECK(refusal.status == SIGNKEY_ERROR_MISSING_SIGNATURE && refusal.http_status == 401);
    CHECK(!refusal.is_fault && !refusal.unread && refusal.header_count == 2);
    CHECK(IS(refusal.headers[0].name, "Content-Type"));
    CHECK(IS(refusal.headers[0].value, "application/json"));
    CHECK(IS(refusal.headers[1].name, "WWW-Authenticate"));
    CHECK(IS(refusal.headers[1].value, "Inngest-Signature"));
    CHECK_TEXT(refusal.body, "{\"code\":\"missing_signature\","
                             "\"message\":\"the signature header is missing\"}");
    CHECK(refusal.body_len == strlen(refusal.body) && refusal.log_len == strlen(refusal.log));
    CHECK(strstr(refusal.log, "missing_signature: the signature header is missing") == refusal.log);
}

/* In cloud mode nobody outside learns of the settings. */
static void a_fault_is_explained_in_the_log_alone(void) {
    const signkey_field broken[] = {FIELD("INNGEST_DEV", "\"0\""),
                                    FIELD("INNGEST_SIGNING_KEY", KEY)};
    signkey_config *config = config_of(broken, 2);
    signkey_endpoint *endpoint = NULL;
    signkey_admission admission = SIGNKEY_ADMISSION_INIT;
    signkey_refusal refusal = SIGNKEY_REFUSAL_INIT, behind = SIGNKEY_REFUSAL_INIT;
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    signkey_step step = SIGNKEY_STEP_INIT;
    struct request request = request_of("POST", SIGNED, 1);
    CHECK_STATUS(signkey_config_endpoint(config, NULL, &endpoint, NULL), SIGNKEY_OK);
    begin(endpoint, &request, &admission);
    CHECK_STATUS(signkey_admission_refusal(&admission, &refusal), SIGNKEY_OK);
    CHECK(refusal.is_fault && refusal.http_status == 500);
    CHECK(strstr(refusal.body, "INNGEST_DEV") == NULL);
    CHECK(strstr(refusal.log, "invalid_setting: INNGEST_DEV: ") == refusal.log);

    /* So it is if the error arises behind the door. */
    CHECK_STATUS(signkey_admission_step(&admission, &step, NULL, &failure), SIGNKEY_OK);
    CHECK_STATUS(signkey_endpoint_refuse(endpoint, &failure, &behind), SIGNKEY_OK);
    CHECK_TEXT(behind.body, refusal.body);
    CHECK_TEXT(behind.log, refusal.log);
    failure.status = SIGNKEY_OK;
    CHECK_STATUS(signkey_endpoint_refuse(endpoint, &failure, &behind),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    signkey_endpoint_free(endpoint);
    signkey_config_free(config);
}

void test_admission(void) {
    an_admission_that_no_call_has_filled_in_is_refused();
    calls_in_the_wrong_order_change_nothing();
    every_reason_for_no_body_refuses();
    the_end_of_a_body_is_part_of_the_verdict();
    bodies_have_a_limit();
    a_large_body_matches_only_as_received();
    headers_that_are_not_wanted_do_not_matter();
    an_admission_may_go_on_in_another_thread();
    a_refusal_is_all_that_an_adapter_sends();
    a_fault_is_explained_in_the_log_alone();
}
