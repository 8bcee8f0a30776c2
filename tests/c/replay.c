/* Each message is accepted once: by a guard, by a store, and what a response is. */
#include "app.h"

#include <pthread.h>
#include <stdio.h>

/* hashlib.sha256(hashlib.sha256(name).digest()[:16] + mac).hexdigest()[:32], the MAC of HEADER. */
#define CLAIM_ID "0952107e55963ddb97f72de33ae77f69"
#define CLAIM_ID_OF_SHOP "7c8af54089f3b1349847202ecefb3e3d"

static signkey_replay_guard *guard_of(uint64_t entries) {
    signkey_replay_guard *guard = NULL;
    CHECK_STATUS(signkey_replay_guard_new(entries, SIGNKEY_WINDOW_DEFAULT, SIGNKEY_WINDOW_DEFAULT,
                                          &guard, NULL),
                 SIGNKEY_OK);
    return guard;
}

static signkey_endpoint *protected_by(const signkey_replay_guard *guard, const char *name) {
    signkey_endpoint_options options = SIGNKEY_ENDPOINT_OPTIONS_INIT;
    options.replay_guard = guard;
    options.name = (signkey_slice){(const uint8_t *)name, strlen(name)};
    return endpoint_of(&options);
}

/* Sends a request with BODY and returns the verdict. */
static signkey_status sent(const signkey_endpoint *endpoint, const char *header) {
    const signkey_field headers[] = {
        {TEXT(SIGNKEY_SIGNATURE_HEADER), {(const uint8_t *)header, strlen(header)}}};
    struct request request = request_of("POST", headers, 1);
    signkey_admission admission = SIGNKEY_ADMISSION_INIT;
    return judge(endpoint, &request, &admission, NULL).status;
}

static void a_guard_accepts_a_message_once_under_each_name(void) {
    signkey_replay_guard *guard = guard_of(1000);
    signkey_endpoint *endpoint = protected_by(guard, ""), *shop = protected_by(guard, "shop");
    double before = 1, after = 0;
    CHECK_STATUS(signkey_replay_guard_fullness(guard, NOW, &before), SIGNKEY_OK);
    CHECK_STATUS(sent(endpoint, HEADER), SIGNKEY_OK);
    CHECK_STATUS(sent(endpoint, HEADER), SIGNKEY_ERROR_REPLAYED);
    CHECK_STATUS(sent(shop, HEADER), SIGNKEY_OK);
    CHECK_STATUS(signkey_replay_guard_fullness(guard, NOW, &after), SIGNKEY_OK);
    CHECK(before == 0 && after > 0 && after < 1);

    /* It goes on in its endpoints. */
    signkey_replay_guard_free(guard);
    CHECK_STATUS(sent(shop, HEADER), SIGNKEY_ERROR_REPLAYED);
    CHECK_STATUS(sent(shop, OTHER_HEADER), SIGNKEY_OK);
    signkey_endpoint_free(endpoint);
    signkey_endpoint_free(shop);
}

static void a_full_guard_refuses_rather_than_forgets(void) {
    signkey_replay_guard *guard = guard_of(1);
    signkey_endpoint *endpoint = protected_by(guard, "");
    signkey_admission admission = SIGNKEY_ADMISSION_INIT;
    const signkey_field other[] = {FIELD(SIGNKEY_SIGNATURE_HEADER, OTHER_HEADER)};
    struct request request = request_of("POST", other, 1);
    CHECK_STATUS(sent(endpoint, HEADER), SIGNKEY_OK);
    signkey_step step = judge(endpoint, &request, &admission, NULL);
    CHECK(step.status == SIGNKEY_ERROR_REPLAY_GUARD_FULL && step.http_status == 503);
    double fullness = 0;
    CHECK_STATUS(signkey_replay_guard_fullness(guard, NOW, &fullness), SIGNKEY_OK);
    CHECK(fullness >= 1);
    signkey_replay_guard_free(guard);
    signkey_endpoint_free(endpoint);
}

