/* The settings and the app of a request. */
#include "settings.h"

#include <string.h>

static bool is_slice(signkey_slice slice, const char *word) {
    struct field field = {(uint8_t *)slice.data, slice.len};
    return is(&field, word);
}

/* Sets a setting and says whether it exists. */
static bool set(signkey_config_options *options, const signkey_field *setting) {
    const struct {
        const char *name;
        signkey_slice *place;
    } texts[] = {
        {"dev_server_url", &options->dev_server_url},
        {"base_url", &options->base_url},
        {"api_base_url", &options->api_base_url},
        {"event_api_base_url", &options->event_api_base_url},
        {"signing_key", &options->signing_key},
        {"signing_key_fallback", &options->signing_key_fallback},
        {"event_key", &options->event_key},
        {"environment", &options->environment},
        {"platform", &options->platform},
        {"serve_origin", &options->serve_origin},
        {"serve_path", &options->serve_path},
    };
    for (size_t at = 0; at < sizeof texts / sizeof *texts; at++) {
        if (is_slice(setting->name, texts[at].name)) {
            *texts[at].place = setting->value;
            return true;
        }
    }
    for (uint32_t mode = SIGNKEY_MODE_CLOUD; mode <= SIGNKEY_MODE_DEV; mode++) {
        if (is_slice(setting->name, "mode") && is_slice(setting->value, signkey_mode_name(mode))) {
            options->mode = mode;
            return true;
        }
    }
    return false;
}

signkey_status read_config(struct field *fields, struct settings *settings) {
    signkey_config_options options = SIGNKEY_CONFIG_OPTIONS_INIT;
    struct pairs given = {NULL, 0}, variables = {NULL, 0};
    bool valid = decode_texts(&fields[0], &given) && decode_texts(&fields[1], &variables);

    for (size_t at = 0; valid && at < given.count; at++) {
        valid = set(&options, &given.items[at]);
    }
    signkey_status status = SIGNKEY_ERROR_INVALID_ARGUMENT;
    if (valid) {
        status = signkey_config_new(&options, variables.items, variables.count,
                                    &settings->config, NULL);
    }
    free_pairs(&given);
    free_pairs(&variables);
    return status;
}

signkey_status read_settings(struct field *fields, struct settings *settings) {
    struct pairs *texts = &settings->app_texts;
    settings->app = (signkey_app)SIGNKEY_APP_INIT;
    if (!decode_texts(&fields[2], texts)) {
        return SIGNKEY_ERROR_INVALID_ARGUMENT;
    }
    signkey_slice functions = find_value(texts, "functions");
    struct field digits = {(uint8_t *)functions.data, functions.len};
    if (!decode_integer(&digits, &settings->app.functions)) {
        return SIGNKEY_ERROR_INVALID_ARGUMENT;
    }
    settings->app.id = find_value(texts, "id");
    settings->app.sdk = find_value(texts, "sdk");
    settings->app.language = find_value(texts, "language");
    settings->app.framework = find_value(texts, "framework");
    if (is_slice(find_value(texts, "trust_probe"), "1")) {
        settings->app.flags |= SIGNKEY_APP_TRUST_PROBE;
    }
    if (is_slice(find_value(texts, "connect"), "1")) {
        settings->app.flags |= SIGNKEY_APP_CONNECT;
    }
    return read_config(fields, settings);
}

void free_settings(struct settings *settings) {
    free_pairs(&settings->app_texts);
    signkey_config_free(settings->config);
}
