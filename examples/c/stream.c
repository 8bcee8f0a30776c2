/*
 * Verifies a body of any size in constant memory: stream HEADER [NOW] <BODY
 *
 * The body is read in pieces, and none of it may be acted on before the verdict. The bytes have to be
 * those that were signed; verify.c also takes other notations of the same JSON.
 */
#include <inttypes.h>
#include <signkey.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Feeds standard input to the verifier, then asks for the verdict. */
static signkey_status verify(signkey_verifier *verifier, uint64_t now, signkey_verified *verified,
                             signkey_failure *failure) {
    static uint8_t chunk[1 << 14];
    size_t len;
    while ((len = fread(chunk, 1, sizeof chunk, stdin)) > 0) {
        signkey_status status = signkey_verifier_update(verifier, chunk, len);
        if (status != SIGNKEY_OK) {
            failure->status = status;
            return status;
        }
    }
    return signkey_verifier_finish(verifier, now, NULL, verified, failure);
}

int main(int count, char **arguments) {
    if (count < 2 || count > 3) {
        fprintf(stderr, "usage: stream HEADER [NOW] <BODY\n");
        return 2;
    }
    const char *key = getenv("INNGEST_SIGNING_KEY");
    signkey_slice text = {(const uint8_t *)key, key ? strlen(key) : 0};
    uint64_t now = count > 2 ? strtoull(arguments[2], NULL, 10) : (uint64_t)time(NULL);

    signkey_verified verified = SIGNKEY_VERIFIED_INIT;
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    signkey_keyring *keyring = NULL;
    signkey_verifier *verifier = NULL;

    signkey_status status = signkey_keyring_new(&text, 1, &keyring, &failure);
    if (status == SIGNKEY_OK) {
        status = signkey_verifier_new(keyring, (const uint8_t *)arguments[1], strlen(arguments[1]),
                                      &verifier, &failure);
    }
    if (status == SIGNKEY_OK) {
        status = verify(verifier, now, &verified, &failure);
    }
    signkey_verifier_free(verifier);
    signkey_keyring_free(keyring);

    if (status != SIGNKEY_OK) {
        char message[SIGNKEY_MESSAGE_MAX];
        signkey_failure_message(&failure, message);
        printf("refused: %s\n", message);
        return 1;
    }
    printf("verified: key %s, %" PRId64 " seconds old\n", verified.key_id, verified.age_seconds);
    return 0;
}
