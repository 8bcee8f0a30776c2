/* `admit`: a request through an endpoint, step by step, and the response that follows. */
#include "answers.h"
#include "app.h"
#include "settings.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* How the body arrives: a reason why there is none, or its framing. */
struct received {
    uint32_t no_body, framing;
    uint64_t declared;
};

/* What the app answers, if it does. */
struct response {
    bool is_sent;
    uint64_t status, timestamp;
    struct field content_type, body;
};

static bool decode_received(struct field *field, struct received *received) {
    static const struct {
        const char *word;
        uint32_t no_body, framing;
    } words[] = {
        {"too_large", SIGNKEY_NO_BODY_TOO_LARGE, 0}, {"parsed", SIGNKEY_NO_BODY_PARSED, 0},
        {"unframed", SIGNKEY_NO_BODY_UNFRAMED, 0},   {"aborted", SIGNKEY_NO_BODY_ABORTED, 0},
        {"ended", 0, SIGNKEY_FRAMING_ENDED},         {"head", 0, SIGNKEY_FRAMING_HEAD},
        {"http2", 0, SIGNKEY_FRAMING_HTTP2},         {"unknown", 0, SIGNKEY_FRAMING_UNKNOWN},
    };
    for (size_t at = 0; at < sizeof words / sizeof *words; at++) {
        if (is(field, words[at].word)) {
            received->no_body = words[at].no_body;
            received->framing = words[at].framing;
            return true;
        }
    }
    received->framing = SIGNKEY_FRAMING_DECLARED;
    if (count_items(field, ':') != 2) {
        return false;
    }
    struct field word = next_item(field, ':');
    return is(&word, "declared") && decode_integer(field, &received->declared);
}

/* Reads the fields from the status on. */
static bool decode_response(struct field *fields, struct response *response) {
    response->is_sent = !is(&fields[0], "-");
    response->content_type = fields[1];
    response->body = fields[2];
    return (!response->is_sent ||
            (decode_integer(&fields[0], &response->status) && response->status <= UINT16_MAX)) &&
           decode_optional(&response->content_type) && decode_bytes(&response->body) &&
           decode_integer(&fields[3], &response->timestamp);
}

/* Sets an option and says whether it exists. */
static bool set(signkey_endpoint_options *options, signkey_slice *methods,
                const signkey_field *option) {
    struct field name = {(uint8_t *)option->name.data, option->name.len};
    struct field value = {(uint8_t *)option->value.data, option->value.len};
    const struct {
        const char *name;
        uint64_t *place;
    } numbers[] = {
        {"past", &options->past_seconds},
        {"future", &options->future_seconds},
        {"max_body_size", &options->max_body_size},
        {"max_json_size", &options->max_json_size},
        {"max_response_size", &options->max_response_size},
    };
    for (size_t at = 0; at < sizeof numbers / sizeof *numbers; at++) {
        if (is(&name, numbers[at].name)) {
            return decode_integer(&value, numbers[at].place);
        }
    }
    if (is(&name, "unsigned_sync")) {
        return decode_flag(&value, SIGNKEY_ENDPOINT_UNSIGNED_SYNC, &options->flags);
    }
    if (is(&name, "sign_responses")) {
        return decode_flag(&value, SIGNKEY_ENDPOINT_SIGN_RESPONSES, &options->flags);
    }
    methods[options->unsigned_method_count++] = option->value;
    return is(&name, "unsigned_method");
}

/* Makes the endpoint of the settings with these options. */
static signkey_status make_endpoint(const signkey_config *config, const struct pairs *given,
                                    signkey_endpoint **endpoint) {
    signkey_endpoint_options options = SIGNKEY_ENDPOINT_OPTIONS_INIT;
    signkey_slice *methods = malloc((given->count + 1) * sizeof *methods);
    bool valid = methods != NULL;
    for (size_t at = 0; valid && at < given->count; at++) {
        valid = set(&options, methods, &given->items[at]);
    }
    options.unsigned_methods = methods;
    signkey_status status = SIGNKEY_ERROR_INVALID_ARGUMENT;
    if (valid) {
        status = signkey_config_endpoint(config, &options, endpoint, NULL);
    }
    free(methods);
    return status;
}

/* Prints at_most, verdict, facts and warning. */
static void print_verdict(const signkey_step *step, const signkey_verified *verified) {
    switch (step->kind) {
    case SIGNKEY_STEP_REFUSE:
        printf("\trefused\t%s", signkey_status_code(step->status));
        break;
    case SIGNKEY_STEP_ADMIT:
        if (step->caller == SIGNKEY_CALLER_VERIFIED) {
            printf("\tverified\t%" PRIu32 ",%s,%" PRIu64 ",%s", verified->key_index,
                   signkey_form_name(verified->form), verified->timestamp, verified->key_id);
        } else {
            printf("\tunverified\t%s", signkey_caller_name(step->caller));
        }
        break;
    default:
        printf("\tundecided\t-");
    }
    bool warns = step->warning != SIGNKEY_WARNING_NONE;
    printf("\t%s", warns ? signkey_warning_code(step->warning) : "-");
}

