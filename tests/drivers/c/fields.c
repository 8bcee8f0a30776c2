/* The encodings of fields: lowercase hexadecimal, decimal, and `-` for an absent value. */
#include "fields.h"

#include <string.h>

size_t count_items(const struct field *list, char separator) {
    size_t count = 1;
    for (size_t at = 0; at < list->len; at++) {
        count += list->data[at] == separator;
    }
    return count;
}

struct field next_item(struct field *list, char separator) {
    uint8_t *end = memchr(list->data, separator, list->len);
    struct field item = {list->data, end ? (size_t)(end - list->data) : list->len};
    size_t taken = item.len + (end != NULL);
    *list = (struct field){list->data + taken, list->len - taken};
    return item;
}

bool is(const struct field *field, const char *word) {
    return field->len == strlen(word) && memcmp(field->data, word, field->len) == 0;
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
    if (is(field, "-")) {
        *field = (struct field){NULL, 0};
        return true;
    }
    return decode_bytes(field);
}

/* How many bytes the character at the front has (RFC 3629, section 4); 0 if there is none. */
static size_t character(const uint8_t *data, size_t len) {
    static const struct {
        uint8_t first, last, next_first, next_last;
        size_t len;
    } FORMS[] = {
        {0x00, 0x7f, 0x00, 0xff, 1}, {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
        {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
        {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
    };
    size_t form = 0;
    while (data[0] < FORMS[form].first || data[0] > FORMS[form].last) {
        if (++form == sizeof FORMS / sizeof *FORMS) {
            return 0;
        }
    }
    size_t size = FORMS[form].len;
    if (size > len || (size > 1 && (data[1] < FORMS[form].next_first ||
                                    data[1] > FORMS[form].next_last))) {
        return 0;
    }
    for (size_t at = 2; at < size; at++) {
        if (data[at] < 0x80 || data[at] > 0xbf) {
            return 0;
        }
    }
    return size;
}

bool decode_text(struct field *field) {
    if (!decode_bytes(field)) {
        return false;
    }
    for (size_t at = 0; at < field->len;) {
        size_t size = character(field->data + at, field->len - at);
        if (size == 0) {
            return false;
        }
        at += size;
    }
    return true;
}

bool decode_flag(const struct field *field, uint32_t flag, uint32_t *flags) {
    *flags |= is(field, "1") ? flag : 0;
    return is(field, "0") || is(field, "1");
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

void print_hex(FILE *file, const void *bytes, size_t len) {
    const uint8_t *data = bytes;
    char digits[1024];
    size_t used = 0;
    for (size_t at = 0; at < len; at++) {
        digits[used++] = "0123456789abcdef"[data[at] >> 4];
        digits[used++] = "0123456789abcdef"[data[at] & 15];
        if (used == sizeof digits) {
            fwrite(digits, 1, used, file);
            used = 0;
        }
    }
    fwrite(digits, 1, used, file);
}
