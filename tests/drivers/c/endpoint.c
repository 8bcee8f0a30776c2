/* `authenticate`. */
#include "answers.h"
#include "app.h"
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

/* Makes the endpoint, whatever the keys are. */
static signkey_status make_endpoint(const signkey_endpoint_options *options, struct field *keys,
                                    signkey_endpoint **endpoint) {
    signkey_failure why = SIGNKEY_FAILURE_INIT;
    signkey_keyring *keyring = NULL;
    why.status = read_keys(keys, &keyring);
    signkey_status status = why.status;
    /* Keys that are no list are not what the endpoint is asked about. */
    if (status != SIGNKEY_ERROR_INVALID_ARGUMENT) {
        status = signkey_endpoint_new(keyring, &why, options, endpoint, NULL);
    }
    signkey_keyring_free(keyring);
    return status;
}

/* Admits a whole request, and answers with who sent it. */
static void judge(const signkey_endpoint *endpoint, const struct field *method,
                  const struct pairs *headers, const struct field *body, uint64_t now) {
    signkey_admission admission = SIGNKEY_ADMISSION_INIT;
    signkey_step step = SIGNKEY_STEP_INIT;
    signkey_verified verified = SIGNKEY_VERIFIED_INIT;

    if (!succeeded(signkey_endpoint_admit_whole(endpoint, method->data, method->len, headers->items,
                                                headers->count, body->data, body->len, now,
                                                &admission, &step, &verified, NULL)) ||
        !succeeded(step.status)) {
        return;
    }
    if (step.caller == SIGNKEY_CALLER_VERIFIED) {
        printf("ok\tverified\t%" PRIu32 "\t%s\t%" PRIu64, verified.key_index,
               signkey_form_name(verified.form), verified.timestamp);
    } else {
        printf("ok\tunverified\t-\t%s\t-", signkey_caller_name(step.caller));
    }
    printf("\t%s\n",
           step.warning == SIGNKEY_WARNING_NONE ? "-" : signkey_warning_code(step.warning));
}

void authenticate(struct field *fields) {
    struct field *method = &fields[4], *body = &fields[6];
    signkey_endpoint_options options = SIGNKEY_ENDPOINT_OPTIONS_INIT;
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
        if (succeeded(make_endpoint(&options, &fields[1], &endpoint))) {
            judge(endpoint, method, &headers, body, now);
        }
    } else {
        refuse("invalid_argument");
    }
    signkey_endpoint_free(endpoint);
    free_pairs(&headers);
    free(methods);
}
