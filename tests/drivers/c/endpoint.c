/* `authenticate`. */
#include "answers.h"
#include "around.h"
#include "keys.h"
#include "pairs.h"

#include <inttypes.h>
#include <stdlib.h>

/* Reads a list of methods, of which an empty field holds none, into memory to be freed. */
static bool decode_methods(struct field *list, signkey_slice **methods, size_t *count) {
    size_t expected = list->len > 0 ? count_items(list, ',') : 0;
    *methods = malloc((expected + 1) * sizeof **methods);
    for (; *methods != NULL && *count < expected; ++*count) {
        struct field method = next_item(list, ',');
        if (!decode_text(&method)) {
            return false;
        }
        (*methods)[*count] = (signkey_slice){method.data, method.len};
    }
    return *methods != NULL;
}

static bool decode_mode(const struct field *field, uint32_t *mode) {
    *mode = is(field, "dev") ? SIGNKEY_MODE_DEV : SIGNKEY_MODE_CLOUD;
    return is(field, "dev") || is(field, "cloud");
}

static bool decode_flag(const struct field *field, uint32_t flag, uint32_t *flags) {
    *flags |= is(field, "1") ? flag : 0;
    return is(field, "0") || is(field, "1");
}

/* Makes the endpoint, whatever the keys are. */
static signkey_status make_endpoint(const signkey_endpoint_options *options, struct field *keys,
                                    signkey_endpoint **endpoint) {
    signkey_failure why = SIGNKEY_FAILURE_INIT;
    signkey_keyring *keyring = NULL;
    why.status = read_keys(keys, &keyring);
    signkey_status status = why.status;
    /* Keys that are no list are not what the endpoint is asked about. */
    if (status != SIGNKEY_ERROR_INVALID_ARGUMENT) {
        status = signkey_endpoint_new(options, keyring, &why, endpoint, NULL);
    }
    signkey_keyring_free(keyring);
    return status;
}

/* What is decided before the body is read is the verdict. */
static void judge(const signkey_endpoint *endpoint, const signkey_request *request, uint64_t now) {
    signkey_sender sender;
    signkey_warning warning;
    signkey_verified verified = SIGNKEY_VERIFIED_INIT;

    if (!succeeded(signkey_endpoint_authenticate_unread(endpoint, request, &sender, NULL)) ||
        (sender == SIGNKEY_SENDER_UNDECIDED &&
         !succeeded(signkey_endpoint_authenticate(endpoint, request, now, &sender, &verified,
                                                  NULL))) ||
        !succeeded(signkey_endpoint_warning(endpoint, request, &warning))) {
        return;
    }
    if (sender == SIGNKEY_SENDER_VERIFIED) {
        printf("ok\tverified\t%" PRIu32 "\t%s\t%" PRIu64, verified.key_index,
               signkey_form_name(verified.form), verified.timestamp);
    } else {
        printf("ok\tunverified\t-\t%s\t-", signkey_sender_name(sender));
    }
    printf("\t%s\n", warning == SIGNKEY_WARNING_NONE ? "-" : signkey_warning_code(warning));
}

void authenticate(struct field *fields) {
    struct field *method = &fields[4], *body = &fields[6];
    signkey_endpoint_options options = SIGNKEY_ENDPOINT_OPTIONS_INIT;
    signkey_request request = SIGNKEY_REQUEST_INIT;
    struct pairs headers = {NULL, 0};
    signkey_slice *methods = NULL;
    signkey_endpoint *endpoint = NULL;
    uint64_t now;

    if (decode_mode(&fields[0], &options.mode) &&
        decode_methods(&fields[2], &methods, &options.unsigned_method_count) &&
        decode_flag(&fields[3], SIGNKEY_ENDPOINT_UNSIGNED_SYNC, &options.flags) &&
        decode_text(method) && decode_pairs(&fields[5], &headers) && decode_bytes(body) &&
        decode_integer(&fields[7], &now) && decode_integer(&fields[8], &options.past_seconds) &&
        decode_integer(&fields[9], &options.future_seconds)) {
        options.unsigned_methods = methods;
        request.method = (signkey_slice){method->data, method->len};
        request.headers = headers.items;
        request.header_count = headers.count;
        request.body = (signkey_slice){body->data, body->len};
        if (succeeded(make_endpoint(&options, &fields[1], &endpoint))) {
            judge(endpoint, &request, now);
        }
    } else {
        refuse("invalid_argument");
    }
    signkey_endpoint_free(endpoint);
    free_pairs(&headers);
    free(methods);
}
