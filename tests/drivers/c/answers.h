#ifndef DRIVER_ANSWERS_H
#define DRIVER_ANSWERS_H

#include <signkey.h>

/* Answers with an error. */
void refuse(const char *code);

/* Says whether the call succeeded, and answers with its code if not. */
bool succeeded(signkey_status status);

/* Answers with a text of the library's if the call succeeded. */
void print_text(signkey_status status, const char *text);

/* Answers with a document of the library's if the call succeeded, and frees it. */
void print_document(signkey_status status, signkey_buffer *document);

#endif
