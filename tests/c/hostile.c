/* Whatever bytes come in, a verdict comes out. */
#include "app.h"

#include <stdlib.h>

/* A small generator (xorshift64), the same numbers on every run. */
static uint64_t state = 8785;

static uint64_t random_number(void) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

/* Fills a fresh block of exactly this size, so that reading past its end is noticed. */
static uint8_t *random_block(size_t len, const char *alphabet) {
    uint8_t *block = malloc(len + (len == 0));
    for (size_t at = 0; block != NULL && at < len; at++) {
        uint64_t number = random_number();
        block[at] = alphabet ? (uint8_t)alphabet[number % strlen(alphabet)] : (uint8_t)number;
    }
    return block;
}

static void random_bytes_have_a_verdict(const signkey_keyring *keyring) {
    static const char *const alphabets[] = {NULL, "{}[]\",:0", "\\u0dDeE+-.19\"", "t=&s0123abcdef",
                                            "signkey-test_09afAF \t"};
    for (int round = 0; round < 4000; round++) {
        const char *alphabet = alphabets[random_number() % 5];
        size_t len = random_number() % 120, header_len = random_number() % 90;
        uint8_t *bytes = random_block(len, alphabet);
        uint8_t *header = random_block(header_len, round % 2 ? "t=&s01abcdef" : NULL);
        signkey_verified verified = SIGNKEY_VERIFIED_INIT;
        signkey_buffer buffer = {NULL, 0, 0};
        signkey_keyring *made = NULL;

        CHECK(signkey_verify_request(keyring, bytes, len, header, header_len, NOW, NULL, &verified,
                                     NULL) == SIGNKEY_ERROR_MALFORMED_SIGNATURE);
        CHECK(signkey_verify_request(keyring, bytes, len, BYTES(HEADER), NOW, NULL, &verified,
                                     NULL) == SIGNKEY_ERROR_SIGNATURE_MISMATCH);
        signkey_status status = signkey_canonicalize(bytes, len, 0, &buffer, NULL, NULL);
        CHECK((status == SIGNKEY_OK) == (buffer.data != NULL));
        status = signkey_keyring_from_key(bytes, len, &made, NULL);
        CHECK((status == SIGNKEY_OK) == (made != NULL));
        signkey_keyring_free(made);
        signkey_buffer_free(&buffer);
        free(bytes);
        free(header);
    }
}

/* Envelopes of which a few bytes are others, and which lie in blocks of exactly their size. */
static void changed_envelopes_are_refused(void) {
    static const char envelope[] =
        "{\"__ENCRYPTED__\":true,\"__STRATEGY__\":\"inngest/libsodium\",\"data\":"
        "\"ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7UOKrNwHFnOf788LDbZxBo2UOUA==\"}";
    signkey_encryptor *encryptor = one_secret(SIGNKEY_ENCRYPTOR_LEGACY_AES);
    for (int round = 0; round < 4000; round++) {
        size_t len = sizeof envelope - 1 - random_number() % 3;
        uint8_t *bytes = malloc(len);
        if (bytes == NULL) {
            break;
        }
        memcpy(bytes, envelope, len);
        for (uint64_t changes = random_number() % 3; changes > 0; changes--) {
            bytes[random_number() % len] = (uint8_t)"\"{}:,\\=+/A~"[random_number() % 11];
        }
        signkey_buffer value = {NULL, 0, 0}, data = {NULL, 0, 0};
        bool was_encrypted = false;
        signkey_status status =
            signkey_decrypt_value(encryptor, bytes, len, &value, &was_encrypted, NULL);
        CHECK((status == SIGNKEY_OK) == (value.data != NULL));
        CHECK(!was_encrypted || (value.len == 3 && memcmp(value.data, "\"x\"", 3) == 0));
        status = signkey_decrypt_event_data(encryptor, bytes, len, &data, NULL, NULL);
        CHECK((status == SIGNKEY_OK) == (data.data != NULL));
        signkey_buffer_free(&value);
        signkey_buffer_free(&data);
        free(bytes);
    }
    signkey_encryptor_free(encryptor);
}

