/* What the tests of the protocol around the key share. */
#ifndef SIGNKEY_AROUND_H
#define SIGNKEY_AROUND_H

#include "test.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
/* A slice of a string literal, and a field of two: initializers. */
#define TEXT(text) {BYTES(text)}
#define FIELD(name, value) {TEXT(name), TEXT(value)}
#define SIGNATURE "X-Inngest-Signature"

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

/* A request with the body BODY and these headers. */
signkey_request request_of(const char *method, const signkey_field *headers, size_t count);

extern const signkey_field SIGNED[1];

#endif