static void a_signed_response_is_no_request(void) {
    signkey_replay_guard *guard = guard_of(1000);
    signkey_endpoint *endpoint = protected_by(guard, "");
    struct request request = request_of("POST", SIGNED, 1);
    signkey_admission admission = SIGNKEY_ADMISSION_INIT;
    char signature[SIGNKEY_HEADER_MAX], id[SIGNKEY_CLAIM_ID_MAX] = "?";
    uint64_t lifetime = 77;
    CHECK(judge(endpoint, &request, &admission, NULL).caller == SIGNKEY_CALLER_VERIFIED);
    CHECK_STATUS(signkey_endpoint_sign_response(endpoint, &admission, BYTES(BODY), NOW + 1,
                                                signature, NULL),
                 SIGNKEY_OK);
    CHECK_STATUS(sent(endpoint, signature), SIGNKEY_ERROR_REPLAYED);

    /* Nor is one that something else has signed. */
    CHECK_STATUS(signkey_endpoint_response_claim(endpoint, &admission, BYTES(OTHER_HEADER), id,
                                                 &lifetime),
                 SIGNKEY_OK);
    CHECK(id[0] == '\0' && lifetime == 0);
    CHECK_STATUS(sent(endpoint, OTHER_HEADER), SIGNKEY_ERROR_REPLAYED);
    signkey_replay_guard_free(guard);
    signkey_endpoint_free(endpoint);
}

static signkey_endpoint *with_store(uint32_t flags, const char *name) {
    signkey_endpoint_options options = SIGNKEY_ENDPOINT_OPTIONS_INIT;
    options.flags = SIGNKEY_ENDPOINT_REPLAY_STORE | flags;
    options.name = (signkey_slice){(const uint8_t *)name, strlen(name)};
    options.replay_skew_seconds = 10;
    return endpoint_of(&options);
}

static void a_store_gives_the_last_word(void) {
    static const struct {
        signkey_claim claim;
        uint32_t flags;
        signkey_status status;
        uint32_t http_status;
    } rows[] = {
        {SIGNKEY_CLAIM_FIRST, 0, SIGNKEY_OK, 0},
        {SIGNKEY_CLAIM_AGAIN, 0, SIGNKEY_ERROR_REPLAYED, 401},
        {SIGNKEY_CLAIM_AGAIN, SIGNKEY_ENDPOINT_ADMIT_UNCLAIMED, SIGNKEY_ERROR_REPLAYED, 401},
        {SIGNKEY_CLAIM_UNAVAILABLE, 0, SIGNKEY_ERROR_REPLAY_STORE_UNAVAILABLE, 503},
        {SIGNKEY_CLAIM_UNAVAILABLE, SIGNKEY_ENDPOINT_ADMIT_UNCLAIMED, SIGNKEY_OK, 0},
    };
    for (size_t at = 0; at < COUNT(rows); at++) {
        signkey_endpoint *endpoint = with_store(rows[at].flags, at == 0 ? "shop" : "");
        struct request request = request_of("POST", SIGNED, 1);
        signkey_admission admission = SIGNKEY_ADMISSION_INIT;
        signkey_verified verified = SIGNKEY_VERIFIED_INIT;
        signkey_failure failure = SIGNKEY_FAILURE_INIT;
        signkey_step step = judge(endpoint, &request, &admission, &verified);
        CHECK(step.kind == SIGNKEY_STEP_CLAIM && step.caller == SIGNKEY_CALLER_NONE);
        CHECK_TEXT(step.claim_id, at == 0 ? CLAIM_ID_OF_SHOP : CLAIM_ID);
        CHECK(step.claim_lifetime_seconds == 611 && verified.key_id[0] == '\0');

        CHECK_STATUS(signkey_endpoint_receive_claim(endpoint, &admission, rows[at].claim, &step,
                                                    &verified, &failure),
                     SIGNKEY_OK);
        CHECK_STATUS(step.status, rows[at].status);
        CHECK(step.http_status == rows[at].http_status && failure.status == step.status);
        CHECK((step.caller == SIGNKEY_CALLER_VERIFIED) == (verified.key_id[0] != '\0'));
        CHECK(step.claim_id[0] == '\0' && step.claim_lifetime_seconds == 0);
        signkey_endpoint_free(endpoint);
    }
}

