/*
 * Signs a request: sign BODY_FILE
 *
 * Prints the value of X-Inngest-Signature for the JSON document in the file. The key comes from
 * INNGEST_SIGNING_KEY.
 */
#include <signkey.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int fail(const char *what) {
    fprintf(stderr, "sign: %s\n", what);
    return 1;
}

int main(int count, char **arguments) {
    static uint8_t body[1 << 20];
    FILE *file = count == 2 ? fopen(arguments[1], "rb") : NULL;
    if (file == NULL) {
        return fail("usage: sign BODY_FILE");
    }
    size_t body_len = fread(body, 1, sizeof body, file);
    fclose(file);
    if (body_len == sizeof body) {
        return fail("the file is too large for this example");
    }

    const char *key = getenv("INNGEST_SIGNING_KEY");
    signkey_slice text = {(const uint8_t *)key, key ? strlen(key) : 0};
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    signkey_keyring *keyring = NULL;
    char header[SIGNKEY_HEADER_MAX];

    signkey_status status = signkey_keyring_new(&text, 1, &keyring, &failure);
    if (status == SIGNKEY_OK) {
        uint64_t now = (uint64_t)time(NULL);
        status = signkey_sign_request(keyring, 0, body, body_len, now, header, &failure);
    }
    signkey_keyring_free(keyring);

    if (status != SIGNKEY_OK) {
        char message[SIGNKEY_MESSAGE_MAX];
        signkey_failure_message(&failure, message);
        return fail(message);
    }
    printf("%s\n", header);
    return 0;
}
