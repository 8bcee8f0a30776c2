#ifndef DRIVER_PAIRS_H
#define DRIVER_PAIRS_H

#include "fields.h"

#include <signkey.h>

/* Names and values. Begin with zeros, and end with `free_pairs` whatever happens. */
struct pairs {
    signkey_field *items;
    size_t count;
};

/* Decodes `name=value,name=value`, where an empty field holds none, and says whether it had that
   encoding. */
bool decode_pairs(struct field *list, struct pairs *pairs);
/* As `decode_pairs`, of UTF-8. */
bool decode_texts(struct field *list, struct pairs *pairs);
/* The value of the first pair of this name, `{NULL, 0}` if there is none. */
signkey_slice find_value(const struct pairs *pairs, const char *name);
void free_pairs(struct pairs *pairs);

#endif
