/* What an operator asks: why a key is none, why a message was refused, what is next in a rotation. */
#include "app.h"

static void a_text_that_is_no_key_is_explained(void) {
    signkey_key_fault fault = SIGNKEY_KEY_FAULT_INIT;
    CHECK_STATUS(signkey_diagnose_key(BYTES("signkey-test-1234\xe2\x80\x8b" "5678"), &fault),
                 SIGNKEY_OK);
    CHECK_STATUS(fault.status, SIGNKEY_ERROR_NON_HEX_KEY);
    CHECK(IS(fault.cause, "invisible_character") && IS(fault.character, "zero-width space (U+200B)"));
    CHECK(fault.has_position && fault.position == 18 && fault.hint.len > 0);
    CHECK_TEXT(fault.message,
               "the signing key has a zero-width space (U+200B) in front of character 18");

    CHECK_STATUS(signkey_diagnose_key(BYTES("'" KEY "'"), &fault), SIGNKEY_OK);
    CHECK(IS(fault.cause, "quoted") && !fault.has_position && fault.character.data == NULL);
    CHECK(strstr(fault.message, KEY) == NULL);

    CHECK_STATUS(signkey_diagnose_key(BYTES(KEY), &fault), SIGNKEY_OK);
    CHECK(fault.status == SIGNKEY_OK && fault.cause.data == NULL && fault.message[0] == '\0');
    CHECK_STATUS(signkey_diagnose_key(NULL, 0, &fault), SIGNKEY_OK);
    CHECK_STATUS(fault.status, SIGNKEY_ERROR_EMPTY_KEY);
}

/* Whether a report has this part and none of the keys. */
static bool reports(signkey_status (*write)(const signkey_explanation *, signkey_buffer *),
                    const signkey_explanation *explanation, const char *part) {
    signkey_buffer report = {NULL, 0, 0};
    CHECK_STATUS(write(explanation, &report), SIGNKEY_OK);
    char text[4096] = "";
    CHECK(report.len < sizeof text);
    memcpy(text, report.data, report.len < sizeof text ? report.len : 0);
    signkey_buffer_free(&report);
    return strstr(text, part) != NULL && strstr(text, &KEY[13]) == NULL &&
           strstr(text, &OTHER_KEY[13]) == NULL;
}

static void a_refusal_has_one_cause(void) {
    const signkey_field keys[] = {FIELD("INNGEST_SIGNING_KEY", OTHER_KEY)};
    const signkey_field others[] = {FIELD("staging", KEY)};
    const signkey_slice headers[] = {TEXT(HEADER)};
    signkey_evidence evidence = SIGNKEY_EVIDENCE_INIT;
    signkey_finding finding = SIGNKEY_FINDING_INIT;
    signkey_explanation *explanation = NULL;
    evidence.keys = keys;
    evidence.others = others;
    evidence.headers = headers;
    evidence.key_count = evidence.other_count = evidence.header_count = 1;
    evidence.body = (signkey_slice)TEXT(BODY);
    evidence.now = NOW;
    CHECK_STATUS(signkey_explain(&evidence, &explanation, NULL), SIGNKEY_OK);
    CHECK_STATUS(signkey_explanation_finding(explanation, &finding), SIGNKEY_OK);
    CHECK_STATUS(finding.status, SIGNKEY_ERROR_SIGNATURE_MISMATCH);
    CHECK(IS(finding.cause, "other_environment") && IS(finding.key, "staging"));
    CHECK(!finding.has_position && finding.hint.len > 0);
    CHECK(reports(signkey_explanation_json, explanation, "\"cause\":\"other_environment\""));
    CHECK(reports(signkey_explanation_text, explanation, "staging"));
    signkey_explanation_free(explanation);

    /* The same message, verified. */
    evidence.keys = others;
    CHECK_STATUS(signkey_explain(&evidence, &explanation, NULL), SIGNKEY_OK);
    CHECK_STATUS(signkey_explanation_finding(explanation, &finding), SIGNKEY_OK);
    CHECK(finding.status == SIGNKEY_OK && finding.cause.data == NULL && finding.key.data == NULL);
    CHECK(reports(signkey_explanation_text, explanation, "verified"));
    signkey_explanation_free(explanation);
    signkey_explanation_free(NULL);
}

