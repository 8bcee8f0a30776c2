/* A sync: what is sent, what is answered, and what is refused on the way. */
#include "app.h"

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

/* Begins a sync with a request that these settings' endpoint judges; both end at once. */
static signkey_status sync_of(signkey_config *config, const signkey_app *app,
                              const struct request *request, const char *query,
                              signkey_registration **sync) {
    signkey_endpoint *endpoint = NULL;
    signkey_admission admission = SIGNKEY_ADMISSION_INIT;
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    CHECK_STATUS(signkey_config_endpoint(config, NULL, &endpoint, NULL), SIGNKEY_OK);
    judge(endpoint, request, &admission, NULL);
    signkey_status status =
        signkey_config_registration(config, app, &admission, (const uint8_t *)query,
                                    query ? strlen(query) : 0, sync, &failure);
    CHECK(failure.status == status && (*sync == NULL) == (status != SIGNKEY_OK));
    signkey_endpoint_free(endpoint);
    signkey_config_free(config);
    return status;
}

static signkey_sync_state state_of(const signkey_registration *sync) {
    signkey_sync_state state = (signkey_sync_state)0;
    CHECK_STATUS(signkey_registration_state(sync, &state), SIGNKEY_OK);
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

static signkey_status response_of(signkey_registration *sync, const char *body,
                                  signkey_sync_response *response) {
    return signkey_registration_response(sync, (const uint8_t *)body, body ? strlen(body) : 0, NOW,
                                      response, NULL);
}

static void a_key_that_is_refused_makes_way_for_the_next(void) {
    signkey_app app = shop();
    struct request request = request_of("PUT", SIGNED, 1);
    signkey_registration *sync = NULL;
    signkey_register_request sent = SIGNKEY_REGISTER_REQUEST_INIT;
    signkey_sync_response response = SIGNKEY_SYNC_RESPONSE_INIT;
    signkey_slice message = {NULL, 0};
    bool modified = false;
    CHECK_STATUS(sync_of(two_key_config(), &app, &request, "a=\xff&deployId=%7e1%26", &sync),
                 SIGNKEY_OK);

    CHECK_STATUS(response_of(sync, NULL, &response), SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(signkey_registration_outcome(sync, &message, &modified),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    for (int twice = 0; twice < 2; twice++) {
        CHECK(state_of(sync) == SIGNKEY_SYNC_REGISTER);
        CHECK_STATUS(signkey_registration_request(sync, &sent, NULL), SIGNKEY_OK);
        CHECK(IS(sent.method, "POST"));
        CHECK(IS(sent.url, "https://api.inngest.com/fn/register?deployId=~1%26"));
        CHECK(are(sent.headers, sent.header_count, SENT TOKEN "\n"));
    }
    CHECK_STATUS(signkey_registration_answer(sync, 65537, NULL, 0), SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(signkey_registration_answer(sync, 401, BYTES("{}")), SIGNKEY_OK);
    CHECK_STATUS(signkey_registration_request(sync, &sent, NULL), SIGNKEY_OK);
    CHECK(are(sent.headers, sent.header_count, SENT OTHER_TOKEN "\n"));
    CHECK_STATUS(signkey_registration_answer(sync, 200, BYTES("{\"modified\":true}")), SIGNKEY_OK);

    CHECK(state_of(sync) == SIGNKEY_SYNC_DONE);
    CHECK_STATUS(signkey_registration_request(sync, &sent, NULL), SIGNKEY_ERROR_FINISHED);
    CHECK_STATUS(signkey_registration_answer(sync, 200, NULL, 0), SIGNKEY_ERROR_FINISHED);
    CHECK_STATUS(signkey_registration_outcome(sync, &message, &modified), SIGNKEY_OK);
    CHECK(IS(message, "Successfully synced.") && modified);
    CHECK_STATUS(response_of(sync, "{}", &response), SIGNKEY_ERROR_INVALID_ARGUMENT);
    for (int twice = 0; twice < 2; twice++) {
        CHECK_STATUS(response_of(sync, NULL, &response), SIGNKEY_OK);
        CHECK(response.http_status == 200 && IS(response.body, SUCCESS));
        CHECK(are(response.headers, response.header_count,
                  ANSWERED("out_of_band") SIGNKEY_SIGNATURE_HEADER ": " SUCCESS_HEADER "\n"));
    }
    signkey_registration_free(sync);
    signkey_registration_free(NULL);
}

static void in_band_the_configuration_is_the_response(void) {
    static const signkey_field headers[] = {
        FIELD(SIGNKEY_SIGNATURE_HEADER, HEADER),
        FIELD("x-inngest-sync-kind", "in_band"),
    };
    const char body[] = CONFIGURATION;
    signkey_app app = shop();
    struct request request = request_of("PUT", headers, COUNT(headers));
    signkey_registration *sync = NULL;
    signkey_register_request sent = SIGNKEY_REGISTER_REQUEST_INIT;
    signkey_sync_response response = SIGNKEY_SYNC_RESPONSE_INIT;
    CHECK_STATUS(sync_of(two_key_config(), &app, &request, NULL, &sync), SIGNKEY_OK);

    CHECK(state_of(sync) == SIGNKEY_SYNC_IN_BAND);
    CHECK_STATUS(signkey_registration_request(sync, &sent, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(signkey_registration_answer(sync, 200, NULL, 0), SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(response_of(sync, NULL, &response), SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK(response.headers == NULL);
    CHECK_STATUS(response_of(sync, body, &response), SIGNKEY_OK);
    CHECK(response.http_status == 200 && response.body.data == (const uint8_t *)body);
    CHECK(response.body.len == strlen(body));
    CHECK(are(response.headers, response.header_count,
              ANSWERED("in_band") SIGNKEY_SIGNATURE_HEADER ": " CONFIGURATION_HEADER "\n"));
    signkey_registration_free(sync);
}

/* Nor does it learn what the SDK is. */
static void whom_nothing_is_known_of_gets_no_signature(void) {
    static const signkey_field variables[] = {
        FIELD("INNGEST_SIGNING_KEY", KEY),
        FIELD("INNGEST_ENABLE_UNAUTHED_SYNC", "1"),
    };
    signkey_app app = shop();
    struct request request = request_of("PUT", NULL, 0);
    signkey_registration *sync = NULL;
    signkey_sync_response response = SIGNKEY_SYNC_RESPONSE_INIT;
    signkey_config *config = config_of(variables, COUNT(variables));
    CHECK_STATUS(sync_of(config, &app, &request, NULL, &sync), SIGNKEY_OK);
    CHECK_STATUS(signkey_registration_answer(sync, 0, NULL, 0), SIGNKEY_OK);
    CHECK_STATUS(response_of(sync, NULL, &response), SIGNKEY_OK);
    CHECK(response.http_status == 500);
    CHECK(IS(response.body, "{\"message\":\"the platform could not be reached\","
                            "\"modified\":false}"));
    CHECK(are(response.headers, response.header_count, UNSIGNED("out_of_band")));
    signkey_registration_free(sync);
}

static void a_request_that_is_not_admitted_begins_no_sync(void) {
    static const signkey_field branch[] = {FIELD("INNGEST_SIGNING_KEY", "signkey-branch-12345678")};
    signkey_app app = shop(), nameless = SIGNKEY_APP_INIT, odd = shop();
    struct request unsigned_put = request_of("PUT", NULL, 0);
    struct request post = request_of("POST", SIGNED, 1), put = request_of("PUT", SIGNED, 1);
    signkey_registration *sync = NULL;
    odd.flags = 4;

    CHECK_STATUS(sync_of(two_key_config(), &app, &unsigned_put, NULL, &sync),
                 SIGNKEY_ERROR_MISSING_SIGNATURE);
    CHECK_STATUS(sync_of(two_key_config(), &app, &post, NULL, &sync),
                 SIGNKEY_ERROR_METHOD_NOT_ALLOWED);
    CHECK_STATUS(sync_of(two_key_config(), &nameless, &put, NULL, &sync),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(sync_of(two_key_config(), &odd, &put, NULL, &sync),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(sync_of(config_of(branch, 1), &app, &put, NULL, &sync),
                 SIGNKEY_ERROR_MISSING_ENVIRONMENT);
}

static void a_request_that_other_keys_verified_is_not_answered(void) {
    static const signkey_field other[] = {FIELD("INNGEST_SIGNING_KEY", OTHER_KEY)};
    signkey_config *config = config_of(other, 1);
    signkey_endpoint *endpoint = endpoint_of(NULL);
    signkey_admission admission = SIGNKEY_ADMISSION_INIT;
    signkey_registration *sync = NULL;
    signkey_sync_response response = SIGNKEY_SYNC_RESPONSE_INIT;
    signkey_app app = shop();
    struct request request = request_of("PUT", SIGNED, 1);

    /* Nothing begins before the verdict. */
    begin(endpoint, &request, &admission);
    CHECK_STATUS(signkey_config_registration(config, &app, &admission, NULL, 0, &sync, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    judge(endpoint, &request, &admission, NULL);
    CHECK_STATUS(signkey_config_registration(config, &app, &admission, NULL, 0, &sync, NULL),
                 SIGNKEY_OK);
    CHECK_STATUS(signkey_registration_answer(sync, 200, BYTES("{}")), SIGNKEY_OK);
    CHECK_STATUS(response_of(sync, NULL, &response), SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK(response.headers == NULL && response.body.data == NULL);
    signkey_registration_free(sync);
    signkey_registration_free(NULL);
    signkey_endpoint_free(endpoint);
    signkey_config_free(config);
}

/* Who asks what an endpoint is gets to know as much as the verdict allows. */
static void an_introspection_says_more_to_who_is_verified(void) {
    signkey_config *config = two_key_config();
    signkey_endpoint *endpoint = endpoint_of(NULL);
    signkey_admission admission = SIGNKEY_ADMISSION_INIT;
    signkey_app app = shop();
    signkey_buffer body = {NULL, 0, 0};
    struct request refused = request_of("GET", NULL, 0), request = request_of("GET", SIGNED, 1);

    judge(endpoint, &refused, &admission, NULL);
    CHECK_STATUS(signkey_config_introspect(config, &app, &admission, &body, NULL), SIGNKEY_OK);
    CHECK(IS(body, "{\"authentication_succeeded\":false,\"function_count\":3,"
                   "\"has_event_key\":false,\"has_signing_key\":true,"
                   "\"has_signing_key_fallback\":true,\"mode\":\"cloud\","
                   "\"schema_version\":\"2024-05-24\"}"));
    signkey_buffer_free(&body);
    judge(endpoint, &request, &admission, NULL);
    CHECK_STATUS(signkey_config_introspect(config, &app, &admission, &body, NULL), SIGNKEY_OK);
    const char start[] = "{\"authentication_succeeded\":true,";
    CHECK(body.len > 400 && memcmp(body.data, start, sizeof start - 1) == 0);
    signkey_buffer_free(&body);
    signkey_endpoint_free(endpoint);
    signkey_config_free(config);
}

void test_registration(void) {
    a_key_that_is_refused_makes_way_for_the_next();
    in_band_the_configuration_is_the_response();
    whom_nothing_is_known_of_gets_no_signature();
    a_request_that_is_not_admitted_begins_no_sync();
    a_request_that_other_keys_verified_is_not_answered();
    an_introspection_says_more_to_who_is_verified();
}
