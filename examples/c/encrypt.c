/*
 * Encrypts the output of a step, or decrypts one: encrypt [-d] <JSON
 *
 * The key comes from ENCRYPTION_KEY: any text, best of 32 random bytes in base64. During a rotation
 * the previous one stands in ENCRYPTION_KEY_FALLBACK.
 */
#include <signkey.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A text as a key, or what stands for an absent one. */
static signkey_encryption_key key(const char *text) {
    signkey_encryption_key result = {(const uint8_t *)text, text ? strlen(text) : 0,
                                     SIGNKEY_ENCRYPTION_KEY_TEXT};
    return result;
}

int main(int count, char **arguments) {
    static uint8_t json[1 << 20];
    bool is_decryption = count == 2 && strcmp(arguments[1], "-d") == 0;
    if (count != 1 && !is_decryption) {
        fprintf(stderr, "usage: encrypt [-d] <JSON\n");
        return 2;
    }
    size_t json_len = fread(json, 1, sizeof json, stdin);
    if (json_len == sizeof json) {
        fprintf(stderr, "encrypt: the input is too large for this example\n");
        return 2;
    }

    signkey_encryption_key keys[2];
    keys[0] = key(getenv("ENCRYPTION_KEY"));
    keys[1] = key(getenv("ENCRYPTION_KEY_FALLBACK"));
    signkey_encryptor_options options = SIGNKEY_ENCRYPTOR_OPTIONS_INIT;
    options.keys = keys;
    options.key_count = 2;
    /* Once nothing is stored in plain text any more. */
    options.flags = SIGNKEY_ENCRYPTOR_REQUIRE_ENCRYPTED;

    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    signkey_encryptor *encryptor = NULL;
    signkey_buffer out = {NULL, 0, 0};

    signkey_status status = signkey_encryptor_new(&options, &encryptor, &failure);
    if (status == SIGNKEY_OK) {
        status = is_decryption
                     ? signkey_decrypt_value(encryptor, json, json_len, &out, NULL, &failure)
                     : signkey_encrypt_value(encryptor, json, json_len, NULL, &out, &failure);
    }
    signkey_encryptor_free(encryptor);

    if (status != SIGNKEY_OK) {
        char message[SIGNKEY_MESSAGE_MAX];
        signkey_failure_message(&failure, message);
        fprintf(stderr, "encrypt: %s\n", message);
        return 1;
    }
    fwrite(out.data, 1, out.len, stdout);
    signkey_buffer_free(&out);
    return 0;
}
