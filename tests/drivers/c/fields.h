#ifndef DRIVER_FIELDS_H
#define DRIVER_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A field of a request, decoded in place. */
struct field {
    uint8_t *data;
    size_t len;
};

/* How many items a comma-separated list has. An empty list is one empty item. */
size_t count_items(const struct field *list);
/* Takes the first item off a list that still has one. */
struct field next_item(struct field *list);

/* Each decodes a field and says whether it had that encoding. */
bool decode_bytes(struct field *field);
/* `-` becomes {NULL, 0}. */
bool decode_optional(struct field *field);
bool decode_integer(const struct field *field, uint64_t *number);

/* Prints bytes in hexadecimal. */
void print_hex(const void *bytes, size_t len);

#endif
