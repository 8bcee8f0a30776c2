/* The fields of `replay_messages`. */
#include "replay.h"

#include <stdlib.h>
#include <string.h>

/* Takes the next part off a row, whose data is NULL behind its last part; says whether there was one. */
static bool take_part(struct field *row, struct field *part) {
    if (row->data == NULL) {
        return false;
    }
    bool is_last = count_items(row, '=') == 1;
    *part = next_item(row, '=');
    row->data = is_last ? NULL : row->data;
    return true;
}

static bool next_part(struct field *row, struct field *part) {
    return take_part(row, part) && decode_optional(part);
}

static bool next_bytes(struct field *row, struct field *part) {
    return next_part(row, part) && part->data != NULL;
}

static bool next_text(struct field *row, struct field *part) {
    return take_part(row, part) && decode_text(part);
}

static bool next_number(struct field *row, uint64_t *number) {
    struct field part;
    return next_bytes(row, &part) && decode_integer(&part, number);
}

static bool next_claim(struct field *row, uint32_t *claim) {
    struct field part;
    if (!next_part(row, &part)) {
        return false;
    }
    *claim = is(&part, "first")         ? SIGNKEY_CLAIM_FIRST
             : is(&part, "again")       ? SIGNKEY_CLAIM_AGAIN
             : is(&part, "unavailable") ? SIGNKEY_CLAIM_UNAVAILABLE
                                        : 0;
    return *claim != 0 || part.data == NULL;
}

static bool decode_endpoint(struct field row, struct endpoint_row *endpoint) {
    return next_text(&row, &endpoint->name) && next_number(&row, &endpoint->past) &&
           next_number(&row, &endpoint->future) && row.data == NULL;
}

static bool decode_message(struct field row, size_t endpoints, struct message_row *message) {
    struct field timestamp;
    if (!next_number(&row, &message->endpoint) || message->endpoint >= endpoints ||
        !next_text(&row, &message->method) || !next_part(&row, &message->header) ||
        !next_bytes(&row, &message->body) || !next_number(&row, &message->now) ||
        !next_claim(&row, &message->claim) || !next_part(&row, &message->response) ||
        !next_part(&row, &timestamp) || !next_part(&row, &message->signature)) {
        return false;
    }
    message->has_header = message->header.data != NULL;
    message->has_response = message->response.data != NULL;
    message->has_signature = message->signature.data != NULL;
    return row.data == NULL &&
           (!message->has_response || decode_integer(&timestamp, &message->timestamp));
}

/* `ENTRIES:PAST:FUTURE`, or `-`. */
static bool decode_guard(struct field *field, struct sequence *sequence) {
    sequence->has_guard = !is(field, "-");
    if (!sequence->has_guard) {
        return true;
    }
    bool valid = count_items(field, ':') == 3;
    for (size_t at = 0; valid && at < 3; at++) {
        struct field number = next_item(field, ':');
        valid = decode_integer(&number, &sequence->guard[at]);
    }
    return valid;
}

/* `SKEW:ADMIT_UNCLAIMED`, or `-`. */
static bool decode_store(struct field *field, struct sequence *sequence) {
    sequence->has_store = !is(field, "-");
    if (!sequence->has_store) {
        return true;
    }
    if (count_items(field, ':') != 2) {
        return false;
    }
    struct field skew = next_item(field, ':');
    return decode_integer(&skew, &sequence->skew) &&
           decode_flag(field, SIGNKEY_ENDPOINT_ADMIT_UNCLAIMED, &sequence->admit_unclaimed);
}

/* Memory for as many rows as a field has, of which an empty one holds none. */
static void *rows_of(const struct field *field, size_t size, size_t *count) {
    *count = field->len > 0 ? count_items(field, ',') : 0;
    return calloc(*count + 1, size);
}

bool decode_sequence(struct field *fields, struct sequence *sequence) {
    struct field *endpoints = &fields[2], *messages = &fields[3];
    if (!decode_guard(&fields[0], sequence) || !decode_store(&fields[1], sequence)) {
        return false;
    }
    sequence->endpoints =
        rows_of(endpoints, sizeof *sequence->endpoints, &sequence->endpoint_count);
    sequence->messages = rows_of(messages, sizeof *sequence->messages, &sequence->message_count);
    bool valid = sequence->endpoints != NULL && sequence->messages != NULL;
    for (size_t at = 0; valid && at < sequence->endpoint_count; at++) {
        valid = decode_endpoint(next_item(endpoints, ','), &sequence->endpoints[at]);
    }
    for (size_t at = 0; valid && at < sequence->message_count; at++) {
        valid = decode_message(next_item(messages, ','), sequence->endpoint_count,
                               &sequence->messages[at]);
    }
    return valid;
}

void free_sequence(struct sequence *sequence) {
    free(sequence->endpoints);
    free(sequence->messages);
}
