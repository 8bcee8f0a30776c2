/* `replay_messages`: a sequence of messages to endpoints that accept each once. */
#define _POSIX_C_SOURCE 200809L
#include "replay.h"

#include "answers.h"
#include "app.h"
#include "keys.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A list of words between commas, in memory. */
struct list {
    char *text;
    size_t len;
    FILE *file;
};

/* What answers a sequence, list by list. */
struct answer {
    struct list verdicts, claims, response_claims;
};

static void begin_item(struct list *list, size_t at) {
    fputs(at > 0 ? "," : "", list->file);
}

static void add_claim(struct list *list, size_t at, const char *id, uint64_t lifetime) {
    begin_item(list, at);
    if (id[0] == '\0') {
        fputs("-", list->file);
    } else {
        fprintf(list->file, "%s:%" PRIu64, id, lifetime);
    }
}

/* Makes the endpoints, which share a guard, and may all ask a store. */
static signkey_status make_endpoints(const struct sequence *sequence,
                                     const signkey_keyring *keyring, const signkey_failure *why,
                                     const signkey_replay_guard *guard,
                                     signkey_endpoint **endpoints) {
    signkey_status status = SIGNKEY_OK;
    for (size_t at = 0; status == SIGNKEY_OK && at < sequence->endpoint_count; at++) {
        const struct endpoint_row *row = &sequence->endpoints[at];
        signkey_endpoint_options options = SIGNKEY_ENDPOINT_OPTIONS_INIT;
        options.name = (signkey_slice){row->name.data, row->name.len};
        options.past_seconds = row->past;
        options.future_seconds = row->future;
        options.replay_guard = guard;
        if (sequence->has_store) {
            options.flags = SIGNKEY_ENDPOINT_REPLAY_STORE | sequence->admit_unclaimed;
            options.replay_skew_seconds = sequence->skew;
        }
        status = signkey_endpoint_new(keyring, why, &options, &endpoints[at], NULL);
    }
    return status;
}

/* Sends a message, and adds its verdict and what the store was asked. */
static signkey_status send(const signkey_endpoint *endpoint, const struct message_row *message,
                           signkey_admission *admission, size_t at, struct answer *answer) {
    const signkey_field header = {
        {(const uint8_t *)SIGNKEY_SIGNATURE_HEADER, sizeof SIGNKEY_SIGNATURE_HEADER - 1},
        {message->header.data, message->header.len}};
    signkey_step step = SIGNKEY_STEP_INIT;
    signkey_status status =
        signkey_endpoint_admit(endpoint, message->method.data, message->method.len, &header,
                               message->has_header, admission, &step, NULL);
    if (status == SIGNKEY_OK && step.kind == SIGNKEY_STEP_READ_BODY) {
        status = signkey_endpoint_receive_body(endpoint, admission, message->body.data,
                                               message->body.len, SIGNKEY_FRAMING_ENDED, 0,
                                               message->now, &step, NULL, NULL);
    }
    add_claim(&answer->claims, at, step.claim_id, step.claim_lifetime_seconds);
    if (status == SIGNKEY_OK && step.kind == SIGNKEY_STEP_CLAIM) {
        status = signkey_endpoint_receive_claim(endpoint, admission, message->claim, &step, NULL,
                                                NULL);
    }
    begin_item(&answer->verdicts, at);
    bool is_admitted = step.kind == SIGNKEY_STEP_ADMIT;
    fputs(!is_admitted                               ? signkey_status_code(step.status)
          : step.caller == SIGNKEY_CALLER_VERIFIED ? "verified"
                                                     : "unverified",
          answer->verdicts.file);
    return status;
}

/* Answers a message that was verified, and adds what the store is asked for that. */
static signkey_status respond(const signkey_endpoint *endpoint, const struct message_row *message,
                              const signkey_admission *admission, size_t at,
                              struct answer *answer) {
    signkey_step step = SIGNKEY_STEP_INIT;
    char signature[SIGNKEY_HEADER_MAX] = "", id[SIGNKEY_CLAIM_ID_MAX] = "";
    struct field signed_with = message->signature;
    uint64_t lifetime = 0;
    signkey_status status = signkey_admission_step(admission, &step, NULL, NULL);
    bool is_verified = step.caller == SIGNKEY_CALLER_VERIFIED;
    if (status == SIGNKEY_OK && is_verified && message->has_response) {
        status = signkey_endpoint_sign_response(endpoint, admission, message->response.data,
                                                message->response.len, message->timestamp,
                                                signature, NULL);
        signed_with = (struct field){(uint8_t *)signature, strlen(signature)};
    }
    if (status == SIGNKEY_OK && is_verified && (message->has_response || message->has_signature)) {
        status = signkey_endpoint_response_claim(endpoint, admission, signed_with.data,
                                                 signed_with.len, id, &lifetime);
    }
    add_claim(&answer->response_claims, at, id, lifetime);
    return status;
}

