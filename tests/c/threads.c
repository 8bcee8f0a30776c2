/* One keyring and one encryptor, many threads. */
#include "test.h"

#include <pthread.h>

enum { THREADS = 4, ROUNDS = 500 };

struct worker {
    const signkey_keyring *keyring;
    const signkey_encryptor *encryptor;
    unsigned long verified, refused, deciphered;
};

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
        signkey_buffer_free(&envelope);
        signkey_buffer_free(&text);
    }
    return NULL;
}

void test_threads(void) {
    signkey_keyring *keyring = two_keys();
    signkey_encryptor *encryptor = one_secret(0);
    struct worker workers[THREADS];
    pthread_t threads[THREADS];

    for (int at = 0; at < THREADS; at++) {
        workers[at] = (struct worker){keyring, encryptor, 0, 0, 0};
        CHECK(pthread_create(&threads[at], NULL, work, &workers[at]) == 0);
    }
    for (int at = 0; at < THREADS; at++) {
        CHECK(pthread_join(threads[at], NULL) == 0);
        CHECK(workers[at].verified == ROUNDS && workers[at].refused == ROUNDS);
        CHECK(workers[at].deciphered == ROUNDS);
    }
    signkey_keyring_free(keyring);
    signkey_encryptor_free(encryptor);
}
