/* A sync: what is sent, what is answered, and what is refused on the way. */
#include "around.h"

#define CONFIGURATION "{\"app_id\":\"shop\"}"
#define SUCCESS "{\"message\":\"Successfully synced.\",\"modified\":true}"
/* Of these two under KEY, from Python's hmac. */
#define CONFIGURATION_HEADER \
    "t=1700000000&s=77dc0d0862733fdf6440b85f3278de36f4c41b8b79a7cf63905e4821833b5b6c"
#define SUCCESS_HEADER \
    "t=1700000000&s=cd3d745f1e1ca7be9a9e769fb1faafff6a7c893edeb33ebcdb7488de1a28372c"

#define SENT \
    "Content-Type: application/json\nX-Inngest-Sdk: example-sdk:v1.2.3\n" \
    "X-Inngest-Req-Version: 2\nX-Inngest-Framework: sockets\nAuthorization: Bearer "
#define UNSIGNED(kind) "Content-Type: application/json\nX-Inngest-Sync-Kind: " kind "\n"
#define ANSWERED(kind) \
    UNSIGNED(kind) "X-Inngest-Sdk: example-sdk:v1.2.3\nX-Inngest-Req-Version: 2\n"

static signkey_app shop(void) {
    signkey_app app = SIGNKEY_APP_INIT;
    app.id = (signkey_slice)TEXT("shop");
    app.sdk = (signkey_slice)TEXT("example-sdk:v1.2.3");
    app.language = (signkey_slice)TEXT("c");
    app.framework = (signkey_slice)TEXT("sockets");
    app.functions = 3;
    return app;
}

/* Begins a sync whose settings, credentials and endpoint end at once. */
static signkey_status begin(signkey_config *config, const signkey_app *app,
                            const signkey_request *request, signkey_handshake **sync) {
    signkey_api_auth *auth = NULL;
    signkey_endpoint *endpoint = NULL;
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    CHECK_STATUS(signkey_config_api_auth(config, &auth, NULL), SIGNKEY_OK);
    CHECK_STATUS(signkey_config_endpoint(config, NULL, &endpoint, NULL), SIGNKEY_OK);
    signkey_status status =
        signkey_handshake_begin(config, auth, app, endpoint, request, NOW, sync, &failure);
    CHECK(failure.status == status && (*sync == NULL) == (status != SIGNKEY_OK));
    signkey_endpoint_free(endpoint);
    signkey_api_auth_free(auth);
    signkey_config_free(config);
    return status;
}

static signkey_sync_state state_of(const signkey_handshake *sync) {
    signkey_sync_state state = (signkey_sync_state)0;
    CHECK_STATUS(signkey_handshake_state(sync, &state), SIGNKEY_OK);
    return state;
}

/* Whether bytes begin with others, which are skipped. */
static bool skip(const char **text, const void *data, size_t len) {
    bool same = strncmp(*text, data, len) == 0;
    *text += same ? len : 0;
    return same;
}

/* Whether the fields are those of these lines, and no others. */
static bool are(const signkey_field *fields, size_t count, const char *lines) {
    for (size_t at = 0; at < count; at++) {
        if (!skip(&lines, fields[at].name.data, fields[at].name.len) || !skip(&lines, ": ", 2) ||
            !skip(&lines, fields[at].value.data, fields[at].value.len) ||
            !skip(&lines, "\n", 1)) {
            return false;
        }
    }
    return *lines == '\0';
}

static signkey_status response_of(signkey_handshake *sync, const char *body,
                                  signkey_response *response) {
    return signkey_handshake_response(sync, (const uint8_t *)body, body ? strlen(body) : 0, NOW,
                                      response, NULL);
}