static signkey_status run(const struct sequence *sequence, signkey_endpoint *const *endpoints,
                          struct answer *answer) {
    signkey_status status = SIGNKEY_OK;
    for (size_t at = 0; status == SIGNKEY_OK && at < sequence->message_count; at++) {
        const struct message_row *message = &sequence->messages[at];
        const signkey_endpoint *endpoint = endpoints[message->endpoint];
        signkey_admission admission = SIGNKEY_ADMISSION_INIT;
        status = send(endpoint, message, &admission, at, answer);
        if (status == SIGNKEY_OK) {
            status = respond(endpoint, message, &admission, at, answer);
        }
    }
    return status;
}

/* How full the guard is at the end, in percent. */
static void print_fullness(const struct sequence *sequence, const signkey_replay_guard *guard) {
    uint64_t now =
        sequence->message_count > 0 ? sequence->messages[sequence->message_count - 1].now : 0;
    double fullness = 0;
    signkey_replay_guard_fullness(guard, now, &fullness);
    printf("\t%d\n", (int)(100 * fullness + 0.5));
}

static bool open_list(struct list *list) {
    list->file = open_memstream(&list->text, &list->len);
    return list->file != NULL;
}

static void close_list(struct list *list) {
    if (list->file != NULL) {
        fclose(list->file);
        list->file = NULL;
    }
}

/* Makes all that a sequence needs, runs it, and answers. */
static void answer_sequence(const struct sequence *sequence, const signkey_keyring *keyring,
                            const signkey_failure *why) {
    struct answer answer = {{NULL, 0, NULL}, {NULL, 0, NULL}, {NULL, 0, NULL}};
    signkey_endpoint **endpoints = calloc(sequence->endpoint_count + 1, sizeof *endpoints);
    signkey_replay_guard *guard = NULL;
    signkey_status status = SIGNKEY_ERROR_OUT_OF_MEMORY;
    if (endpoints != NULL && open_list(&answer.verdicts) && open_list(&answer.claims) &&
        open_list(&answer.response_claims)) {
        status = SIGNKEY_OK;
    }
    if (status == SIGNKEY_OK && sequence->has_guard) {
        status = signkey_replay_guard_new(sequence->guard[0], sequence->guard[1],
                                          sequence->guard[2], &guard, NULL);
    }
    if (status == SIGNKEY_OK) {
        status = make_endpoints(sequence, keyring, why, guard, endpoints);
    }
    if (status == SIGNKEY_OK) {
        status = run(sequence, endpoints, &answer);
    }
    close_list(&answer.verdicts);
    close_list(&answer.claims);
    close_list(&answer.response_claims);
    if (succeeded(status)) {
        printf("ok\t%s\t%s\t%s", answer.verdicts.text, answer.claims.text,
               answer.response_claims.text);
        if (guard == NULL) {
            printf("\t-\n");
        } else {
            print_fullness(sequence, guard);
        }
    }
    for (size_t at = 0; endpoints != NULL && at < sequence->endpoint_count; at++) {
        signkey_endpoint_free(endpoints[at]);
    }
    free(endpoints);
    free(answer.verdicts.text);
    free(answer.claims.text);
    free(answer.response_claims.text);
    signkey_replay_guard_free(guard);
}

void replay_messages(struct field *fields) {
    struct sequence sequence = {0};
    signkey_failure why = SIGNKEY_FAILURE_INIT;
    signkey_keyring *keyring = NULL;
    /* What is wrong with the keys is the verdict on each message. */
    why.status = read_keys(&fields[0], &keyring);
    if (why.status != SIGNKEY_ERROR_INVALID_ARGUMENT && decode_sequence(&fields[1], &sequence)) {
        answer_sequence(&sequence, keyring, &why);
    } else {
        refuse("invalid_argument");
    }
    free_sequence(&sequence);
    signkey_keyring_free(keyring);
}
