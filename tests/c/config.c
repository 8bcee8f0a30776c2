/* The settings of an app: where they come from, what is said of them, what is made of them. */
#include "app.h"

static void every_variable_that_is_read_has_a_name(void) {
    size_t count = 0;
    bool has_key = false;
    for (const char *name; (name = signkey_config_variable(count)) != NULL; count++) {
        CHECK(strlen(name) > 0);
        has_key |= strcmp(name, "INNGEST_SIGNING_KEY") == 0;
    }
    CHECK(count == 27 && has_key);
    CHECK(signkey_config_variable(SIZE_MAX) == NULL);
}

/* Looks a setting up; `value` and `source` may be NULL for one that is absent. */
static signkey_status get(const signkey_config *config, uint32_t setting, const char *value,
                          const char *source) {
    signkey_buffer text = {NULL, 77, 0}, again = {NULL, 0, 0};
    signkey_slice from = TEXT("unwritten");
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    signkey_status status = signkey_config_get(config, setting, &text, &from, &failure);
    CHECK(failure.status == status);
    if (status != SIGNKEY_OK) {
        CHECK(text.data == NULL && text.len == 77);
        source = "unwritten";
    } else {
        CHECK(value ? IS(text, value) : text.data == NULL && text.len == 0);
    }
    CHECK(source ? IS(from, source) : from.data == NULL && from.len == 0);
    CHECK(signkey_config_get(config, setting, &again, NULL, NULL) == status);
    signkey_buffer_free(&text);
    signkey_buffer_free(&again);
    return status;
}

