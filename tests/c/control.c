/* Faults on purpose, to show that the tools which watch the tests see them. */
#include "test.h"

#include <stdlib.h>

int main(int count, char **arguments) {
    signkey_keyring *keyring = NULL;
    if (count != 2 || signkey_keyring_from_key(BYTES(KEY), &keyring, NULL) != SIGNKEY_OK) {
        return 2;
    }
    switch (arguments[1][0]) {
    case 'l': /* leak */
        keyring = NULL;
        return 0;
    case 'u': /* use after free */
        signkey_keyring_free(keyring);
        signkey_keyring_free(keyring);
        return 0;
    case 'o': { /* overflow: the library reads one byte more than there is */
        uint8_t *body = calloc(1, 8);
        char header[SIGNKEY_HEADER_MAX];
        signkey_status status = signkey_sign_raw(keyring, 0, body, 9, NOW, header, NULL);
        free(body);
        signkey_keyring_free(keyring);
        return status != SIGNKEY_OK;
    }
    default:
        signkey_keyring_free(keyring);
        return 0;
    }
}
