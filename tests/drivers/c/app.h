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

/* Each answers a question of an operator, given its fields. */
void diagnose(struct field *fields);
void explain(struct field *fields);
void rotation_step(struct field *fields);
void read_introspection(struct field *fields);

void replay_messages(struct field *fields);

#endif
