/* A few lines of test framework, and the values that the tests share. */
#ifndef SIGNKEY_TEST_H
#define SIGNKEY_TEST_H

#include <signkey.h>

/* A pointer to the bytes of a string literal and their number: two arguments. */
#define BYTES(text) (const uint8_t *)(text), sizeof(text) - 1

/* Counts a check, and says where it failed. */
#define CHECK(condition) check((condition) != 0, #condition, __FILE__, __LINE__)
#define CHECK_TEXT(actual, expected) check_text((actual), (expected), __FILE__, __LINE__)
#define CHECK_STATUS(call, expected) check_status((call), (expected), #call, __FILE__, __LINE__)

void check(int passed, const char *what, const char *file, int line);
void check_text(const char *actual, const char *expected, const char *file, int line);
void check_status(signkey_status actual, signkey_status expected, const char *what,
                  const char *file, int line);

/* Two keys, 1700000000, and signatures from Python's hmac and hashlib, such as
   hmac.new(b"12345678", body + b"1700000000", hashlib.sha256).hexdigest(). */
#define KEY "signkey-test-12345678"
#define KEY_ID "b2ed992186a5"
#define OTHER_KEY "signkey-prod-abcdef01"
#define OTHER_KEY_ID "0ff00797339f"
#define NOW UINT64_C(1700000000)
#define BODY "{\"ok\":true}"
#define HEADER "t=1700000000&s=e44d235cf2dd3cfec9dcda3dc6b6b3a6464b5299ad84504c7143f77d55de0c5a"
#define OTHER_HEADER \
    "t=1700000000&s=3010aa3f1aacbfa598351b390d8bfa0eaa257f84d44784bab48636b9fec8e711"

/* A keyring of KEY, with OTHER_KEY as its fallback. */
signkey_keyring *two_keys(void);

/* An encryption key and a nonce, which serves more than once in tests alone. */
#define SECRET "a-secret-of-the-tests"
#define NONCE "defghijklmnopqrstuvwxyz{"

/* An encryptor of SECRET with these flags. */
signkey_encryptor *one_secret(uint64_t flags);

void test_admission(void);
void test_api_auth(void);
void test_canaries(void);
void test_canonical(void);
void test_config(void);
void test_encryption(void);
void test_endpoint(void);
void test_explain(void);
void test_hostile(void);
void test_keys(void);
void test_lookups(void);
void test_registration(void);
void test_replay(void);
void test_response(void);
void test_sign(void);
void test_stream(void);
void test_threads(void);
void test_verify(void);

#endif
