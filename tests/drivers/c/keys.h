#ifndef DRIVER_KEYS_H
#define DRIVER_KEYS_H

#include "fields.h"

#include <signkey.h>

/* The keyring of a list of keys, decoded in place. */
signkey_status read_keys(struct field *list, signkey_keyring **keyring);

#endif
