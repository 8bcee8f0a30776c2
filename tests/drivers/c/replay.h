#ifndef DRIVER_REPLAY_H
#define DRIVER_REPLAY_H

#include "fields.h"

#include <signkey.h>

/* An endpoint of a sequence: its name and its window. */
struct endpoint_row {
    struct field name;
    uint64_t past, future;
};

/* A message of a sequence, and what follows it. A part that is absent is {NULL, 0}. */
struct message_row {
    uint64_t endpoint, now, timestamp;
    struct field method, header, body, response, signature;
    /* What the store answers, 0 for nothing. */
    uint32_t claim;
    bool has_header, has_response, has_signature;
};

/* All fields of a sequence. Begin with zeros, and end with `free_sequence` whatever happens. */
struct sequence {
    bool has_guard, has_store;
    uint64_t guard[3], skew;
    uint32_t admit_unclaimed;
    struct endpoint_row *endpoints;
    struct message_row *messages;
    size_t endpoint_count, message_count;
};

/* Reads the fields behind the keys, and says whether they had their encoding. */
bool decode_sequence(struct field *fields, struct sequence *sequence);
void free_sequence(struct sequence *sequence);

#endif