static void settings_have_defaults(void) {
    signkey_config *config = config_of(NULL, 0);
    signkey_keyring *keyring = NULL;

    CHECK_STATUS(get(config, SIGNKEY_SETTING_MODE, "cloud", "default"), SIGNKEY_OK);
    CHECK_STATUS(get(config, SIGNKEY_SETTING_ENVIRONMENT, NULL, NULL), SIGNKEY_OK);
    CHECK_STATUS(get(config, SIGNKEY_SETTING_PLATFORM, NULL, NULL), SIGNKEY_OK);
    CHECK_STATUS(get(config, SIGNKEY_SETTING_API_ORIGIN, "https://api.inngest.com", NULL),
                 SIGNKEY_OK);
    CHECK_STATUS(get(config, SIGNKEY_SETTING_EVENT_API_ORIGIN, "https://inn.gs", NULL), SIGNKEY_OK);
    CHECK_STATUS(get(config, SIGNKEY_SETTING_SERVE_ORIGIN, NULL, NULL), SIGNKEY_OK);
    CHECK_STATUS(get(config, SIGNKEY_SETTING_SERVE_PATH, NULL, NULL), SIGNKEY_OK);
    CHECK_STATUS(get(config, SIGNKEY_SETTING_ALLOW_IN_BAND_SYNC, "true", NULL), SIGNKEY_OK);
    CHECK_STATUS(get(config, 0, NULL, NULL), SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(get(config, 9, NULL, NULL), SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(signkey_config_keyring(config, &keyring, NULL), SIGNKEY_ERROR_MISSING_SIGNING_KEY);
    CHECK(keyring == NULL);
    signkey_config_free(config);
    signkey_config_free(NULL);
}

/* The status of the keys of these variables, and the setting that is wrong. */
static signkey_status keys_of(const signkey_field *variables, size_t count, const char *setting) {
    signkey_config *config = config_of(variables, count);
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    signkey_keyring *keyring = NULL;
    signkey_status status = signkey_config_keyring(config, &keyring, &failure);
    CHECK(setting == NULL || IS(failure.setting, setting));
    signkey_keyring_free(keyring);
    signkey_config_free(config);
    return status;
}

static void a_key_may_stand_in_a_file(void) {
    const char *name = signkey_config_file_variable(0);
    const signkey_slice file = {(const uint8_t *)name, strlen(name)};
    const signkey_field good[] = {{file, TEXT(KEY "\n")}, FIELD("INNGEST_EVENT_KEY", "event")};
    const signkey_field unreadable[] = {{file, TEXT("")}};
    const signkey_field unset[] = {{file, {NULL, 0}}, FIELD("INNGEST_SIGNING_KEY", KEY)};
    const signkey_field both[] = {{file, TEXT(KEY)}, FIELD("INNGEST_SIGNING_KEY", KEY)};
    CHECK_TEXT(name, "INNGEST_SIGNING_KEY_FILE");
    CHECK_STATUS(keys_of(good, 2, NULL), SIGNKEY_OK);
    CHECK_STATUS(keys_of(unset, 2, NULL), SIGNKEY_OK);
    CHECK_STATUS(keys_of(unreadable, 1, name), SIGNKEY_ERROR_INVALID_SETTING);
    CHECK_STATUS(keys_of(both, 2, name), SIGNKEY_ERROR_INVALID_SETTING);
}

static void an_option_goes_before_a_variable(void) {
    const signkey_field variables[] = {
        FIELD("INNGEST_ENV", "from-a-variable"),
        FIELD("INNGEST_ENV", "from-a-second-one"),
        FIELD("INNGEST_DEV", "http://127.0.0.1:9000"),
        FIELD("INNGEST_SERVE_PATH", " api/inngest "),
        {TEXT("INNGEST_EVENT_KEY"), {NULL, 0}},
        FIELD("HOME", "/root"),
        FIELD("VERCEL", "1"),
    };
    signkey_config_options options = SIGNKEY_CONFIG_OPTIONS_INIT;
    signkey_config *config = NULL;
    signkey_buffer url = {NULL, 0, 0};
    options.serve_origin = (signkey_slice)TEXT("https://shop.example");
    options.mode = SIGNKEY_MODE_DEV;

    CHECK_STATUS(signkey_config_new(&options, variables, COUNT(variables), &config, NULL),
                 SIGNKEY_OK);
    CHECK_STATUS(get(config, SIGNKEY_SETTING_MODE, "dev", "mode"), SIGNKEY_OK);
    CHECK_STATUS(get(config, SIGNKEY_SETTING_ENVIRONMENT, "from-a-variable", "INNGEST_ENV"),
                 SIGNKEY_OK);
    CHECK_STATUS(get(config, SIGNKEY_SETTING_API_ORIGIN, "http://127.0.0.1:9000", NULL),
                 SIGNKEY_OK);
    CHECK_STATUS(get(config, SIGNKEY_SETTING_PLATFORM, "vercel", NULL), SIGNKEY_OK);
    CHECK_STATUS(get(config, SIGNKEY_SETTING_SERVE_ORIGIN, "https://shop.example", NULL),
                 SIGNKEY_OK);
    CHECK_STATUS(get(config, SIGNKEY_SETTING_SERVE_PATH, "/api/inngest", NULL), SIGNKEY_OK);
    CHECK_STATUS(signkey_config_serve_url(config, BYTES("http://10.0.0.1/x?deployId=1&a=%41"), &url,
                                          NULL),
                 SIGNKEY_OK);
    CHECK(IS(url, "https://shop.example/api/inngest?a=%41"));
    signkey_buffer_free(&url);
    CHECK_STATUS(signkey_config_serve_url(config, BYTES("/x"), &url, NULL),
                 SIGNKEY_ERROR_MALFORMED_URL);
    CHECK_STATUS(signkey_config_serve_url(config, BYTES("http://a/\xff"), &url, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK(url.data == NULL);
    signkey_config_free(config);
}

/* What is wrong is an error where it is used, and listed. */
static void what_is_wrong_is_listed_and_an_error_where_it_is_used(void) {
    const signkey_field variables[] = {
        FIELD("INNGEST_SIGNING_KEY", "signkey-test-12x4"),
        FIELD("INNGEST_ENV", "a\nb"),
        {TEXT("INNGEST_API_BASE_URL"), TEXT("https://\xff.example")},
    };
    static const struct {
        const char *code, *setting, *message;
    } expected[] = {
        {"malformed_url", "INNGEST_API_BASE_URL",
         "INNGEST_API_BASE_URL: the value must have the form `http(s)://host[:port][/path]`"},
        {"non_hex_key", "INNGEST_SIGNING_KEY",
         "INNGEST_SIGNING_KEY: character 16 of the signing key is not hexadecimal"},
        {"invalid_header_value", "INNGEST_ENV",
         "INNGEST_ENV: the value cannot stand in an HTTP header, because it is not printable "
         "ASCII"},
    };
    signkey_config *config = config_of(variables, COUNT(variables));
    signkey_keyring *keyring = NULL;
    signkey_failure failure = SIGNKEY_FAILURE_INIT;

    for (size_t at = 0; at < COUNT(expected); at++) {
        signkey_problem problem = SIGNKEY_PROBLEM_INIT;
        CHECK_STATUS(signkey_config_problem(config, at, &problem), SIGNKEY_OK);
        CHECK(problem.severity == SIGNKEY_SEVERITY_ERROR);
        CHECK(IS(problem.code, expected[at].code) && IS(problem.setting, expected[at].setting));
        CHECK_TEXT(problem.message, expected[at].message);
    }
    signkey_problem none = SIGNKEY_PROBLEM_INIT;
    CHECK_STATUS(signkey_config_problem(config, COUNT(expected), &none),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(signkey_config_problem(config, SIZE_MAX, &none), SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK(none.code.data == NULL);

    CHECK_STATUS(get(config, SIGNKEY_SETTING_API_ORIGIN, NULL, NULL), SIGNKEY_ERROR_MALFORMED_URL);
    CHECK_STATUS(get(config, SIGNKEY_SETTING_ENVIRONMENT, NULL, NULL),
                 SIGNKEY_ERROR_INVALID_HEADER_VALUE);
    CHECK_STATUS(signkey_config_keyring(config, &keyring, &failure), SIGNKEY_ERROR_NON_HEX_KEY);
    CHECK(failure.detail_kind == SIGNKEY_DETAIL_POSITION && failure.detail == 16);
    signkey_config_free(config);
}

/* What is made of a configuration outlives it. */
static void a_keyring_outlives_its_configuration(void) {
    signkey_config *config = two_key_config();
    signkey_keyring *keyring = NULL;
    signkey_verified verified = SIGNKEY_VERIFIED_INIT;
    uint32_t count = 0;

    CHECK_STATUS(signkey_config_keyring(config, &keyring, NULL), SIGNKEY_OK);
    signkey_config_free(config);
    CHECK_STATUS(signkey_keyring_count(keyring, &count), SIGNKEY_OK);
    CHECK(count == 2);
    CHECK_STATUS(signkey_verify_request(keyring, BYTES(BODY), BYTES(OTHER_HEADER), NOW, NULL,
                                        &verified, NULL),
                 SIGNKEY_OK);
    CHECK(verified.key_index == 1);
    signkey_keyring_free(keyring);
}

static void a_description_holds_no_secret(void) {
    signkey_config *config = two_key_config();
    signkey_buffer json = {NULL, 0, 0};
    CHECK_STATUS(signkey_config_describe(config, &json), SIGNKEY_OK);
    CHECK(IS(json, "{\"mode\":\"cloud\",\"mode_source\":\"default\","
                   "\"api_origin\":\"https://api.inngest.com\","
                   "\"event_api_origin\":\"https://inn.gs\","
                   "\"signing_keys\":[\"" KEY_ID "\",\"" OTHER_KEY_ID "\"],"
                   "\"has_event_key\":false,\"environment\":null,\"environment_source\":null,"
                   "\"platform\":null,\"serve_origin\":null,\"serve_path\":null,"
                   "\"allow_in_band_sync\":true,\"allow_unsigned_sync\":false,\"problems\":["
                   "{\"code\":\"mixed_key_environments\",\"severity\":\"warning\","
                   "\"setting\":\"INNGEST_SIGNING_KEY_FALLBACK\"}]}"));
    signkey_buffer_free(&json);
    signkey_config_free(config);
}

static void arguments_that_make_no_sense_are_refused(void) {
    signkey_config_options options = SIGNKEY_CONFIG_OPTIONS_INIT;
    signkey_config *config = NULL;
    options.mode = 3;
    CHECK_STATUS(signkey_config_new(&options, NULL, 0, &config, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    options.mode = 0;
    options.platform = (signkey_slice)TEXT("\xff");
    CHECK_STATUS(signkey_config_new(&options, NULL, 0, &config, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(signkey_config_new(NULL, NULL, 1, &config, NULL), SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(signkey_config_new(NULL, NULL, 0, NULL, NULL), SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK(config == NULL);
}

void test_config(void) {
    every_variable_that_is_read_has_a_name();
    settings_have_defaults();
    a_key_may_stand_in_a_file();
    an_option_goes_before_a_variable();
    what_is_wrong_is_listed_and_an_error_where_it_is_used();
    a_keyring_outlives_its_configuration();
    a_description_holds_no_secret();
    arguments_that_make_no_sense_are_refused();
}
