/*
 * Verifies a request: verify BODY_FILE [HEADER [NOW]]
 *
 * HEADER is the value of X-Inngest-Signature, and NOW a clock to use instead of the system's. The
 * keys come from INNGEST_SIGNING_KEY and, during a rotation, INNGEST_SIGNING_KEY_FALLBACK.
 */
#include <inttypes.h>
#include <signkey.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A text, or what stands for an absent one. */
static signkey_slice slice(const char *text) {
    signkey_slice result = {(const uint8_t *)text, text ? strlen(text) : 0};
    return result;
}

int main(int count, char **arguments) {
    static uint8_t body[1 << 20];
    FILE *file = count >= 2 && count <= 4 ? fopen(arguments[1], "rb") : NULL;
    if (file == NULL) {
        fprintf(stderr, "usage: verify BODY_FILE [HEADER [NOW]]\n");
        return 2;
    }
    size_t body_len = fread(body, 1, sizeof body, file);
    fclose(file);
    if (body_len == sizeof body) {
        fprintf(stderr, "verify: the file is too large for this example\n");
        return 2;
    }

    signkey_slice keys[2], header = slice(count > 2 ? arguments[2] : NULL);
    keys[0] = slice(getenv("INNGEST_SIGNING_KEY"));
    keys[1] = slice(getenv("INNGEST_SIGNING_KEY_FALLBACK"));
    uint64_t now = count > 3 ? strtoull(arguments[3], NULL, 10) : (uint64_t)time(NULL);

    signkey_verified verified = SIGNKEY_VERIFIED_INIT;
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    signkey_keyring *keyring = NULL;

    signkey_status status = signkey_keyring_new(keys, 2, &keyring, &failure);
    if (status == SIGNKEY_OK) {
        status = signkey_verify_request(keyring, body, body_len, header.data, header.len, now, NULL,
                                        &verified, &failure);
    }
    signkey_keyring_free(keyring);

    if (status != SIGNKEY_OK) {
        char message[SIGNKEY_MESSAGE_MAX];
        signkey_failure_message(&failure, message);
        printf("refused with HTTP status %" PRIu32 ", %s: %s\n", signkey_status_http(status),
               signkey_status_code(status), message);
        return 1;
    }
    printf("verified: key %s (number %" PRIu32 "), %s form, %" PRId64 " seconds old\n",
           verified.key_id, verified.key_index, signkey_form_name(verified.form),
           verified.age_seconds);
    return 0;
}
