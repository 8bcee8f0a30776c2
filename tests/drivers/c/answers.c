/* The answer of a request that is refused. */
#include "answers.h"

#include <stdio.h>

void refuse(const char *code) {
    printf("error\t%s\n", code);
}

bool succeeded(signkey_status status) {
    if (status != SIGNKEY_OK) {
        refuse(signkey_status_code(status));
    }
    return status == SIGNKEY_OK;
}