/* The first key is refused, the second one is not. */
static void out_of_band(void) {
    signkey_app app = shop();
    signkey_request request = request_of("PUT", SIGNED, 1);
    signkey_handshake *sync = NULL;
    signkey_registration registration = SIGNKEY_REGISTRATION_INIT;
    signkey_response response = SIGNKEY_RESPONSE_INIT;
    signkey_slice message = {NULL, 0};
    bool modified = false;
    request.query = (signkey_slice)TEXT("a=\xff&deployId=%7e1%26");
    CHECK_STATUS(begin(two_key_config(), &app, &request, &sync), SIGNKEY_OK);

    CHECK_STATUS(response_of(sync, NULL, &response), SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(signkey_handshake_outcome(sync, &message, &modified),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    for (int twice = 0; twice < 2; twice++) {
        CHECK(state_of(sync) == SIGNKEY_SYNC_REGISTER);
        CHECK_STATUS(signkey_handshake_request(sync, &registration, NULL), SIGNKEY_OK);
        CHECK(IS(registration.url, "https://api.inngest.com/fn/register?deployId=~1%26"));
        CHECK(are(registration.headers, registration.header_count, SENT TOKEN "\n"));
    }
    CHECK_STATUS(signkey_handshake_answer(sync, 65537, NULL, 0), SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(signkey_handshake_answer(sync, 401, BYTES("{}")), SIGNKEY_OK);
    CHECK_STATUS(signkey_handshake_request(sync, &registration, NULL), SIGNKEY_OK);
    CHECK(are(registration.headers, registration.header_count, SENT OTHER_TOKEN "\n"));
    CHECK_STATUS(signkey_handshake_answer(sync, 200, BYTES("{\"modified\":true}")), SIGNKEY_OK);

    CHECK(state_of(sync) == SIGNKEY_SYNC_DONE);
    CHECK_STATUS(signkey_handshake_request(sync, &registration, NULL), SIGNKEY_ERROR_FINISHED);
    CHECK_STATUS(signkey_handshake_answer(sync, 200, NULL, 0), SIGNKEY_ERROR_FINISHED);
    CHECK_STATUS(signkey_handshake_outcome(sync, &message, &modified), SIGNKEY_OK);
    CHECK(IS(message, "Successfully synced.") && modified);
    CHECK_STATUS(response_of(sync, "{}", &response), SIGNKEY_ERROR_INVALID_ARGUMENT);
    for (int twice = 0; twice < 2; twice++) {
        CHECK_STATUS(response_of(sync, NULL, &response), SIGNKEY_OK);
        CHECK(response.http_status == 200 && IS(response.body, SUCCESS));
        CHECK(are(response.headers, response.header_count,
                  ANSWERED("out_of_band") SIGNATURE ": " SUCCESS_HEADER "\n"));
    }
    signkey_handshake_free(sync);
    signkey_handshake_free(NULL);
}

static void in_band(void) {
    static const signkey_field headers[] = {
        FIELD(SIGNATURE, HEADER),
        FIELD("x-inngest-sync-kind", "in_band"),
    };
    const char body[] = CONFIGURATION;
    signkey_app app = shop();
    signkey_request request = request_of("PUT", headers, COUNT(headers));
    signkey_handshake *sync = NULL;
    signkey_registration registration = SIGNKEY_REGISTRATION_INIT;
    signkey_response response = SIGNKEY_RESPONSE_INIT;
    CHECK_STATUS(begin(two_key_config(), &app, &request, &sync), SIGNKEY_OK);

    CHECK(state_of(sync) == SIGNKEY_SYNC_IN_BAND);
    CHECK_STATUS(signkey_handshake_request(sync, &registration, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(signkey_handshake_answer(sync, 200, NULL, 0), SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(response_of(sync, NULL, &response), SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK(response.headers == NULL);
    CHECK_STATUS(response_of(sync, body, &response), SIGNKEY_OK);
    CHECK(response.http_status == 200 && response.body.data == (const uint8_t *)body);
    CHECK(response.body.len == strlen(body));
    CHECK(are(response.headers, response.header_count,
              ANSWERED("in_band") SIGNATURE ": " CONFIGURATION_HEADER "\n"));
    signkey_handshake_free(sync);
}

/* Whom nothing is known of gets no signature, nor what the SDK is. */
static void unverified(void) {
    static const signkey_field variables[] = {
        FIELD("INNGEST_SIGNING_KEY", KEY),
        FIELD("INNGEST_ENABLE_UNAUTHED_SYNC", "1"),
    };
    signkey_app app = shop();
    signkey_request request = request_of("PUT", NULL, 0);
    signkey_handshake *sync = NULL;
    signkey_response response = SIGNKEY_RESPONSE_INIT;
    signkey_config *config = config_of(variables, COUNT(variables));
    CHECK_STATUS(begin(config, &app, &request, &sync), SIGNKEY_OK);
    CHECK_STATUS(signkey_handshake_answer(sync, 0, NULL, 0), SIGNKEY_OK);
    CHECK_STATUS(response_of(sync, NULL, &response), SIGNKEY_OK);
    CHECK(response.http_status == 500);
    CHECK(IS(response.body, "{\"message\":\"the platform could not be reached\","
                            "\"modified\":false}"));
    CHECK(are(response.headers, response.header_count, UNSIGNED("out_of_band")));
    signkey_handshake_free(sync);
}

static void refusals(void) {
    static const signkey_field branch[] = {FIELD("INNGEST_SIGNING_KEY", "signkey-branch-12345678")};
    signkey_app app = shop(), nameless = SIGNKEY_APP_INIT, odd = shop();
    signkey_request unsigned_put = request_of("PUT", NULL, 0);
    signkey_request post = request_of("POST", SIGNED, 1), put = request_of("PUT", SIGNED, 1);
    signkey_handshake *sync = NULL;
    odd.flags = 4;

    CHECK_STATUS(begin(two_key_config(), &app, &unsigned_put, &sync),
                 SIGNKEY_ERROR_MISSING_SIGNATURE);
    CHECK_STATUS(begin(two_key_config(), &app, &post, &sync), SIGNKEY_ERROR_METHOD_NOT_ALLOWED);
    CHECK_STATUS(begin(two_key_config(), &nameless, &put, &sync), SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(begin(two_key_config(), &odd, &put, &sync), SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(begin(config_of(branch, 1), &app, &put, &sync), SIGNKEY_ERROR_MISSING_ENVIRONMENT);
}

/* A request that was verified with other keys cannot be answered with these. */
static void other_keys(void) {
    static const signkey_field other[] = {FIELD("INNGEST_SIGNING_KEY", OTHER_KEY)};
    signkey_config *config = config_of(other, 1);
    signkey_keyring *keyring = two_keys();
    signkey_api_auth *auth = NULL;
    signkey_endpoint *endpoint = NULL;
    signkey_handshake *sync = NULL;
    signkey_response response = SIGNKEY_RESPONSE_INIT;
    signkey_app app = shop();
    signkey_request request = request_of("PUT", SIGNED, 1);

    CHECK_STATUS(signkey_config_api_auth(config, &auth, NULL), SIGNKEY_OK);
    CHECK_STATUS(signkey_endpoint_new(NULL, keyring, NULL, &endpoint, NULL), SIGNKEY_OK);
    CHECK_STATUS(signkey_handshake_begin(config, auth, &app, endpoint, &request, NOW, &sync, NULL),
                 SIGNKEY_OK);
    CHECK_STATUS(signkey_handshake_answer(sync, 200, BYTES("{}")), SIGNKEY_OK);
    CHECK_STATUS(response_of(sync, NULL, &response), SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK(response.headers == NULL && response.body.data == NULL);
    signkey_handshake_free(sync);
    signkey_endpoint_free(endpoint);
    signkey_api_auth_free(auth);
    signkey_keyring_free(keyring);
    signkey_config_free(config);
}

void test_handshake(void) {
    out_of_band();
    in_band();
    unverified();
    refusals();
    other_keys();
}
