/* The requests about end-to-end encryption. */
#include "encryption.h"

#include "answers.h"

#include <signkey.h>
#include <stdlib.h>

typedef signkey_status encryption(const signkey_encryptor *encryptor, const uint8_t *json,
                                  size_t json_len, const uint8_t *nonce, signkey_buffer *out,
                                  signkey_failure *failure);
typedef signkey_status decryption(const signkey_encryptor *encryptor, const uint8_t *json,
                                  size_t json_len, signkey_buffer *out, bool *was_encrypted,
                                  signkey_failure *failure);

static const struct {
    const char *name;
    uint64_t flag;
} FLAGS[] = {
    {"decrypt_only", SIGNKEY_ENCRYPTOR_DECRYPT_ONLY},
    {"require_encrypted", SIGNKEY_ENCRYPTOR_REQUIRE_ENCRYPTED},
    {"legacy_aes", SIGNKEY_ENCRYPTOR_LEGACY_AES},
};

/* Reads a comma-separated list of options, or `-`, and says whether all are known. */
static bool decode_options(struct field *list, uint64_t *flags, uint32_t *key_kind) {
    size_t count = is(list, "-") ? 0 : count_items(list, ',');
    while (count-- > 0) {
        struct field option = next_item(list, ',');
        bool known = is(&option, "raw_keys");
        if (known) {
            *key_kind = SIGNKEY_ENCRYPTION_KEY_BYTES;
        }
        for (size_t at = 0; at < sizeof FLAGS / sizeof *FLAGS; at++) {
            if (is(&option, FLAGS[at].name)) {
                *flags |= FLAGS[at].flag;
                known = true;
            }
        }
        if (!known) {
            return false;
        }
    }
    return true;
}

/* The encryptor of these fields, of which `event_field` may be NULL. */
static signkey_status read_encryptor(struct field *list, struct field *options,
                                     struct field *event_field, signkey_encryptor **encryptor) {
    signkey_encryptor_options settings = SIGNKEY_ENCRYPTOR_OPTIONS_INIT;
    uint32_t kind = SIGNKEY_ENCRYPTION_KEY_TEXT;
    size_t count = count_items(list, ',');

    if (!decode_options(options, &settings.flags, &kind) ||
        (event_field != NULL && !decode_optional(event_field))) {
        return SIGNKEY_ERROR_INVALID_ARGUMENT;
    }
    signkey_encryption_key *keys = malloc(count * sizeof *keys);
    if (keys == NULL) {
        return SIGNKEY_ERROR_OUT_OF_MEMORY;
    }
    signkey_status status = SIGNKEY_OK;
    for (size_t at = 0; at < count && status == SIGNKEY_OK; at++) {
        struct field key = next_item(list, ',');
        status = decode_optional(&key) ? SIGNKEY_OK : SIGNKEY_ERROR_INVALID_ARGUMENT;
        keys[at] = (signkey_encryption_key){key.data, key.len, kind};
    }
    if (status == SIGNKEY_OK) {
        settings.keys = keys;
        settings.key_count = count;
        if (event_field != NULL) {
            settings.event_field = (signkey_slice){event_field->data, event_field->len};
        }
        status = signkey_encryptor_new(&settings, encryptor, NULL);
    }
    free(keys);
    return status;
}

static void encrypt(encryption *call, struct field *keys, struct field *options,
                    struct field *event_field, struct field *nonce, struct field *json) {
    signkey_encryptor *encryptor = NULL;
    signkey_buffer out = {NULL, 0, 0};

    if (!decode_optional(nonce) || (nonce->data != NULL && nonce->len != SIGNKEY_NONCE_SIZE) ||
        !decode_bytes(json)) {
        refuse("invalid_argument");
        return;
    }
    if (succeeded(read_encryptor(keys, options, event_field, &encryptor))) {
        print_document(call(encryptor, json->data, json->len, nonce->data, &out, NULL), &out);
        signkey_encryptor_free(encryptor);
    }
}

static void decrypt(decryption *call, struct field *keys, struct field *options,
                    struct field *event_field, struct field *json) {
    signkey_encryptor *encryptor = NULL;
    signkey_buffer out = {NULL, 0, 0};

    if (!decode_bytes(json)) {
        refuse("invalid_argument");
        return;
    }
    if (succeeded(read_encryptor(keys, options, event_field, &encryptor))) {
        print_document(call(encryptor, json->data, json->len, &out, NULL, NULL), &out);
        signkey_encryptor_free(encryptor);
    }
}

void encrypt_value(struct field *fields) {
    encrypt(signkey_encrypt_value, &fields[0], &fields[1], NULL, &fields[2], &fields[3]);
}

void decrypt_value(struct field *fields) {
    decrypt(signkey_decrypt_value, &fields[0], &fields[1], NULL, &fields[2]);
}

void encrypt_event(struct field *fields) {
    encrypt(signkey_encrypt_event_data, &fields[0], &fields[1], &fields[2], &fields[3],
            &fields[4]);
}

void decrypt_event(struct field *fields) {
    decrypt(signkey_decrypt_event_data, &fields[0], &fields[1], &fields[2], &fields[3]);
}

void encrypt_error(struct field *fields) {
    encrypt(signkey_encrypt_error, &fields[0], &fields[1], NULL, &fields[2], &fields[3]);
}

void decrypt_error(struct field *fields) {
    decrypt(signkey_decrypt_error, &fields[0], &fields[1], NULL, &fields[2]);
}

void decrypt_lifecycle(struct field *fields) {
    decrypt(signkey_decrypt_lifecycle_data, &fields[0], &fields[1], &fields[2], &fields[3]);
}