static void a_rotation_has_a_next_step(void) {
    signkey_buffer json = {NULL, 0, 0}, text = {NULL, 0, 0};
    CHECK_STATUS(signkey_rotation_step(BYTES("{\"current\":\"" KEY_ID "\",\"next\":\"" OTHER_KEY_ID
                                             "\",\"server\":\"current\",\"now\":1700000000,"
                                             "\"apps\":[{\"name\":\"shop\",\"probes\":[{\"primary\":"
                                             "\"" KEY_ID "\",\"fallback\":null}]}]}"),
                                       &json, &text, NULL),
                 SIGNKEY_OK);
    static const char start[] = "{\"action\":\"add_fallback\",";
    CHECK(json.len > sizeof start && memcmp(json.data, start, sizeof start - 1) == 0);
    CHECK(text.len > 20 && memcmp(text.data, "give these apps", 15) == 0);
    signkey_buffer_free(&json);
    signkey_buffer_free(&text);

    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    CHECK_STATUS(signkey_rotation_step(BYTES("{}"), &json, NULL, &failure),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK(IS(failure.setting, "current") && json.data == NULL);
    char message[SIGNKEY_MESSAGE_MAX];
    CHECK_STATUS(signkey_failure_message(&failure, message), SIGNKEY_OK);
    CHECK_TEXT(message, "current: an argument breaks the contract of the call");
}

static void an_introspection_is_read(void) {
    signkey_buffer json = {NULL, 0, 0};
    CHECK_STATUS(signkey_introspection_read(BYTES("{\"mode\":\"cloud\",\"signing_key_hash\":\"" KEY_ID
                                                  "\"}"),
                                            &json, NULL),
                 SIGNKEY_OK);
    char text[512] = "";
    memcpy(text, json.data, json.len < sizeof text ? json.len : 0);
    CHECK(strstr(text, "\"primary\":\"" KEY_ID "\",\"fallback\":null,") != NULL);
    signkey_buffer_free(&json);
    CHECK_STATUS(signkey_introspection_read(BYTES("[]"), &json, NULL),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
}

/* What a C program gets that forgets the macro. */
static void a_failure_of_zeros_has_a_sentence(void) {
    signkey_failure failure = {0};
    signkey_keyring *keyring = NULL;
    char message[SIGNKEY_MESSAGE_MAX], hint[SIGNKEY_MESSAGE_MAX];
    CHECK_STATUS(signkey_keyring_from_key(BYTES(KEY), &keyring, &failure),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK(keyring == NULL && failure.status == SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK(IS(failure.setting, "size"));
    CHECK_STATUS(signkey_failure_message(&failure, message), SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK(strstr(message, "SIGNKEY_FAILURE_INIT") != NULL);
    CHECK_STATUS(signkey_failure_hint(&failure, hint), SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK(strstr(hint, "_INIT") != NULL);

    /* So it is with every other struct. */
    signkey_endpoint_options options = {0};
    signkey_endpoint *endpoint = NULL;
    failure = (signkey_failure)SIGNKEY_FAILURE_INIT;
    CHECK_STATUS(signkey_endpoint_new(NULL, NULL, &options, &endpoint, &failure),
                 SIGNKEY_ERROR_INVALID_ARGUMENT);
    CHECK_STATUS(signkey_failure_message(&failure, message), SIGNKEY_OK);
    CHECK_TEXT(message, "size: an argument breaks the contract of the call");
    CHECK_STATUS(signkey_failure_hint(&failure, hint), SIGNKEY_OK);
    CHECK(strstr(hint, "_INIT") != NULL);
}

static void a_hint_looks_at_setting_and_detail(void) {
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    char hint[SIGNKEY_MESSAGE_MAX];
    failure.status = SIGNKEY_ERROR_NOT_YET_VALID;
    failure.detail_kind = SIGNKEY_DETAIL_SKEW_SECONDS;
    failure.detail = UINT64_C(1700000000000);
    CHECK_STATUS(signkey_failure_hint(&failure, hint), SIGNKEY_OK);
    CHECK(strstr(hint, "milliseconds") != NULL);
    failure.detail = 301;
    CHECK_STATUS(signkey_failure_hint(&failure, hint), SIGNKEY_OK);
    CHECK_TEXT(hint, signkey_status_hint(SIGNKEY_ERROR_NOT_YET_VALID));
    CHECK_TEXT(signkey_status_docs(SIGNKEY_ERROR_EXPIRED), "docs/errors.md#expired");
    CHECK(signkey_status_docs(SIGNKEY_OK) == NULL && signkey_status_docs(999) == NULL);
}

void test_explain(void) {
    a_text_that_is_no_key_is_explained();
    a_refusal_has_one_cause();
    a_rotation_has_a_next_step();
    an_introspection_is_read();
    a_failure_of_zeros_has_a_sentence();
    a_hint_looks_at_setting_and_detail();
}