static void claims_have_their_place(void) {
    signkey_endpoint *endpoint = with_store(0, "");
    struct request request = request_of("POST", SIGNED, 1);
    signkey_admission admission = SIGNKEY_ADMISSION_INIT;
    signkey_step step = begin(endpoint, &request, &admission);
    CHECK_STATUS(signkey_endpoint_receive_claim(endpoint, &admission, SIGNKEY_CLAIM_FIRST, &step,
                                                NULL, NULL),
                 SIGNKEY_ERROR_FINISHED);
    CHECK_STATUS(signkey_endpoint_receive_body(endpoint, &admission, BYTES(BODY),
                                               SIGNKEY_FRAMING_ENDED, 0, NOW, &step, NULL, NULL),
                 SIGNKEY_OK);
    CHECK(step.kind == SIGNKEY_STEP_CLAIM);
    CHECK_STATUS(signkey_endpoint_receive_claim(endpoint, &admission, 4, &step, NULL, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(signkey_admission_step(&admission, &step, NULL, NULL), SIGNKEY_OK);
    CHECK(step.kind == SIGNKEY_STEP_CLAIM);
    CHECK_TEXT(step.claim_id, CLAIM_ID);
    signkey_endpoint_free(endpoint);
}

enum { THREADS = 8, MESSAGES = 2000 };

struct client {
    const signkey_endpoint *endpoint;
    char (*headers)[SIGNKEY_HEADER_MAX];
    unsigned long accepted, replayed;
};

static void *send_all(void *argument) {
    struct client *client = argument;
    for (size_t at = 0; at < MESSAGES; at++) {
        const char *header = client->headers[at];
        const signkey_field headers[] = {
            {TEXT(SIGNKEY_SIGNATURE_HEADER), {(const uint8_t *)header, strlen(header)}}};
        signkey_admission admission = SIGNKEY_ADMISSION_INIT;
        signkey_step step = SIGNKEY_STEP_INIT;
        signkey_endpoint_admit_whole(client->endpoint, BYTES("POST"), headers, 1, BYTES(BODY), NOW,
                                     &admission, &step, NULL, NULL);
        client->accepted += step.kind == SIGNKEY_STEP_ADMIT;
        client->replayed += step.status == SIGNKEY_ERROR_REPLAYED;
    }
    return NULL;
}

static void of_all_threads_one_is_the_first(void) {
    static char headers[MESSAGES][SIGNKEY_HEADER_MAX];
    signkey_replay_guard *guard = guard_of(16 * MESSAGES);
    signkey_endpoint *endpoint = protected_by(guard, "");
    signkey_keyring *keyring = two_keys();
    struct client clients[THREADS];
    pthread_t threads[THREADS];
    unsigned long accepted = 0, replayed = 0;
    for (size_t at = 0; at < MESSAGES; at++) {
        /* 601 seconds under two keys are not enough: the rest is sent twice as often. */
        signkey_sign_raw(keyring, at / 601 % 2, BYTES(BODY), NOW - 300 + at % 601, headers[at],
                         NULL);
    }
    for (size_t at = 0; at < THREADS; at++) {
        clients[at] = (struct client){endpoint, headers, 0, 0};
        CHECK(pthread_create(&threads[at], NULL, send_all, &clients[at]) == 0);
    }
    for (size_t at = 0; at < THREADS; at++) {
        CHECK(pthread_join(threads[at], NULL) == 0);
        accepted += clients[at].accepted;
        replayed += clients[at].replayed;
    }
    CHECK(accepted == 2 * 601 && accepted + replayed == (unsigned long)THREADS * MESSAGES);
    signkey_keyring_free(keyring);
    signkey_endpoint_free(endpoint);
    signkey_replay_guard_free(guard);
}

void test_replay(void) {
    a_guard_accepts_a_message_once_under_each_name();
    a_full_guard_refuses_rather_than_forgets();
    a_signed_response_is_no_request();
    a_store_gives_the_last_word();
    claims_have_their_place();
    of_all_threads_one_is_the_first();
    signkey_replay_guard_free(NULL);
}
