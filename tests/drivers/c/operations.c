/* The questions of operators: `diagnose`, `explain`, `rotation_step`, `read_introspection`. */
#include "answers.h"
#include "app.h"
#include "pairs.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static void print_word(signkey_slice word) {
    if (word.data == NULL) {
        printf("\t-");
    } else {
        printf("\t%.*s", (int)word.len, (const char *)word.data);
    }
}

static void print_optional(signkey_slice text) {
    printf(text.data == NULL ? "\t-" : "\t");
    print_hex(stdout, text.data, text.len);
}

static void print_position(bool has_position, uint64_t position) {
    if (has_position) {
        printf("\t%" PRIu64, position);
    } else {
        printf("\t-");
    }
}

void diagnose(struct field *fields) {
    signkey_key_fault fault = SIGNKEY_KEY_FAULT_INIT;
    if (!decode_bytes(&fields[0])) {
        refuse("invalid_argument");
        return;
    }
    if (!succeeded(signkey_diagnose_key(fields[0].data, fields[0].len, &fault))) {
        return;
    }
    if (fault.status == SIGNKEY_OK) {
        printf("ok\t-\n");
        return;
    }
    printf("ok\t%s", signkey_status_code(fault.status));
    print_word(fault.cause);
    print_position(fault.has_position, fault.position);
    print_optional(fault.character);
    print_optional(fault.hint);
    printf("\t");
    print_hex(stdout, fault.message, strlen(fault.message));
    printf("\n");
}

/* Reads the values of headers, `-` for none, into memory to be freed. */
static bool decode_headers(struct field *list, signkey_slice **headers, size_t *count) {
    size_t expected = count_items(list, ',');
    *headers = malloc(expected * sizeof **headers);
    for (size_t at = 0; *headers != NULL && at < expected; at++) {
        struct field value = next_item(list, ',');
        if (!decode_optional(&value)) {
            return false;
        }
        if (value.data != NULL) {
            (*headers)[(*count)++] = (signkey_slice){value.data, value.len};
        }
    }
    return *headers != NULL;
}

static bool decode_kind(const struct field *field, uint32_t *kind) {
    *kind = is(field, "response") ? SIGNKEY_MESSAGE_RESPONSE : SIGNKEY_MESSAGE_REQUEST;
    return is(field, "request") || is(field, "response");
}

static bool decode_window(struct field *field, signkey_evidence *evidence) {
    if (count_items(field, ':') != 2) {
        return false;
    }
    struct field past = next_item(field, ':');
    return decode_integer(&past, &evidence->past_seconds) &&
           decode_integer(field, &evidence->future_seconds);
}

static void answer_evidence(const signkey_evidence *evidence) {
    signkey_explanation *explanation = NULL;
    signkey_finding finding = SIGNKEY_FINDING_INIT;
    signkey_buffer report = {NULL, 0, 0};
    signkey_status status = signkey_explain(evidence, &explanation, NULL);
    if (status == SIGNKEY_OK) {
        status = signkey_explanation_finding(explanation, &finding);
    }
    if (status == SIGNKEY_OK) {
        status = signkey_explanation_json(explanation, &report);
    }
    if (succeeded(status)) {
        printf("ok\t%s", signkey_status_code(finding.status));
        print_word(finding.cause);
        print_optional(finding.key);
        print_position(finding.has_position, finding.position);
        printf("\t");
        print_hex(stdout, report.data, report.len);
        printf("\n");
    }
    signkey_buffer_free(&report);
    signkey_explanation_free(explanation);
}

void explain(struct field *fields) {
    signkey_evidence evidence = SIGNKEY_EVIDENCE_INIT;
    struct pairs keys = {NULL, 0}, others = {NULL, 0};
    signkey_slice *headers = NULL;
    if (decode_kind(&fields[0], &evidence.kind) && decode_texts(&fields[1], &keys) &&
        decode_texts(&fields[2], &others) &&
        decode_headers(&fields[3], &headers, &evidence.header_count) &&
        decode_bytes(&fields[4]) && decode_integer(&fields[5], &evidence.now) &&
        decode_window(&fields[6], &evidence) &&
        (is(&fields[7], "-") || decode_integer(&fields[7], &evidence.max_json_size))) {
        evidence.keys = keys.items;
        evidence.key_count = keys.count;
        evidence.others = others.items;
        evidence.other_count = others.count;
        evidence.headers = headers;
        evidence.body = (signkey_slice){fields[4].data, fields[4].len};
        answer_evidence(&evidence);
    } else {
        refuse("invalid_argument");
    }
    free(headers);
    free_pairs(&keys);
    free_pairs(&others);
}

void rotation_step(struct field *fields) {
    signkey_buffer json = {NULL, 0, 0}, text = {NULL, 0, 0};
    if (!decode_bytes(&fields[0])) {
        refuse("invalid_argument");
        return;
    }
    if (succeeded(signkey_rotation_step(fields[0].data, fields[0].len, &json, &text, NULL))) {
        printf("ok\t");
        print_hex(stdout, json.data, json.len);
        printf("\t");
        print_hex(stdout, text.data, text.len);
        printf("\n");
    }
    signkey_buffer_free(&json);
    signkey_buffer_free(&text);
}

void read_introspection(struct field *fields) {
    signkey_buffer json = {NULL, 0, 0};
    if (!decode_bytes(&fields[0])) {
        refuse("invalid_argument");
        return;
    }
    print_document(signkey_introspection_read(fields[0].data, fields[0].len, &json, NULL), &json);
}
