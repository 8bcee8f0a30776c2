#ifndef DRIVER_ENCRYPTION_H
#define DRIVER_ENCRYPTION_H

#include "fields.h"

/* Each answers a request about end-to-end encryption, given its fields. */
void encrypt_value(struct field *fields);
void decrypt_value(struct field *fields);
void encrypt_event(struct field *fields);
void decrypt_event(struct field *fields);
void encrypt_error(struct field *fields);
void decrypt_error(struct field *fields);
void decrypt_lifecycle(struct field *fields);

#endif
