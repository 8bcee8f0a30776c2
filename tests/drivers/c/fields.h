#ifndef DRIVER_FIELDS_H
#define DRIVER_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* A field of a request, decoded in place. */
struct field {
    uint8_t *data;
    size_t len;
};

/* How many items a list has, most often separated by commas. An empty list is one empty item. */
size_t count_items(const struct field *list, char separator);
/* Takes the first item off a list that still has one. */
struct field next_item(struct field *list, char separator);
/* Whether a field is this word, before it is decoded. */
bool is(const struct field *field, const char *word);

/* Each decodes a field and says whether it had that encoding. */
bool decode_bytes(struct field *field);
/* `-` becomes {NULL, 0}. */
bool decode_optional(struct field *field);
/* Bytes that are UTF-8. */
bool decode_text(struct field *field);
/* `1` sets a flag, `0` does not. */
bool decode_flag(const struct field *field, uint32_t flag, uint32_t *flags);
bool decode_integer(const struct field *field, uint64_t *number);

/* Prints bytes in hexadecimal. */
void print_hex(FILE *file, const void *bytes, size_t len);

#endif
