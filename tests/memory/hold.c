/* Holds a key, then drops it, for scan. */
#include <signkey.h>

#include <string.h>
#include <unistd.h>

#define HEADER "t=1700000000&s=0000000000000000000000000000000000000000000000000000000000000000"

/* What the caller holds, it clears itself. */
static uint8_t text[77];
static char token[SIGNKEY_API_TOKEN_MAX];

static int say(const char *state) {
    char byte;
    return write(1, state, strlen(state)) > 0 && read(0, &byte, 1) == 1;
}

int main(void) {
    signkey_keyring *keyring = NULL;
    signkey_verifier *verifier = NULL;
    int held = read(0, text, sizeof text) == (ssize_t)sizeof text &&
               signkey_keyring_from_key(text, sizeof text, &keyring, NULL) == SIGNKEY_OK &&
               signkey_keyring_api_token(keyring, 0, token) == SIGNKEY_OK &&
               signkey_verifier_new(keyring, (const uint8_t *)HEADER, sizeof HEADER - 1, &verifier,
                                    NULL) == SIGNKEY_OK &&
               signkey_verifier_update(verifier, (const uint8_t *)"a body", 6) == SIGNKEY_OK;
    memset(text, 0, sizeof text);
    memset(token, 0, sizeof token);
    if (!held || !say("held\n")) {
        return 1;
    }
    signkey_verifier_free(verifier);
    signkey_keyring_free(keyring);
    return !say("dropped\n");
}
