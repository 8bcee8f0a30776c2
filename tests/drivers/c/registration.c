/* `handshake`: a whole sync, with the platform's answers given. */
#define _POSIX_C_SOURCE 200809L
#include "answers.h"
#include "app.h"
#include "settings.h"

#include <inttypes.h>
#include <stdlib.h>

static bool decode_status(signkey_slice text, uint64_t *status) {
    struct field digits = {(uint8_t *)text.data, text.len};
    return decode_integer(&digits, status) && *status <= UINT16_MAX;
}

static bool are_answers(const struct pairs *answers) {
    uint64_t status;
    bool valid = true;
    for (size_t at = 0; valid && at < answers->count; at++) {
        valid = decode_status(answers->items[at].name, &status);
    }
    return valid;
}

/* A request as received. */
struct request {
    const struct field *method, *query, *body;
    const struct pairs *headers;
};

/* Begins with a request that the endpoint of the settings admits. */
static signkey_status begin(const struct settings *settings, const struct request *request,
                            uint64_t now, signkey_registration **sync) {
    signkey_endpoint *endpoint = NULL;
    signkey_admission admission = SIGNKEY_ADMISSION_INIT;
    signkey_step step = SIGNKEY_STEP_INIT;
    const struct field *method = request->method, *query = request->query, *body = request->body;

    signkey_status status = signkey_config_endpoint(settings->config, NULL, &endpoint, NULL);
    if (status == SIGNKEY_OK) {
        status = signkey_endpoint_admit_whole(endpoint, method->data, method->len,
                                              request->headers->items, request->headers->count,
                                              body->data, body->len, now, &admission, &step, NULL,
                                              NULL);
    }
    if (status == SIGNKEY_OK) {
        status = signkey_config_registration(settings->config, &settings->app, &admission,
                                             query->data, query->len, sync, NULL);
    }
    signkey_endpoint_free(endpoint);
    return status;
}

/* Sends the request until it is answered for good; what has no answer is not reached. */
static signkey_status send(signkey_registration *sync, const struct pairs *answers,
                           FILE *requests) {
    signkey_sync_state state;
    signkey_status status = signkey_registration_state(sync, &state);

    for (size_t at = 0; status == SIGNKEY_OK && state == SIGNKEY_SYNC_REGISTER; at++) {
        signkey_register_request request = SIGNKEY_REGISTER_REQUEST_INIT;
        signkey_slice body = {NULL, 0};
        uint64_t answered = 0;

        status = signkey_registration_request(sync, &request, NULL);
        if (status != SIGNKEY_OK) {
            return status;
        }
        fputs(at > 0 ? "," : "", requests);
        print_hex(requests, request.url.data, request.url.len);
        print_hex(requests, "\n", 1);
        print_headers(requests, request.headers, request.header_count);
        if (at < answers->count) {
            decode_status(answers->items[at].name, &answered);
            body = answers->items[at].value;
        }
        status = signkey_registration_answer(sync, (uint32_t)answered, body.data, body.len);
        if (status == SIGNKEY_OK) {
            status = signkey_registration_state(sync, &state);
        }
    }
    return status;
}

static void run(signkey_registration *sync, const struct pairs *answers,
                const struct field *configuration, uint64_t now) {
    signkey_sync_response response = SIGNKEY_SYNC_RESPONSE_INIT;
    signkey_sync_state state;
    char *text = NULL;
    size_t len = 0;
    FILE *requests = open_memstream(&text, &len);
    signkey_status status = SIGNKEY_ERROR_OUT_OF_MEMORY;

    if (requests != NULL) {
        status = send(sync, answers, requests);
        fclose(requests);
    }
    if (status == SIGNKEY_OK) {
        status = signkey_registration_state(sync, &state);
    }
    if (status == SIGNKEY_OK) {
        bool in_band = state == SIGNKEY_SYNC_IN_BAND;
        status = signkey_registration_response(sync, in_band ? configuration->data : NULL,
                                            in_band ? configuration->len : 0, now, &response, NULL);
    }
    if (succeeded(status)) {
        printf("ok\t%s\t%" PRIu32 "\t", text, response.http_status);
        print_headers(stdout, response.headers, response.header_count);
        printf("\t");
        print_hex(stdout, response.body.data, response.body.len);
        printf("\n");
    }
    free(text);
}

void registration(struct field *fields) {
    struct field *method = &fields[3], *query = &fields[4], *body = &fields[6];
    struct field *configuration = &fields[9];
    struct settings settings = {0};
    struct pairs headers = {NULL, 0}, answers = {NULL, 0};
    signkey_registration *sync = NULL;
    uint64_t now;
    signkey_status status = SIGNKEY_ERROR_INVALID_ARGUMENT;

    if (decode_text(method) && decode_text(query) && decode_pairs(&fields[5], &headers) &&
        decode_bytes(body) && decode_integer(&fields[7], &now) &&
        decode_pairs(&fields[8], &answers) && are_answers(&answers) &&
        decode_bytes(configuration)) {
        status = read_settings(fields, &settings);
    }
    if (status == SIGNKEY_OK) {
        const struct request request = {method, query, body, &headers};
        status = begin(&settings, &request, now, &sync);
    }
    if (succeeded(status)) {
        run(sync, &answers, configuration, now);
    }
    signkey_registration_free(sync);
    free_settings(&settings);
    free_pairs(&headers);
    free_pairs(&answers);
}