/* Requests of which everything but the signature is random, whole and in two steps. */
static void random_requests_have_a_verdict(void) {
    signkey_endpoint_options options = SIGNKEY_ENDPOINT_OPTIONS_INIT;
    options.max_body_size = 40;
    signkey_endpoint *endpoint = endpoint_of(&options);
    unsigned long admitted = 0, refused = 0;
    for (int round = 0; round < 4000; round++) {
        static const char *const alphabets[] = {NULL, "0123456789", "devcloud-_", "t=&s01abcdef"};
        size_t value_len = random_number() % 40, len = random_number() % 60;
        uint8_t *value = random_block(value_len, alphabets[random_number() % 4]);
        uint8_t *body = random_block(len, "{}[]\",:0");
        const char *name = signkey_wanted_header(1 + random_number() % 4);
        const signkey_field headers[] = {
            SIGNED[0],
            {{(const uint8_t *)name, strlen(name)}, {value, value_len}},
        };
        struct request request = request_of("POST", headers, 1 + random_number() % 2);
        signkey_admission admission = SIGNKEY_ADMISSION_INIT;
        signkey_step step = begin(endpoint, &request, &admission);
        bool is_whole = random_number() % 2;
        if (step.kind == SIGNKEY_STEP_READ_BODY) {
            const uint8_t *bytes = is_whole ? (const uint8_t *)BODY : body;
            CHECK_STATUS(signkey_endpoint_receive_body(endpoint, &admission, bytes,
                                                       is_whole ? sizeof BODY - 1 : len,
                                                       (uint32_t)(random_number() % 4),
                                                       random_number() % 60, NOW, &step, NULL,
                                                       NULL),
                         SIGNKEY_OK);
        }
        signkey_refusal refusal = SIGNKEY_REFUSAL_INIT;
        signkey_status status = signkey_admission_refusal(&admission, &refusal);
        CHECK((status == SIGNKEY_OK) == (step.kind == SIGNKEY_STEP_REFUSE));
        CHECK(step.kind != SIGNKEY_STEP_ADMIT || is_whole);
        admitted += step.kind == SIGNKEY_STEP_ADMIT;
        refused += step.kind == SIGNKEY_STEP_REFUSE;
        free(value);
        free(body);
    }
    CHECK(admitted > 400 && refused > 2000 && admitted + refused == 4000);
    signkey_endpoint_free(endpoint);
}

/* A whole sync of which everything but the signature is random. */
static void random_syncs_come_to_an_end(void) {
    static const char *const alphabets[] = {NULL, "http://[]:.-1a", "\"{}:,okmdiefralsun",
                                            "deployId=&%07f", "signkey-test_09afAF \t"};
    unsigned long begun = 0;
    for (int round = 0; round < 2000; round++) {
        uint8_t *blocks[5];
        signkey_slice bytes[5];
        for (size_t at = 0; at < 5; at++) {
            size_t len = random_number() % 60;
            blocks[at] = random_block(len, alphabets[random_number() % 5]);
            bytes[at] = (signkey_slice){blocks[at], len};
        }
        const signkey_field variables[] = {
            FIELD("INNGEST_SIGNING_KEY", KEY),
            {{BYTES("INNGEST_SIGNING_KEY_FALLBACK")}, bytes[0]},
            {{BYTES("INNGEST_DEV")}, bytes[1]},
            {bytes[2], bytes[3]},
        };
        const signkey_field headers[] = {SIGNED[0], {bytes[2], bytes[4]},
                                         {{BYTES("X-Inngest-Server-Kind")}, bytes[4]}};
        signkey_config *config = config_of(variables, round % 3 + 1);
        signkey_endpoint *endpoint = NULL;
        signkey_admission admission = SIGNKEY_ADMISSION_INIT;
        signkey_registration *sync = NULL;
        signkey_buffer text = {NULL, 0, 0};
        signkey_app app = SIGNKEY_APP_INIT;
        struct request request = request_of("PUT", headers, COUNT(headers));
        app.sdk = app.framework = (signkey_slice)TEXT("a:v1");

        CHECK_STATUS(signkey_config_describe(config, &text), SIGNKEY_OK);
        CHECK_STATUS(signkey_config_endpoint(config, NULL, &endpoint, NULL), SIGNKEY_OK);
        signkey_buffer_free(&text);
        signkey_status status = signkey_config_serve_url(config, bytes[2].data, bytes[2].len, &text,
                                                         NULL);
        CHECK((status == SIGNKEY_OK) == (text.data != NULL));
        judge(endpoint, &request, &admission, NULL);
        signkey_config_registration(config, &app, &admission, bytes[3].data, bytes[3].len, &sync,
                                    NULL);
        begun += sync != NULL;
        for (int answers = 0; sync != NULL && answers < 3; answers++) {
            signkey_register_request sent = SIGNKEY_REGISTER_REQUEST_INIT;
            signkey_sync_response response = SIGNKEY_SYNC_RESPONSE_INIT;
            signkey_registration_request(sync, &sent, NULL);
            signkey_registration_answer(sync, round % 2 ? 200 : 401, bytes[answers].data,
                                        bytes[answers].len);
            status = signkey_registration_response(sync, NULL, 0, NOW, &response, NULL);
            CHECK((status == SIGNKEY_OK) == (response.header_count > 0));
        }
        signkey_buffer_free(&text);
        signkey_registration_free(sync);
        signkey_endpoint_free(endpoint);
        signkey_config_free(config);
        for (size_t at = 0; at < 5; at++) {
            free(blocks[at]);
        }
    }
    CHECK(begun > 600);
}

