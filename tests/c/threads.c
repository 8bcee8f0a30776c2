/* One object of each kind, many threads. */
#include "around.h"

#include <pthread.h>

enum { THREADS = 4, ROUNDS = 500 };

struct worker {
    const signkey_keyring *keyring;
    const signkey_encryptor *encryptor;
    const signkey_config *config;
    const signkey_api_auth *auth;
    unsigned long verified, refused, deciphered, authenticated, retried;
};

/* Makes objects that share their keys with all threads, and uses one that outlives its keyring. */
static bool authenticate(const struct worker *worker) {
    static const signkey_field signature = {{BYTES("X-Inngest-Signature")}, {BYTES(HEADER)}};
    signkey_request request = SIGNKEY_REQUEST_INIT;
    signkey_verified verified = SIGNKEY_VERIFIED_INIT;
    signkey_sender sender = SIGNKEY_SENDER_DEV;
    signkey_keyring *keyring = NULL;
    signkey_endpoint *endpoint = NULL, *other = NULL;
    request.headers = &signature;
    request.header_count = 1;
    request.body = (signkey_slice){BYTES(BODY)};

    bool made = signkey_config_keyring(worker->config, &keyring, NULL) == SIGNKEY_OK &&
                signkey_endpoint_new(NULL, keyring, NULL, &endpoint, NULL) == SIGNKEY_OK &&
                signkey_endpoint_new(NULL, worker->keyring, NULL, &other, NULL) == SIGNKEY_OK;
    signkey_keyring_free(keyring);
    bool verifies = made && signkey_endpoint_authenticate(endpoint, &request, NOW, &sender,
                                                          &verified, NULL) == SIGNKEY_OK;
    signkey_endpoint_free(endpoint);
    signkey_endpoint_free(other);
    return verifies && sender == SIGNKEY_SENDER_VERIFIED;
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
        worker->authenticated += authenticate(worker);
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
    signkey_api_auth *auth = NULL;
    CHECK_STATUS(signkey_config_api_auth(config, &auth, NULL), SIGNKEY_OK);
    struct worker workers[THREADS];
    pthread_t threads[THREADS];

    for (int at = 0; at < THREADS; at++) {
        workers[at] = (struct worker){keyring, encryptor, config, auth, 0, 0, 0, 0, 0};
        CHECK(pthread_create(&threads[at], NULL, work, &workers[at]) == 0);
    }
    for (int at = 0; at < THREADS; at++) {
        CHECK(pthread_join(threads[at], NULL) == 0);
        CHECK(workers[at].verified == ROUNDS && workers[at].refused == ROUNDS);
        CHECK(workers[at].deciphered == ROUNDS);
        CHECK(workers[at].authenticated == ROUNDS && workers[at].retried == ROUNDS);
    }
    signkey_keyring_free(keyring);
    signkey_encryptor_free(encryptor);
    signkey_api_auth_free(auth);
    signkey_config_free(config);
}
