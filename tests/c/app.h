/* What the tests of an app share. */
#ifndef SIGNKEY_TEST_APP_H
#define SIGNKEY_TEST_APP_H

#include "test.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* A slice of a string literal, and a field of two: initializers. */
#define TEXT(text) {BYTES(text)}
#define FIELD(name, value) {TEXT(name), TEXT(value)}

/* The tokens of KEY and OTHER_KEY: prefix and hashlib.sha256(bytes.fromhex("12345678")). */
#define TOKEN "signkey-test-b2ed992186a5cb19f6668aade821f502c1d00970dfd0e35128d51bac4649916c"
#define OTHER_TOKEN "signkey-prod-0ff00797339fb73386351d32fd3a0092f28e87f3978b7b08c5938950d18313b4"

/* Whether bytes are this text. */
#define IS(slice, text) is_text((slice).data, (slice).len, (text))
bool is_text(const uint8_t *data, size_t len, const char *text);

/* The configuration of these variables. */
signkey_config *config_of(const signkey_field *variables, size_t count);
/* Of KEY, with OTHER_KEY as its fallback. */
signkey_config *two_key_config(void);

/* An app, and its endpoint with these options, which end at once. */
signkey_endpoint *endpoint_of(const signkey_endpoint_options *options);

/* A request as a server has received it. */
struct request {
    const char *method;
    const signkey_field *headers;
    size_t header_count;
    signkey_slice body;
};

/* A request with the body BODY and these headers. */
struct request request_of(const char *method, const signkey_field *headers, size_t count);
extern const signkey_field SIGNED[1];

/* Begins with a request at the time NOW, as if its body were still to be read. */
signkey_step begin(const signkey_endpoint *endpoint, const struct request *request,
                   signkey_admission *admission);
/* Judges a whole request at the time NOW. `verified` may be NULL. */
signkey_step judge(const signkey_endpoint *endpoint, const struct request *request,
                   signkey_admission *admission, signkey_verified *verified);

#endif