/* What an operator asks about random bytes: every question has an answer, and owns what it says. */
static void random_questions_have_an_answer(void) {
    static const char *const alphabets[] = {NULL, "{}[]\",:0", "signkey-test_09afAF \t'*$", "t=&s0123abcdef",
                                            "\"currentxapsow:{}[]0,"};
    unsigned long keys = 0, refused = 0;
    for (int round = 0; round < 2000; round++) {
        size_t len = random_number() % 60, header_len = random_number() % 95;
        uint8_t *bytes = random_block(len, alphabets[random_number() % 5]);
        uint8_t *header = random_block(header_len, alphabets[random_number() % 5]);
        signkey_key_fault fault = SIGNKEY_KEY_FAULT_INIT;
        signkey_keyring *made = NULL;
        CHECK_STATUS(signkey_diagnose_key(bytes, len, &fault), SIGNKEY_OK);
        CHECK(fault.status == signkey_keyring_from_key(bytes, len, &made, NULL));
        CHECK((fault.status == SIGNKEY_OK) == (strlen(fault.message) == 0));
        keys += made != NULL;
        signkey_keyring_free(made);

        const signkey_field fields[] = {{TEXT("a key"), {bytes, len}}};
        const signkey_slice headers[] = {{header, header_len}, TEXT(HEADER)};
        signkey_evidence evidence = SIGNKEY_EVIDENCE_INIT;
        signkey_finding finding = SIGNKEY_FINDING_INIT;
        signkey_explanation *explanation = NULL;
        signkey_buffer json = {NULL, 0, 0}, text = {NULL, 0, 0};
        evidence.kind = 1 + (uint32_t)(random_number() % 2);
        evidence.keys = evidence.others = fields;
        evidence.key_count = random_number() % 2;
        evidence.other_count = random_number() % 2;
        evidence.headers = headers;
        evidence.header_count = random_number() % 3;
        evidence.body = (signkey_slice){header, header_len};
        evidence.now = NOW;
        CHECK_STATUS(signkey_explain(&evidence, &explanation, NULL), SIGNKEY_OK);
        CHECK_STATUS(signkey_explanation_finding(explanation, &finding), SIGNKEY_OK);
        CHECK(finding.status != SIGNKEY_OK && finding.cause.len > 0);
        CHECK_STATUS(signkey_explanation_json(explanation, &json), SIGNKEY_OK);
        CHECK_STATUS(signkey_explanation_text(explanation, &text), SIGNKEY_OK);
        CHECK(json.len > 2 && json.data[0] == '{' && text.len > 0);
        signkey_explanation_free(explanation);
        signkey_buffer_free(&json);
        signkey_buffer_free(&text);

        signkey_status status = signkey_rotation_step(bytes, len, &json, &text, NULL);
        CHECK(status != SIGNKEY_OK && json.data == NULL && text.data == NULL);
        status = signkey_introspection_read(bytes, len, &json, NULL);
        CHECK((status == SIGNKEY_OK) == (json.data != NULL));
        refused += status != SIGNKEY_OK;
        signkey_buffer_free(&json);
        free(bytes);
        free(header);
    }
    CHECK(keys > 0 && refused > 1000);
}

/* Four megabytes of openings, which would exhaust the stack of a recursive parser. */
static void deep_documents_need_no_stack(const signkey_keyring *keyring) {
    static const char *const openings[] = {"[", "{\"\":", "[{\"a\":"};
    size_t len = (size_t)4 << 20;
    char *body = malloc(len);
    for (int at = 0; body != NULL && at < 3; at++) {
        size_t piece = strlen(openings[at]);
        signkey_verified verified = SIGNKEY_VERIFIED_INIT;
        for (size_t end = 0; end < len; end++) {
            body[end] = openings[at][end % piece];
        }
        CHECK_STATUS(signkey_verify_request(keyring, (const uint8_t *)body, len, BYTES(HEADER), NOW,
                                            NULL, &verified, NULL),
                     SIGNKEY_ERROR_SIGNATURE_MISMATCH);
    }
    CHECK(body != NULL);
    free(body);
}

void test_hostile(void) {
    signkey_keyring *keyring = two_keys();
    random_bytes_have_a_verdict(keyring);
    changed_envelopes_are_refused();
    random_requests_have_a_verdict();
    random_syncs_come_to_an_end();
    random_questions_have_an_answer();
    deep_documents_need_no_stack(keyring);
    signkey_keyring_free(keyring);
}
