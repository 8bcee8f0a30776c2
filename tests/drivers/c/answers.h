#ifndef DRIVER_ANSWERS_H
#define DRIVER_ANSWERS_H

#include <signkey.h>

#include <stdio.h>

/* Answers with an error. */
void refuse(const char *code);

/* Says whether the call succeeded, and answers with its code if not. */
bool succeeded(signkey_status status);

/* Prints `Name: value` for each header, in hexadecimal; every line ends with LF. */
void print_headers(FILE *file, const signkey_field *headers, size_t count);

/* Answers with a text of the library's if the call succeeded. */
void print_text(signkey_status status, const char *text);

/* Answers with a document of the library's if the call succeeded, and frees it. */
void print_document(signkey_status status, signkey_buffer *document);

#endif
