/* Secrets appear nowhere but in the credential that goes to the platform: whatever the method, the
   signature and the mode, in no output, sentence or text that is borrowed. */
#include "app.h"

#define PRIMARY "signkey-prod-c0ffee00c0ffee11c0ffee22c0ffee33c0ffee44c0ffee55c0ffee66c0ffee77"
#define FALLBACK "signkey-prod-decade00decade11decade22decade33decade44decade55decade66decade77"
#define EVENT_KEY "EventKeyOfTheCanaryTest_0123456789_abcdefghijklmnopqrstuvw"
#define UNRELATED "a-password-in-a-variable-that-is-none-of-our-business"
/* The digits of their tokens: hashlib.sha256(bytes.fromhex("c0ffee00...")). */
#define PRIMARY_HASH "1f678ba481a397f735f42dde9ceb5dc6b9c641fc380d84ba49bd81bf6b2d1438"
#define FALLBACK_HASH "1b616f4479552faa5099d21db7eac9e6112f8046deed40ec197d2451d0c51b5e"

/* Their parts of this size are looked for; a key's id, which may be shown, is of 12 digits. */
enum { PART = 16 };

static const char *const SECRETS[] = {&PRIMARY[13], &FALLBACK[13], EVENT_KEY,
                                      UNRELATED,    PRIMARY_HASH,  FALLBACK_HASH};
static unsigned long outputs, credentials;

