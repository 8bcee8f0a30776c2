/* The keys of a request. */
#include "keys.h"

#include <stdlib.h>

signkey_status read_keys(struct field *list, signkey_keyring **keyring) {
    size_t count = count_items(list, ',');
    signkey_slice *keys = malloc(count * sizeof *keys);
    if (keys == NULL) {
        return SIGNKEY_ERROR_OUT_OF_MEMORY;
    }
    signkey_status status = SIGNKEY_OK;
    for (size_t at = 0; at < count && status == SIGNKEY_OK; at++) {
        struct field text = next_item(list, ',');
        status = decode_optional(&text) ? SIGNKEY_OK : SIGNKEY_ERROR_INVALID_ARGUMENT;
        keys[at] = (signkey_slice){text.data, text.len};
    }
    if (status == SIGNKEY_OK) {
        status = signkey_keyring_new(keys, count, keyring, NULL);
    }
    free(keys);
    return status;
}
