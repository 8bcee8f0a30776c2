/* One object of each kind, many threads. */
#include "app.h"

#include <pthread.h>

enum { THREADS = 4, ROUNDS = 500 };

struct worker {
    const signkey_keyring *keyring;
    const signkey_encryptor *encryptor;
    const signkey_config *config;
    const signkey_endpoint *endpoint;
    const signkey_api_auth *auth;
    unsigned long verified, refused, deciphered, admitted, served, retried;
};

/* Makes objects that share their keys with all threads, and uses one that outlives its keyring. */
static bool admit(const struct worker *worker) {
    signkey_admission admission = SIGNKEY_ADMISSION_INIT;
    signkey_step step = SIGNKEY_STEP_INIT;
    signkey_keyring *keyring = NULL;
    signkey_endpoint *endpoint = NULL, *other = NULL;

    bool made = signkey_config_keyring(worker->config, &keyring, NULL) == SIGNKEY_OK &&
                signkey_endpoint_new(keyring, NULL, NULL, &endpoint, NULL) == SIGNKEY_OK &&
                signkey_endpoint_new(worker->keyring, NULL, NULL, &other, NULL) == SIGNKEY_OK;
    signkey_keyring_free(keyring);
    bool verifies = made && signkey_endpoint_admit_whole(endpoint, BYTES("POST"), SIGNED, 1,
                                                         BYTES(BODY), NOW, &admission, &step, NULL,
                                                         NULL) == SIGNKEY_OK;
    signkey_endpoint_free(endpoint);
    signkey_endpoint_free(other);
    return verifies && step.caller == SIGNKEY_CALLER_VERIFIED;
}

/* Judges a request with an endpoint that all threads use, and signs the answer. */
static bool serve(const signkey_endpoint *endpoint) {
    signkey_admission admission = SIGNKEY_ADMISSION_INIT;
    signkey_step step = SIGNKEY_STEP_INIT;
    char header[SIGNKEY_HEADER_MAX];
    return signkey_endpoint_admit(endpoint, BYTES("POST"), SIGNED, 1, &admission, &step, NULL) ==
               SIGNKEY_OK &&
           signkey_endpoint_receive_body(endpoint, &admission, BYTES(BODY), SIGNKEY_FRAMING_ENDED,
                                         0, NOW, &step, NULL, NULL) == SIGNKEY_OK &&
           signkey_endpoint_sign_response(endpoint, &admission, BYTES(BODY), NOW, header, NULL) ==
               SIGNKEY_OK &&
           strcmp(header, HEADER) == 0;
}

/* A call that the first key does not serve, whichever is the first by now. */
static bool retry(const signkey_api_auth *auth) {
    char credential[SIGNKEY_AUTHORIZATION_MAX], next_credential[SIGNKEY_AUTHORIZATION_MAX];
    uint32_t attempt, next;
    bool again = false, done = true;
    return signkey_api_auth_begin(auth, &attempt) == SIGNKEY_OK &&
           signkey_api_auth_authorization(auth, attempt, credential) == SIGNKEY_OK &&
           signkey_api_auth_after(auth, attempt, 401, &again, &next) == SIGNKEY_OK && again &&
           signkey_api_auth_authorization(auth, next, next_credential) == SIGNKEY_OK &&
           strcmp(credential, next_credential) != 0 &&
           signkey_api_auth_after(auth, next, 200, &done, &next) == SIGNKEY_OK && !done;
}

static void *work(void *argument) {
    struct worker *worker = argument;
    for (int round = 0; round < ROUNDS; round++) {
        signkey_verified verified = SIGNKEY_VERIFIED_INIT;
        signkey_failure failure = SIGNKEY_FAILURE_INIT;
        signkey_verifier *verifier = NULL;
        signkey_buffer envelope = {NULL, 0, 0}, text = {NULL, 0, 0};
        bool was_encrypted = false;
        char header[SIGNKEY_HEADER_MAX];

        if (signkey_sign_raw(worker->keyring, 0, BYTES(BODY), NOW, header, NULL) == SIGNKEY_OK &&
            signkey_verify_request(worker->keyring, BYTES("{\"ok\" :true}"),
                                   (const uint8_t *)header, sizeof HEADER - 1, NOW, NULL,
                                   &verified, &failure) == SIGNKEY_OK) {
            worker->verified++;
        }
        if (signkey_verifier_new(worker->keyring, BYTES(OTHER_HEADER), &verifier, NULL) ==
                SIGNKEY_OK &&
            signkey_verifier_finish(verifier, NOW, NULL, &verified, &failure) ==
                SIGNKEY_ERROR_SIGNATURE_MISMATCH) {
            worker->refused++;
        }
        signkey_verifier_free(verifier);
        if (signkey_encrypt_value(worker->encryptor, BYTES(BODY), NULL, &envelope, NULL) ==
                SIGNKEY_OK &&
            signkey_decrypt_value(worker->encryptor, envelope.data, envelope.len, &text,
                                  &was_encrypted, NULL) == SIGNKEY_OK &&
            was_encrypted && text.len == sizeof BODY - 1) {
            worker->deciphered++;
        }
        worker->admitted += admit(worker);
        worker->served += serve(worker->endpoint);
        worker->retried += retry(worker->auth);
        signkey_buffer_free(&envelope);
        signkey_buffer_free(&text);
    }
    return NULL;
}

void test_threads(void) {
    signkey_keyring *keyring = two_keys();
    signkey_encryptor *encryptor = one_secret(0);
    signkey_config *config = two_key_config();
    signkey_endpoint *endpoint = endpoint_of(NULL);
    signkey_api_auth *auth = NULL;
    CHECK_STATUS(signkey_config_api_auth(config, &auth, NULL), SIGNKEY_OK);
    struct worker workers[THREADS];
    pthread_t threads[THREADS];

    for (int at = 0; at < THREADS; at++) {
        workers[at] = (struct worker){keyring, encryptor, config, endpoint, auth, 0, 0, 0, 0, 0, 0};
        CHECK(pthread_create(&threads[at], NULL, work, &workers[at]) == 0);
    }
    for (int at = 0; at < THREADS; at++) {
        CHECK(pthread_join(threads[at], NULL) == 0);
        CHECK(workers[at].verified == ROUNDS && workers[at].refused == ROUNDS);
        CHECK(workers[at].deciphered == ROUNDS);
        CHECK(workers[at].admitted == ROUNDS && workers[at].served == ROUNDS);
        CHECK(workers[at].retried == ROUNDS);
    }
    signkey_keyring_free(keyring);
    signkey_encryptor_free(encryptor);
    signkey_endpoint_free(endpoint);
    signkey_api_auth_free(auth);
    signkey_config_free(config);
}
