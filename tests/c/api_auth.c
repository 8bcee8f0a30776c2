/* Credentials for the platform's API: which, in what order, and to whom. */
#include "app.h"

/* The credential of an attempt, and whether its answer sends the call again, with what next. */
static bool answered(const signkey_api_auth *auth, uint32_t *attempt, const char *credential,
                     uint32_t http_status) {
    char out[SIGNKEY_AUTHORIZATION_MAX];
    bool again = false;
    memset(out, '?', sizeof out);
    CHECK_STATUS(signkey_api_auth_authorization(auth, *attempt, out), SIGNKEY_OK);
    CHECK_TEXT(out, credential);
    CHECK_STATUS(signkey_api_auth_after(auth, *attempt, http_status, &again, attempt), SIGNKEY_OK);
    return again;
}

static void the_key_that_works_is_used_from_then_on(void) {
    signkey_config *config = two_key_config();
    signkey_api_auth *auth = NULL;
    uint32_t attempt, other;
    CHECK_STATUS(signkey_config_api_auth(config, &auth, NULL), SIGNKEY_OK);
    signkey_config_free(config);

    /* The fallback works, and is used from then on. */
    CHECK_STATUS(signkey_api_auth_begin(auth, &attempt), SIGNKEY_OK);
    CHECK_STATUS(signkey_api_auth_begin(auth, &other), SIGNKEY_OK);
    CHECK(answered(auth, &attempt, "Bearer " TOKEN, 401));
    CHECK(!answered(auth, &attempt, "Bearer " OTHER_TOKEN, 200));
    CHECK_STATUS(signkey_api_auth_begin(auth, &attempt), SIGNKEY_OK);
    CHECK(!answered(auth, &attempt, "Bearer " OTHER_TOKEN, 500));
    /* Nothing works: every key has had its turn, once. */
    CHECK(answered(auth, &attempt, "Bearer " OTHER_TOKEN, 403));
    CHECK(!answered(auth, &attempt, "Bearer " TOKEN, 401));
    /* A call that began before goes on as it began. */
    CHECK(answered(auth, &other, "Bearer " TOKEN, 401));

    bool again = false;
    CHECK_STATUS(signkey_api_auth_after(auth, 65536, 200, &again, &attempt),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(signkey_api_auth_after(auth, 0, 65536 + 401, &again, &attempt),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    /* Numbers that no call has, but that can be numbers, carry no credential. */
    for (attempt = 2; attempt <= UINT16_MAX; attempt += 1001) {
        char out[SIGNKEY_AUTHORIZATION_MAX];
        CHECK_STATUS(signkey_api_auth_authorization(auth, attempt, out), SIGNKEY_OK);
        CHECK(strlen(out) < sizeof out);
    }
    signkey_api_auth_free(auth);
    signkey_api_auth_free(NULL);
}

static void without_keys_a_call_has_no_credential(void) {
    signkey_api_auth *auth = NULL;
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    uint32_t attempt;
    CHECK_STATUS(signkey_api_auth_new(NULL, BYTES("https://api.example/v1"), &auth, NULL),
                 SIGNKEY_OK);
    CHECK_STATUS(signkey_api_auth_begin(auth, &attempt), SIGNKEY_OK);
    CHECK(!answered(auth, &attempt, "", 401));
    signkey_api_auth_free(auth);

    /* In cloud mode a configuration has to have a key. */
    signkey_config *config = config_of(NULL, 0);
    auth = NULL;
    CHECK_STATUS(signkey_config_api_auth(config, &auth, &failure),
                 SIGNKEY_ERROR_MISSING_SIGNING_KEY);
    CHECK(auth == NULL && failure.status == SIGNKEY_ERROR_MISSING_SIGNING_KEY);
    CHECK_STATUS(signkey_api_auth_new(NULL, BYTES("api.example"), &auth, NULL),
                 SIGNKEY_ERROR_MALFORMED_URL);
    CHECK_STATUS(signkey_api_auth_new(NULL, BYTES("http://a\xff/"), &auth, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    signkey_config_free(config);
}

static void a_credential_goes_to_the_origin_of_the_api_alone(void) {
    static const struct {
        const char *url;
        bool may;
    } rows[] = {
        {"https://api.example", true},
        {"HTTPS://API.example:443/x?y#z", true},
        {"http://api.example", false},
        {"https://api.example:8443", false},
        {"https://api.example.attacker.example", false},
        {"https://api.example@attacker.example", false},
        {"/v1/runs", false},
        {"", false},
        {"https://api.example/\xff", false},
    };
    signkey_keyring *keyring = two_keys();
    signkey_api_auth *auth = NULL;
    CHECK_STATUS(signkey_api_auth_new(keyring, BYTES("https://api.example/v1"), &auth, NULL),
                 SIGNKEY_OK);
    signkey_keyring_free(keyring);
    for (size_t at = 0; at < COUNT(rows); at++) {
        bool may = !rows[at].may;
        CHECK_STATUS(signkey_api_auth_may_send_to(auth, (const uint8_t *)rows[at].url,
                                                  strlen(rows[at].url), &may),
                     SIGNKEY_OK);
        CHECK(may == rows[at].may);
    }
    signkey_api_auth_free(auth);
}

static void a_token_finds_its_key(void) {
    static const struct {
        const char *value;
        signkey_status status;
        uint32_t index;
    } rows[] = {
        {"Bearer " TOKEN, SIGNKEY_OK, 0},
        {"Bearer " OTHER_TOKEN, SIGNKEY_OK, 1},
        {NULL, SIGNKEY_ERROR_MISSING_TOKEN, 77},
        {"", SIGNKEY_ERROR_MALFORMED_TOKEN, 77},
        {"Bearer " KEY, SIGNKEY_ERROR_MALFORMED_TOKEN, 77},
        {"Bearer 0000000000000000000000000000000000000000000000000000000000000000",
         SIGNKEY_ERROR_TOKEN_MISMATCH, 77},
    };
    signkey_keyring *keyring = two_keys();
    for (size_t at = 0; at < COUNT(rows); at++) {
        const char *value = rows[at].value;
        uint32_t index = 77;
        CHECK_STATUS(signkey_keyring_verify_token(keyring, (const uint8_t *)value,
                                                  value ? strlen(value) : 0, &index, NULL),
                     rows[at].status);
        CHECK(index == rows[at].index);
    }
    signkey_keyring_free(keyring);
}

void test_api_auth(void) {
    the_key_that_works_is_used_from_then_on();
    without_keys_a_call_has_no_credential();
    a_credential_goes_to_the_origin_of_the_api_alone();
    a_token_finds_its_key();
}
