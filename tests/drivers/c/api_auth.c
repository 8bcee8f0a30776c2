/* `api_auth`, `may_send_to` and `verify_token`. */
#include "answers.h"
#include "app.h"
#include "keys.h"

#include <inttypes.h>
#include <string.h>

static const char ORIGIN[] = "https://api.inngest.com";

/* Whether each call is a list of HTTP statuses. */
static bool are_calls(struct field calls) {
    for (size_t rest = count_items(&calls, ';'); rest > 0; rest--) {
        struct field call = next_item(&calls, ';');
        for (size_t statuses = count_items(&call, ','); statuses > 0; statuses--) {
            struct field item = next_item(&call, ',');
            uint64_t status;
            if (!decode_integer(&item, &status) || status > UINT16_MAX) {
                return false;
            }
        }
    }
    return true;
}

/* Prints the credentials that one call sends. */
static void make_call(const signkey_api_auth *auth, struct field statuses) {
    uint32_t attempt;
    bool again = signkey_api_auth_begin(auth, &attempt) == SIGNKEY_OK, is_first = true;

    for (size_t rest = count_items(&statuses, ','); again && rest > 0; rest--) {
        struct field item = next_item(&statuses, ',');
        char credential[SIGNKEY_AUTHORIZATION_MAX] = "";
        uint64_t status = 0;

        decode_integer(&item, &status);
        signkey_api_auth_authorization(auth, attempt, credential);
        fputs(is_first ? "" : ",", stdout);
        print_hex(stdout, credential, strlen(credential));
        fputs(credential[0] == '\0' ? "-" : "", stdout);
        is_first = false;
        if (signkey_api_auth_after(auth, attempt, (uint32_t)status, &again, &attempt) !=
            SIGNKEY_OK) {
            return;
        }
    }
}

void api_auth(struct field *fields) {
    struct field calls = fields[1];
    signkey_keyring *keyring = NULL;
    signkey_api_auth *auth = NULL;
    signkey_status status = SIGNKEY_ERROR_INVALID_ARGUMENT;

    if (are_calls(calls)) {
        status = read_keys(&fields[0], &keyring);
    }
    if (status == SIGNKEY_OK || status == SIGNKEY_ERROR_MISSING_SIGNING_KEY) {
        status =
            signkey_api_auth_new(keyring, (const uint8_t *)ORIGIN, strlen(ORIGIN), &auth, NULL);
    }
    if (succeeded(status)) {
        printf("ok\t");
        for (size_t rest = count_items(&calls, ';'); rest > 0; rest--) {
            make_call(auth, next_item(&calls, ';'));
            printf(rest > 1 ? ";" : "\n");
        }
    }
    signkey_api_auth_free(auth);
    signkey_keyring_free(keyring);
}

void may_send_to(struct field *fields) {
    struct field *origin = &fields[0], *url = &fields[1];
    signkey_api_auth *auth = NULL;
    bool may = false;

    if (!decode_text(origin) || !decode_text(url)) {
        refuse("invalid_argument");
        return;
    }
    if (succeeded(signkey_api_auth_new(NULL, origin->data, origin->len, &auth, NULL)) &&
        succeeded(signkey_api_auth_may_send_to(auth, url->data, url->len, &may))) {
        printf("ok\t%s\n", may ? "yes" : "no");
    }
    signkey_api_auth_free(auth);
}

void verify_token(struct field *fields) {
    struct field *authorization = &fields[1];
    signkey_keyring *keyring = NULL;
    uint32_t index;

    if (!decode_optional(authorization)) {
        refuse("invalid_argument");
        return;
    }
    if (succeeded(read_keys(&fields[0], &keyring)) &&
        succeeded(signkey_keyring_verify_token(keyring, authorization->data, authorization->len,
                                               &index, NULL))) {
        printf("ok\t%" PRIu32 "\n", index);
    }
    signkey_keyring_free(keyring);
}
