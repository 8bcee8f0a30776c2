/* The encodings of fields: lowercase hexadecimal, decimal, and `-` for an absent value. */
#include "fields.h"

#include <stdio.h>
#include <string.h>

size_t count_items(const struct field *list) {
    size_t count = 1;
    for (size_t at = 0; at < list->len; at++) {
        count += list->data[at] == ',';
    }
    return count;
}

struct field next_item(struct field *list) {
    uint8_t *comma = memchr(list->data, ',', list->len);
    struct field item = {list->data, comma ? (size_t)(comma - list->data) : list->len};
    size_t taken = item.len + (comma != NULL);
    *list = (struct field){list->data + taken, list->len - taken};
    return item;
}

static int digit(uint8_t byte) {
    if (byte >= '0' && byte <= '9') {
        return byte - '0';
    }
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

bool decode_bytes(struct field *field) {
    if (field->len % 2 != 0) {
        return false;
    }
    for (size_t at = 0; at < field->len; at += 2) {
        int high = digit(field->data[at]), low = digit(field->data[at + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        field->data[at / 2] = (uint8_t)(high << 4 | low);
    }
    field->len /= 2;
    return true;
}

bool decode_optional(struct field *field) {
    if (field->len == 1 && field->data[0] == '-') {
        *field = (struct field){NULL, 0};
        return true;
    }
    return decode_bytes(field);
}

bool decode_integer(const struct field *field, uint64_t *number) {
    *number = 0;
    for (size_t at = 0; at < field->len; at++) {
        if (field->data[at] < '0' || field->data[at] > '9') {
            return false;
        }
        uint64_t next = (uint64_t)(field->data[at] - '0');
        if (*number > (UINT64_MAX - next) / 10) {
            return false;
        }
        *number = 10 * *number + next;
    }
    return field->len > 0;
}

void print_hex(const void *bytes, size_t len) {
    const uint8_t *data = bytes;
    char digits[1024];
    size_t used = 0;
    for (size_t at = 0; at < len; at++) {
        digits[used++] = "0123456789abcdef"[data[at] >> 4];
        digits[used++] = "0123456789abcdef"[data[at] & 15];
        if (used == sizeof digits) {
            fwrite(digits, 1, used, stdout);
            used = 0;
        }
    }
    fwrite(digits, 1, used, stdout);
}
