/* The answers that many requests have. */
#include "answers.h"

#include "fields.h"

#include <stdio.h>
#include <string.h>

void refuse(const char *code) {
    printf("error\t%s\n", code);
}

bool succeeded(signkey_status status) {
    if (status != SIGNKEY_OK) {
        refuse(signkey_status_code(status));
    }
    return status == SIGNKEY_OK;
}

void print_headers(FILE *file, const signkey_field *headers, size_t count) {
    for (size_t at = 0; at < count; at++) {
        print_hex(file, headers[at].name.data, headers[at].name.len);
        print_hex(file, ": ", 2);
        print_hex(file, headers[at].value.data, headers[at].value.len);
        print_hex(file, "\n", 1);
    }
}

void print_text(signkey_status status, const char *text) {
    if (succeeded(status)) {
        printf("ok\t");
        print_hex(stdout, text, strlen(text));
        printf("\n");
    }
}

void print_document(signkey_status status, signkey_buffer *document) {
    if (succeeded(status)) {
        printf("ok\t");
        print_hex(stdout, document->data, document->len);
        printf("\n");
    }
    signkey_buffer_free(document);
}
