/* Fields that hold pairs of names and values. */
#include "pairs.h"

#include <stdlib.h>
#include <string.h>

static signkey_slice slice_of(const struct field *field) {
    return (signkey_slice){field->data, field->len};
}

static bool decode(struct field *list, struct pairs *pairs, bool (*part)(struct field *)) {
    if (list->len == 0) {
        return true;
    }
    size_t count = count_items(list, ',');
    pairs->items = malloc(count * sizeof *pairs->items);
    if (pairs->items == NULL) {
        return false;
    }
    for (; pairs->count < count; pairs->count++) {
        struct field value = next_item(list, ',');
        if (count_items(&value, '=') != 2) {
            return false;
        }
        struct field name = next_item(&value, '=');
        if (!part(&name) || !part(&value)) {
            return false;
        }
        pairs->items[pairs->count] = (signkey_field){slice_of(&name), slice_of(&value)};
    }
    return true;
}

bool decode_pairs(struct field *list, struct pairs *pairs) {
    return decode(list, pairs, decode_bytes);
}

bool decode_texts(struct field *list, struct pairs *pairs) {
    return decode(list, pairs, decode_text);
}

signkey_slice find_value(const struct pairs *pairs, const char *name) {
    for (size_t at = 0; at < pairs->count; at++) {
        signkey_slice it = pairs->items[at].name;
        if (it.len == strlen(name) && memcmp(it.data, name, it.len) == 0) {
            return pairs->items[at].value;
        }
    }
    return (signkey_slice){NULL, 0};
}

void free_pairs(struct pairs *pairs) {
    free(pairs->items);
}