/* Asks what becomes of the response, and signs it if it is held: into `answer`, what it is with its
   signature. It may have a refusal in its place. */
static signkey_status respond(const signkey_endpoint *endpoint, const signkey_admission *admission,
                              const struct response *response, char answer[256],
                              signkey_refusal *refusal) {
    signkey_response_step step = SIGNKEY_RESPONSE_STEP_INIT;
    char header[SIGNKEY_HEADER_MAX];

    signkey_status status = signkey_endpoint_response(
        endpoint, admission, (uint32_t)response->status, response->content_type.data,
        response->content_type.len, &step, NULL);
    if (status != SIGNKEY_OK) {
        return status;
    }
    if (step.kind != SIGNKEY_RESPONSE_HOLD) {
        bool is_refused = step.kind == SIGNKEY_RESPONSE_REFUSE;
        strcpy(answer, is_refused ? "refuse\t-" : "forward\t-");
        return is_refused ? signkey_endpoint_unsignable(endpoint, refusal) : SIGNKEY_OK;
    }
    int len = sprintf(answer, "%s:%" PRIu64 "\t", step.empty ? "hold_empty" : "hold", step.at_most);
    status = signkey_endpoint_sign_response(endpoint, admission, response->body.data,
                                            step.empty ? 0 : response->body.len,
                                            response->timestamp, header, NULL);
    if (status == SIGNKEY_ERROR_RESPONSE_UNSIGNABLE) {
        strcpy(answer + len, "-");
        return signkey_endpoint_unsignable(endpoint, refusal);
    }
    for (size_t at = 0; status == SIGNKEY_OK && header[at] != '\0'; at++) {
        len += sprintf(answer + len, "%02x", (unsigned)header[at]);
    }
    return status;
}

static void print_refusal(const signkey_refusal *refusal) {
    if (refusal->http_status == 0) {
        printf("\t-\t-\t-\t-\t-\n");
        return;
    }
    printf("\t%" PRIu32 "\t", refusal->http_status);
    print_headers(stdout, refusal->headers, refusal->header_count);
    printf("\t");
    print_hex(stdout, refusal->body, refusal->body_len);
    printf("\t%d\t", refusal->unread);
    print_hex(stdout, refusal->log, refusal->log_len);
    printf("\n");
}

/* Takes a request that was begun to its end, and answers. */
static void run(const signkey_endpoint *endpoint, signkey_admission *admission, signkey_step step,
                const struct received *received, const struct field *body, uint64_t now,
                const struct response *response) {
    signkey_verified verified = SIGNKEY_VERIFIED_INIT;
    signkey_refusal refusal = SIGNKEY_REFUSAL_INIT;
    signkey_status status = SIGNKEY_OK;
    char at_most[24] = "-", answer[256] = "-\t-";

    if (step.kind == SIGNKEY_STEP_READ_BODY) {
        sprintf(at_most, "%" PRIu64, step.at_most);
        status = received->no_body != 0
                     ? signkey_endpoint_no_body(endpoint, admission, received->no_body, &step, NULL)
                     : signkey_endpoint_receive_body(endpoint, admission, body->data, body->len,
                                                     received->framing, received->declared, now,
                                                     &step, &verified, NULL);
    }
    if (status == SIGNKEY_OK && step.kind == SIGNKEY_STEP_REFUSE) {
        status = signkey_admission_refusal(admission, &refusal);
    } else if (status == SIGNKEY_OK && response->is_sent) {
        status = respond(endpoint, admission, response, answer, &refusal);
    }
    if (succeeded(status)) {
        printf("ok\t%s", at_most);
        print_verdict(&step, &verified);
        printf("\t%s", answer);
        print_refusal(&refusal);
    }
}

void admit(struct field *fields) {
    struct field *method = &fields[3], *body = &fields[6];
    struct settings settings = {0};
    struct pairs options = {NULL, 0}, headers = {NULL, 0};
    struct received received = {0, 0, 0};
    struct response response;
    signkey_endpoint *endpoint = NULL;
    signkey_admission admission = SIGNKEY_ADMISSION_INIT;
    signkey_step step = SIGNKEY_STEP_INIT;
    uint64_t now;
    signkey_status status = SIGNKEY_ERROR_INVALID_ARGUMENT;

    if (decode_texts(&fields[2], &options) && decode_text(method) &&
        decode_pairs(&fields[4], &headers) && decode_received(&fields[5], &received) &&
        decode_bytes(body) && decode_integer(&fields[7], &now) &&
        decode_response(&fields[8], &response)) {
        status = read_config(fields, &settings);
    }
    if (status == SIGNKEY_OK) {
        status = make_endpoint(settings.config, &options, &endpoint);
    }
    if (status == SIGNKEY_OK) {
        status = signkey_endpoint_admit(endpoint, method->data, method->len, headers.items,
                                        headers.count, &admission, &step, NULL);
    }
    if (succeeded(status)) {
        run(endpoint, &admission, step, &received, body, now, &response);
    }
    signkey_endpoint_free(endpoint);
    free_settings(&settings);
    free_pairs(&options);
    free_pairs(&headers);
}
