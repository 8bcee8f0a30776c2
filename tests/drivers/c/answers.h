#ifndef DRIVER_ANSWERS_H
#define DRIVER_ANSWERS_H

#include <signkey.h>

/* Answers with an error. */
void refuse(const char *code);

/* Says whether the call succeeded, and answers with its code if not. */
bool succeeded(signkey_status status);

#endif
