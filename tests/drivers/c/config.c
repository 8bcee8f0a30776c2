/* `config`, `serve_url` and `introspect`. */
#include "answers.h"
#include "app.h"
#include "settings.h"

void config(struct field *fields) {
    struct settings settings = {0};
    signkey_buffer out = {NULL, 0, 0};
    signkey_status status = read_config(fields, &settings);

    if (status == SIGNKEY_OK) {
        status = signkey_config_describe(settings.config, &out);
    }
    print_document(status, &out);
    free_settings(&settings);
}

void serve_url(struct field *fields) {
    struct settings settings = {0};
    struct field *url = &fields[2];
    signkey_buffer out = {NULL, 0, 0};
    signkey_status status = SIGNKEY_ERROR_INVALID_ARGUMENT;

    if (decode_text(url)) {
        status = read_config(fields, &settings);
    }
    if (status == SIGNKEY_OK) {
        status = signkey_config_serve_url(settings.config, url->data, url->len, &out, NULL);
    }
    print_document(status, &out);
    free_settings(&settings);
}

/* A `GET` that need not be signed. */
void introspect(struct field *fields) {
    struct settings settings = {0};
    struct field *signature = &fields[3];
    signkey_buffer out = {NULL, 0, 0};
    signkey_endpoint *endpoint = NULL;
    signkey_admission admission = SIGNKEY_ADMISSION_INIT;
    uint64_t now;
    signkey_status status = SIGNKEY_ERROR_INVALID_ARGUMENT;
    const signkey_slice get = {(const uint8_t *)"GET", 3};

    if (decode_optional(signature) && decode_integer(&fields[4], &now)) {
        status = read_settings(fields, &settings);
    }
    if (status == SIGNKEY_OK) {
        signkey_endpoint_options options = SIGNKEY_ENDPOINT_OPTIONS_INIT;
        options.unsigned_methods = &get;
        options.unsigned_method_count = 1;
        status = signkey_config_endpoint(settings.config, &options, &endpoint, NULL);
    }
    if (status == SIGNKEY_OK) {
        const signkey_field header = {
            {(const uint8_t *)SIGNKEY_SIGNATURE_HEADER, sizeof SIGNKEY_SIGNATURE_HEADER - 1},
            {signature->data, signature->len},
        };
        signkey_step step = SIGNKEY_STEP_INIT;
        status = signkey_endpoint_admit_whole(endpoint, get.data, get.len, &header,
                                              signature->data != NULL, NULL, 0, now, &admission,
                                              &step, NULL, NULL);
    }
    if (status == SIGNKEY_OK) {
        status = signkey_config_introspect(settings.config, &settings.app, &admission, &out, NULL);
    }
    print_document(status, &out);
    signkey_endpoint_free(endpoint);
    free_settings(&settings);
}
