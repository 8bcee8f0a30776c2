#ifndef DRIVER_AROUND_H
#define DRIVER_AROUND_H

#include "fields.h"

/* The requests of the protocol around the key. */
void config(struct field *fields);
void serve_url(struct field *fields);
void authenticate(struct field *fields);
void api_auth(struct field *fields);
void may_send_to(struct field *fields);
void verify_token(struct field *fields);
void handshake(struct field *fields);
void introspect(struct field *fields);

#endif
