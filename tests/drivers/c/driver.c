/* Driver protocol version 1 over the C API: a request a line in, an answer a line out.
   tests/README.md describes both. */
#include "answers.h"
#include "app.h"
#include "encryption.h"
#include "fields.h"
#include "keys.h"
#include "lines.h"

#include <inttypes.h>
#include <signkey.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS_MAX = 12 };

static void verify(struct field *fields, bool is_response) {
    struct field *body = &fields[1], *header = &fields[2];
    signkey_verify_options options = SIGNKEY_VERIFY_OPTIONS_INIT;
    signkey_verified verified = SIGNKEY_VERIFIED_INIT;
    signkey_keyring *keyring = NULL;
    uint64_t now;

    /* The encoding of every field comes before what the keys say. */
    if (!decode_bytes(body) || !decode_optional(header) || !decode_integer(&fields[3], &now) ||
        !decode_integer(&fields[4], &options.past_seconds) ||
        !decode_integer(&fields[5], &options.future_seconds)) {
        refuse("invalid_argument");
        return;
    }
    if (!succeeded(read_keys(&fields[0], &keyring))) {
        return;
    }
    signkey_status status =
        is_response ? signkey_verify_response(keyring, body->data, body->len, header->data,
                                              header->len, now, &options, &verified, NULL)
                    : signkey_verify_request(keyring, body->data, body->len, header->data,
                                             header->len, now, &options, &verified, NULL);
    if (succeeded(status)) {
        printf("ok\t%" PRIu32 "\t%s\t%" PRIu64 "\n", verified.key_index,
               signkey_form_name(verified.form), verified.timestamp);
    }
    signkey_keyring_free(keyring);
}

static void verify_request(struct field *fields) {
    verify(fields, false);
}

static void verify_response(struct field *fields) {
    verify(fields, true);
}

/* The keyring of one key that is not optional. */
static signkey_keyring *read_key(const struct field *key) {
    signkey_keyring *keyring = NULL;
    succeeded(signkey_keyring_from_key(key->data, key->len, &keyring, NULL));
    return keyring;
}

static void sign(struct field *fields, bool is_response) {
    struct field *body = &fields[1];
    char header[SIGNKEY_HEADER_MAX];
    uint64_t t;

    if (!decode_bytes(&fields[0]) || !decode_bytes(body) || !decode_integer(&fields[2], &t)) {
        refuse("invalid_argument");
        return;
    }
    signkey_keyring *keyring = read_key(&fields[0]);
    if (keyring != NULL) {
        signkey_status status =
            is_response ? signkey_sign_response(keyring, 0, body->data, body->len, t, header, NULL)
                        : signkey_sign_request(keyring, 0, body->data, body->len, t, header, NULL);
        print_text(status, header);
        signkey_keyring_free(keyring);
    }
}

static void sign_request(struct field *fields) {
    sign(fields, false);
}

static void sign_response(struct field *fields) {
    sign(fields, true);
}

static void canonicalize(struct field *fields) {
    signkey_buffer buffer = {NULL, 0, 0};
    bool lossless = false;

    if (!decode_bytes(&fields[0])) {
        refuse("invalid_argument");
        return;
    }
    if (succeeded(signkey_canonicalize(fields[0].data, fields[0].len, 0, &buffer, &lossless,
                                       NULL))) {
        printf("ok\t");
        print_hex(stdout, buffer.data, buffer.len);
        printf("\t%s\n", lossless ? "lossless" : "lossy");
    }
    signkey_buffer_free(&buffer);
}

static void bearer(struct field *fields) {
    char token[SIGNKEY_API_TOKEN_MAX];

    if (!decode_bytes(&fields[0])) {
        refuse("invalid_argument");
        return;
    }
    signkey_keyring *keyring = read_key(&fields[0]);
    if (keyring != NULL) {
        print_text(signkey_keyring_api_token(keyring, 0, token), token);
        signkey_keyring_free(keyring);
    }
}

static void key_id(struct field *fields) {
    char id[SIGNKEY_KEY_ID_MAX];

    if (!decode_bytes(&fields[0])) {
        refuse("invalid_argument");
        return;
    }
    signkey_keyring *keyring = read_key(&fields[0]);
    if (keyring != NULL) {
        print_text(signkey_keyring_key_id(keyring, 0, id), id);
        signkey_keyring_free(keyring);
    }
}

static const struct {
    const char *name;
    size_t fields;
    void (*answer)(struct field *fields);
} REQUESTS[] = {
    {"verify", 6, verify_request},
    {"verify_response", 6, verify_response},
    {"sign_request", 3, sign_request},
    {"sign_response", 3, sign_response},
    {"canonicalize", 1, canonicalize},
    {"bearer", 1, bearer},
    {"key_id", 1, key_id},
    {"encrypt", 4, encrypt_value},
    {"decrypt", 3, decrypt_value},
    {"encrypt_event", 5, encrypt_event},
    {"decrypt_event", 4, decrypt_event},
    {"encrypt_error", 4, encrypt_error},
    {"decrypt_error", 3, decrypt_error},
    {"decrypt_lifecycle", 4, decrypt_lifecycle},
    {"config", 2, config},
    {"serve_url", 3, serve_url},
    {"authenticate", 10, authenticate},
    {"admit", 12, admit},
    {"api_auth", 2, api_auth},
    {"may_send_to", 2, may_send_to},
    {"verify_token", 2, verify_token},
    {"handshake", 10, registration},
    {"introspect", 5, introspect},
    {"replay_messages", 5, replay_messages},
    {"diagnose", 1, diagnose},
    {"explain", 8, explain},
    {"rotation_step", 1, rotation_step},
    {"read_introspection", 1, read_introspection},
};

static void answer(char *line, size_t len) {
    struct field fields[FIELDS_MAX];
    char *rest = memchr(line, '\t', len), *end = line + len;
    size_t name_len = rest ? (size_t)(rest - line) : len, count = 0;

    while (rest != NULL) {
        char *field = rest + 1;
        rest = memchr(field, '\t', (size_t)(end - field));
        if (count < FIELDS_MAX) {
            fields[count] =
                (struct field){(uint8_t *)field, (size_t)((rest ? rest : end) - field)};
        }
        count++;
    }
    for (size_t at = 0; at < sizeof REQUESTS / sizeof *REQUESTS; at++) {
        const char *name = REQUESTS[at].name;
        if (count == REQUESTS[at].fields && name_len == strlen(name) &&
            memcmp(line, name, name_len) == 0) {
            REQUESTS[at].answer(fields);
            return;
        }
    }
    refuse("unsupported");
}

int main(void) {
    struct lines lines = {NULL, 0, 0, 0};
    size_t len;
    for (char *line; (line = next_line(&lines, &len)) != NULL;) {
        answer(line, len);
    }
    free(lines.data);
    return fflush(stdout) != 0;
}
