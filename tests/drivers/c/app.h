#ifndef DRIVER_APP_H
#define DRIVER_APP_H

#include "fields.h"

/* Each answers a request about an app, given its fields. */
void config(struct field *fields);
void serve_url(struct field *fields);
void authenticate(struct field *fields);
void admit(struct field *fields);
void api_auth(struct field *fields);
void may_send_to(struct field *fields);
void verify_token(struct field *fields);
void registration(struct field *fields);
void introspect(struct field *fields);

#endif