static bool holds(const uint8_t *data, size_t len, const char *part) {
    for (size_t at = 0; at + PART <= len; at++) {
        if (data[at] == (uint8_t)part[0] && memcmp(data + at, part, PART) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether bytes hold a part of a secret. */
static bool is_leak(const uint8_t *data, size_t len) {
    bool found = false;
    for (size_t secret = 0; secret < COUNT(SECRETS); secret++) {
        for (size_t at = 0; at + PART <= strlen(SECRETS[secret]); at += PART) {
            found |= holds(data, len, SECRETS[secret] + at);
        }
    }
    return found;
}

static void clean(signkey_slice output) {
    outputs++;
    CHECK(!is_leak(output.data, output.len));
}

static void clean_buffer(signkey_buffer *buffer) {
    clean((signkey_slice){buffer->data, buffer->len});
    signkey_buffer_free(buffer);
}

static void clean_failure(const signkey_failure *failure) {
    char message[SIGNKEY_MESSAGE_MAX];
    CHECK_STATUS(signkey_failure_message(failure, message), SIGNKEY_OK);
    clean((signkey_slice){(const uint8_t *)message, strlen(message)});
}

static void clean_fields(const signkey_field *fields, size_t count) {
    for (size_t at = 0; at < count; at++) {
        clean(fields[at].name);
        if (IS(fields[at].name, SIGNKEY_AUTHORIZATION_HEADER)) {
            /* The one place, which shows that parts of secrets would be found. */
            CHECK(is_leak(fields[at].value.data, fields[at].value.len));
            credentials++;
        } else {
            clean(fields[at].value);
        }
    }
}

/* An app under attack: one mode, and all that was made of its settings. */
struct app {
    signkey_config *config;
    signkey_endpoint *endpoint;
    signkey_app app;
};

static void settings_of(const struct app *app) {
    signkey_buffer text = {NULL, 0, 0};
    signkey_problem problem = SIGNKEY_PROBLEM_INIT;
    for (uint32_t setting = SIGNKEY_SETTING_MODE; setting <= SIGNKEY_SETTING_ALLOW_IN_BAND_SYNC;
         setting++) {
        signkey_slice source;
        CHECK_STATUS(signkey_config_get(app->config, setting, &text, &source, NULL), SIGNKEY_OK);
        clean_buffer(&text);
        clean(source);
    }
    for (size_t at = 0; signkey_config_problem(app->config, at, &problem) == SIGNKEY_OK; at++) {
        clean((signkey_slice){(const uint8_t *)&problem, sizeof problem});
    }
    CHECK_STATUS(signkey_config_describe(app->config, &text), SIGNKEY_OK);
    clean_buffer(&text);
}

#define GOSSIP "{\"error\":\"neither " PRIMARY_HASH " nor " FALLBACK_HASH "\"}"

/* A whole sync with a platform that gives credentials away in what it says. */
static void sync(const struct app *app, const signkey_admission *admission) {
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    signkey_refusal refusal = SIGNKEY_REFUSAL_INIT;
    signkey_registration *sync = NULL;
    signkey_sync_state state = SIGNKEY_SYNC_DONE;
    signkey_sync_response response = SIGNKEY_SYNC_RESPONSE_INIT;
    if (signkey_config_registration(app->config, &app->app, admission, NULL, 0, &sync, &failure) !=
        SIGNKEY_OK) {
        clean_failure(&failure);
        CHECK_STATUS(signkey_endpoint_refuse(app->endpoint, &failure, &refusal), SIGNKEY_OK);
        clean((signkey_slice){(const uint8_t *)&refusal, sizeof refusal});
        return;
    }
    signkey_registration_state(sync, &state);
    bool in_band = state == SIGNKEY_SYNC_IN_BAND;
    while (state == SIGNKEY_SYNC_REGISTER) {
        signkey_register_request request = SIGNKEY_REGISTER_REQUEST_INIT;
        CHECK_STATUS(signkey_registration_request(sync, &request, NULL), SIGNKEY_OK);
        clean(request.url);
        clean_fields(request.headers, request.header_count);
        CHECK_STATUS(signkey_registration_answer(sync, 401, BYTES(GOSSIP)), SIGNKEY_OK);
        signkey_registration_state(sync, &state);
    }
    CHECK_STATUS(signkey_registration_response(sync, (const uint8_t *)(in_band ? "{}" : NULL),
                                               in_band ? 2 : 0, NOW, &response, &failure),
                 SIGNKEY_OK);
    clean_fields(response.headers, response.header_count);
    clean(response.body);
    signkey_registration_free(sync);
}

/* What is said of keys that are wrong, and of messages that are refused. */
static void explanations_of(const char *key) {
    signkey_key_fault fault = SIGNKEY_KEY_FAULT_INIT;
    char quoted[128] = "'";
    strcat(strcat(quoted, key), "'");
    CHECK_STATUS(signkey_diagnose_key((const uint8_t *)quoted, strlen(quoted), &fault), SIGNKEY_OK);
    clean((signkey_slice){(const uint8_t *)&fault, sizeof fault});

    const signkey_field keys[] = {
        {TEXT("INNGEST_SIGNING_KEY"), {(const uint8_t *)key, strlen(key)}}};
    const signkey_field others[] = {FIELD("event", EVENT_KEY), FIELD("token", PRIMARY_HASH)};
    signkey_evidence evidence = SIGNKEY_EVIDENCE_INIT;
    signkey_explanation *explanation = NULL;
    signkey_buffer report = {NULL, 0, 0};
    evidence.keys = keys;
    evidence.key_count = COUNT(keys);
    evidence.others = others;
    evidence.other_count = COUNT(others);
    evidence.headers = &SIGNED[0].value;
    evidence.header_count = 1;
    evidence.body = (signkey_slice)TEXT(BODY);
    evidence.now = NOW;
    CHECK_STATUS(signkey_explain(&evidence, &explanation, NULL), SIGNKEY_OK);
    CHECK_STATUS(signkey_explanation_json(explanation, &report), SIGNKEY_OK);
    clean_buffer(&report);
    CHECK_STATUS(signkey_explanation_text(explanation, &report), SIGNKEY_OK);
    clean_buffer(&report);
    signkey_explanation_free(explanation);
}

static void attack_with(const struct app *app, const struct request *request) {
    signkey_admission admission = SIGNKEY_ADMISSION_INIT;
    signkey_verified verified = SIGNKEY_VERIFIED_INIT;
    signkey_refusal refusal = SIGNKEY_REFUSAL_INIT;
    signkey_buffer text = {NULL, 0, 0};
    signkey_step step = judge(app->endpoint, request, &admission, &verified);
    if (step.kind == SIGNKEY_STEP_REFUSE) {
        CHECK_STATUS(signkey_admission_refusal(&admission, &refusal), SIGNKEY_OK);
        clean((signkey_slice){(const uint8_t *)&refusal, sizeof refusal});
    }
    clean((signkey_slice){(const uint8_t *)&verified, sizeof verified});
    CHECK_STATUS(signkey_config_introspect(app->config, &app->app, &admission, &text, NULL),
                 SIGNKEY_OK);
    clean_buffer(&text);
    sync(app, &admission);
}

/* Signs the common body, not at all for no signer. */
static void sign(const char *signer, char header[SIGNKEY_HEADER_MAX]) {
    signkey_keyring *keyring = NULL;
    if (signer != NULL) {
        CHECK_STATUS(signkey_keyring_from_key((const uint8_t *)signer, strlen(signer), &keyring,
                                              NULL),
                     SIGNKEY_OK);
        CHECK_STATUS(signkey_sign_raw(keyring, 0, BYTES(BODY), NOW, header, NULL), SIGNKEY_OK);
        signkey_keyring_free(keyring);
    }
}

/* Every method, unsigned and signed by each key and by a wrong one, in band and out of band. */
static void attack(const struct app *app) {
    static const char *const methods[] = {"GET",     "PUT",    "POST", "PATCH",
                                          "OPTIONS", "DELETE", "HEAD"};
    static const char *const signers[] = {NULL, PRIMARY, FALLBACK, KEY};
    for (size_t signer = 0; signer < COUNT(signers); signer++) {
        char header[SIGNKEY_HEADER_MAX] = "";
        sign(signers[signer], header);
        const signkey_field headers[] = {
            FIELD("X-Inngest-Sync-Kind", "in_band"),
            {TEXT(SIGNKEY_SIGNATURE_HEADER), {(const uint8_t *)header, strlen(header)}},
        };
        for (size_t method = 0; method < COUNT(methods); method++) {
            for (size_t in_band = 0; in_band < 2; in_band++) {
                struct request request = request_of(methods[method], &headers[1 - in_band],
                                                    in_band + (signers[signer] != NULL));
                attack_with(app, &request);
            }
        }
    }
}

static void attack_in_mode(uint32_t mode) {
    static const signkey_field variables[] = {
        FIELD("INNGEST_SIGNING_KEY", PRIMARY),
        FIELD("INNGEST_SIGNING_KEY_FALLBACK", FALLBACK),
        FIELD("INNGEST_EVENT_KEY", EVENT_KEY),
        FIELD("DATABASE_PASSWORD", UNRELATED),
    };
    signkey_config_options options = SIGNKEY_CONFIG_OPTIONS_INIT;
    struct app app = {NULL, NULL, SIGNKEY_APP_INIT};
    options.mode = mode;
    app.app.sdk = (signkey_slice)TEXT("example-sdk:v1.2.3");
    app.app.framework = (signkey_slice)TEXT("sockets");
    CHECK_STATUS(signkey_config_new(&options, variables, COUNT(variables), &app.config, NULL),
                 SIGNKEY_OK);
    CHECK_STATUS(signkey_config_endpoint(app.config, NULL, &app.endpoint, NULL), SIGNKEY_OK);
    settings_of(&app);
    attack(&app);
    signkey_endpoint_free(app.endpoint);
    signkey_config_free(app.config);
}

void test_canaries(void) {
    attack_in_mode(SIGNKEY_MODE_CLOUD);
    attack_in_mode(SIGNKEY_MODE_DEV);
    explanations_of(PRIMARY);
    explanations_of(FALLBACK);
    CHECK(outputs > 100 && credentials > 0);
}
