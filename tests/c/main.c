/* Runs the tests of the C API; the last line says how many checks passed. */
#include "test.h"

#include <stdio.h>
#include <string.h>

static unsigned long passed, failed;

void check(int ok, const char *what, const char *file, int line) {
    if (ok) {
        passed++;
    } else {
        failed++;
        printf("%s:%d: failed: %s\n", file, line, what);
    }
}

void check_text(const char *actual, const char *expected, const char *file, int line) {
    check(strcmp(actual, expected) == 0, expected, file, line);
}

void check_status(signkey_status actual, signkey_status expected, const char *what,
                  const char *file, int line) {
    check(actual == expected, what, file, line);
    if (actual != expected) {
        printf("  got %s, not %s\n", signkey_status_code(actual), signkey_status_code(expected));
    }
}

signkey_keyring *two_keys(void) {
    const signkey_slice keys[] = {{BYTES(KEY)}, {BYTES(OTHER_KEY)}};
    signkey_keyring *keyring = NULL;
    CHECK_STATUS(signkey_keyring_new(keys, 2, &keyring, NULL), SIGNKEY_OK);
    return keyring;
}

int main(void) {
    test_lookups();
    test_keys();
    test_verify();
    test_stream();
    test_sign();
    test_canonical();
    test_encryption();
    test_config();
    test_endpoint();
    test_admission();
    test_replay();
    test_response();
    test_api_auth();
    test_registration();
    test_explain();
    test_canaries();
    test_hostile();
    test_threads();
    printf("%lu passed, %lu failed\n", passed, failed);
    return failed != 0 || passed == 0;
}
